// SPDX-License-Identifier: GPL-2.0-or-later
// Markdown of the documentation's parts.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "abi/emit/plan.h"

namespace iopact::emit {

using Row = std::vector<std::string>;

// A table; bars and newlines in cells do not end them.
std::string table(const Row& head, const std::vector<Row>& rows);

template <typename Items, typename Function>
std::vector<Row> map_rows(const Items& items, Function fn) {
  std::vector<Row> rows;
  for (const auto& item : items) rows.push_back(fn(item));
  return rows;
}

std::string code(std::string_view text);  // `text`

std::string document_commands(const Plan& plan);
std::string document_structs(const Plan& plan);

}  // namespace iopact::emit
