// SPDX-License-Identifier: GPL-2.0-or-later
// Lines and columns of a source text.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace iopact {

// The line with this number, from 1, without its end; empty where the text has fewer lines.
std::optional<std::string_view> line_of(std::string_view text, int number);

// Where a column that counts bytes lies in code points of UTF-8; both count from 1. A column past the end of
// the line keeps its distance from it.
std::size_t code_point_column(std::string_view line, std::size_t byte_column);

// True for the second and later bytes of a code point.
bool continues_code_point(char c);

}  // namespace iopact
