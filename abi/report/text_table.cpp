// SPDX-License-Identifier: GPL-2.0-or-later
#include "abi/report/text_table.h"

#include <algorithm>

namespace iopact {

namespace {

constexpr std::string_view gap = "  ";

}  // namespace

TextTable::TextTable(std::vector<Align> columns, std::size_t indent)
    : columns_(std::move(columns)), indent_(indent) {}

void TextTable::add(std::vector<Cell> row) {
  row.resize(std::min(row.size(), columns_.size()));
  rows_.push_back(std::move(row));
}

std::string TextTable::render(bool colour) const {
  std::vector<std::size_t> widths(columns_.size(), 0);
  for (const auto& row : rows_) {
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], width_of(row[i].text));
  }
  std::string out;
  for (const auto& row : rows_) {
    std::string pending(indent_, ' ');  // spaces are written only when something follows them
    for (std::size_t i = 0; i < row.size(); ++i) {
      const std::string space(widths[i] - width_of(row[i].text), ' ');
      if (columns_[i] == Align::right) pending += space;
      if (!row[i].text.empty()) {
        out += pending + paint(row[i].text, row[i].style, colour);
        pending.clear();
      }
      if (columns_[i] == Align::left) pending += space;
      pending += gap;
    }
    while (out.ends_with(' ')) out.pop_back();
    out += '\n';
  }
  return out;
}

}  // namespace iopact
