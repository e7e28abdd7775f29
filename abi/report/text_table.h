// SPDX-License-Identifier: GPL-2.0-or-later
// Rows of cells in columns that are as wide as their widest cell.
#pragma once

#include <string>
#include <vector>

#include "abi/report/style.h"

namespace iopact {

struct Cell {
  std::string text;
  Style style = Style::plain;
};

class TextTable {
 public:
  enum class Align { left, right };

  // One alignment per column; `indent` spaces stand before each row.
  explicit TextTable(std::vector<Align> columns, std::size_t indent = 2);

  // A row may have fewer cells than there are columns.
  void add(std::vector<Cell> row);
  std::string render(bool colour) const;

 private:
  std::vector<Align> columns_;
  std::size_t indent_;
  std::vector<std::vector<Cell>> rows_;
};

}  // namespace iopact
