// SPDX-License-Identifier: GPL-2.0-or-later
#include "abi/report/source_line.h"

#include <algorithm>

namespace iopact {

bool continues_code_point(char c) { return (static_cast<unsigned char>(c) & 0xc0) == 0x80; }

std::optional<std::string_view> line_of(std::string_view text, int number) {
  for (int line = 1; line < number; ++line) {
    const std::size_t end = text.find('\n');
    if (end == std::string_view::npos) return std::nullopt;
    text.remove_prefix(end + 1);
  }
  text = text.substr(0, text.find('\n'));
  if (text.ends_with('\r')) text.remove_suffix(1);
  return text;
}

std::size_t code_point_column(std::string_view line, std::size_t byte_column) {
  const std::string_view before = line.substr(0, byte_column - 1);
  return byte_column - static_cast<std::size_t>(std::ranges::count_if(before, continues_code_point));
}

}  // namespace iopact
