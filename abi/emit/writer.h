// SPDX-License-Identifier: GPL-2.0-or-later
// Text of generated files: raw blocks with named holes. A hole without a value, a value without a hole and a
// malformed hole are mistakes in a back-end, never in a spec: they abort and name themselves.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace iopact::emit {

struct Hole {
  std::string_view name;  // a literal of the caller
  std::string value;
};

// The block with every {{name}} replaced. A newline right at the block's start is dropped, so that raw
// strings may begin on their own line. A hole that stands alone on its line takes several lines, each
// indented as the hole is; with an empty value the line goes away, and with it a blank line before it when
// another one follows. Inside a line a value is inserted as it is.
std::string fill(std::string_view block, std::initializer_list<Hole> holes);

std::string join(const std::vector<std::string>& parts, std::string_view separator);

// Lines without their newlines; a final newline ends the last line and opens no other.
std::vector<std::string> lines_of(std::string_view text);

// Each line that is not empty with `prefix` before it.
std::string indent(std::string_view text, std::string_view prefix);

// Words of a text, newlines counting as blanks, in lines of at most `width` columns (longer words stand
// alone).
std::vector<std::string> wrap(std::string_view text, std::size_t width);

// Columns of a line with tab stops every 8.
std::size_t columns(std::string_view line);

// fn(item) of each item, one after the other.
template <typename Items, typename Function>
std::string each(const Items& items, Function fn) {
  std::string text;
  for (const auto& item : items) text += fn(item);
  return text;
}

template <typename Items, typename Function>
std::vector<std::string> map(const Items& items, Function fn) {
  std::vector<std::string> texts;
  for (const auto& item : items) texts.push_back(fn(item));
  return texts;
}

}  // namespace iopact::emit
