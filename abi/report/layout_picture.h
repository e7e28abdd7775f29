// SPDX-License-Identifier: GPL-2.0-or-later
// A struct as coloured blocks over the bytes they take, drawn as SVG.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "abi/report/layout_report.h"

namespace iopact {

// What takes a run of bytes. Members of nested structs are blocks of their own; a union is one block, and so
// are bitfields that share a byte.
struct Block {
  enum class Kind { member, bitfields, unite, hole };
  Kind kind = Kind::member;
  std::uint64_t offset = 0;  // bytes
  std::uint64_t size = 0;    // bytes
  std::string label;         // path of the member; "a:3 b:5"; "hole"
  std::string type;          // C spelling, empty for holes and bitfields
  std::size_t colour = 0;    // the same for the same member on every target
};

// In order of offset, without gaps from 0 to the struct's size.
std::vector<Block> blocks_of(const StructLayout& layout);

// One row of eight bytes, or a fold that stands for several rows which one block fills.
struct PictureRow {
  std::uint64_t offset = 0;  // bytes
  bool is_fold = false;
};
std::vector<PictureRow> picture_rows(const std::vector<Block>& blocks);

// Pictures of one struct on the report's targets side by side, one for each layout that differs, as one
// <svg>.
std::string struct_svg(const LayoutReport& report, std::size_t struct_index);

// Rules for the classes in struct_svg(): a <style> element's text.
std::string_view picture_style();

}  // namespace iopact
