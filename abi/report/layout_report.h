// SPDX-License-Identifier: GPL-2.0-or-later
// Layouts of one spec side by side over targets. As with findings, a format is one file and one row of a
// table.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "abi/model/layout.h"

namespace iopact {

struct LayoutReport {
  const Spec* spec = nullptr;
  std::vector<Layout> layouts;       // one per target, at least one
  std::vector<std::string> structs;  // names of the structs to show; empty: all of the spec
  bool colour = false;               // text only
};

struct LayoutFormat {
  std::string_view name;     // as --format takes it
  std::string_view summary;  // one line for --help
  std::string (*render)(const LayoutReport& report);
};

std::span<const LayoutFormat> layout_formats();
const LayoutFormat* find_layout_format(std::string_view name);  // nullptr when there is none

// ---- what the formats share
// ---------------------------------------------------------------------------------

// Positions in Layout::structs and Layout::commands that the report shows: the selected structs, and the
// commands that carry one of them (all commands where all structs are shown).
std::vector<std::size_t> shown_structs(const LayoutReport& report);
std::vector<std::size_t> shown_commands(const LayoutReport& report);

// Targets on which something looks the same, as positions in LayoutReport::layouts; the first one speaks for
// the group.
using TargetGroup = std::vector<std::size_t>;
std::vector<TargetGroup> same_structs(const LayoutReport& report, std::size_t struct_index);
std::vector<TargetGroup> same_commands(const LayoutReport& report);

// One line of a struct's picture: a member, or a hole that some targets have.
struct LayoutRow {
  const FieldLayout* field = nullptr;  // of the first layout; nullptr: a hole
  std::size_t field_index = 0;         // position in StructLayout::fields
  std::vector<const Hole*> holes;      // a hole: per layout given, nullptr where that one has none
  bool tail = false;
};
// Members in order, holes after the member they follow. All layouts must be of the same struct.
std::vector<LayoutRow> rows_of(std::span<const StructLayout* const> layouts);

// Keyword and tag: "struct foo", "union bar".
std::string title_of(const Aggregate& aggregate);
// "0x40285601"
std::string hex(std::uint32_t value);
// "24"; of a bitfield byte and bit in memory order: "4:3". "8"; of a bitfield "3 bits".
std::string offset_text(const FieldLayout& field);
std::string size_text(const FieldLayout& field);

// The formats.
std::string layout_text(const LayoutReport& report);
std::string layout_json(const LayoutReport& report);
std::string layout_svg(const LayoutReport& report);   // pictures of the structs, one below the other
std::string layout_html(const LayoutReport& report);  // a page of its own: pictures, tables, commands

}  // namespace iopact
