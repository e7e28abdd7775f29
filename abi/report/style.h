// SPDX-License-Identifier: GPL-2.0-or-later
// Terminal colours and safe text.
#pragma once

#include <string>
#include <string_view>

namespace iopact {

enum class Style { plain, bold, red, yellow, green, cyan, dim };

// The text in that style, or as it is where colours are off or the text is empty.
std::string paint(std::string_view text, Style style, bool colour);

// Text from an input as it may go to a terminal: control bytes become '?', a tab stays.
std::string printable(std::string_view text);

// Columns on a terminal: code points of UTF-8. Escape sequences must not be in it.
std::size_t width_of(std::string_view text);

// "1 error", "2 errors", "0 errors".
std::string count_of(std::size_t number, std::string_view noun);

}  // namespace iopact
