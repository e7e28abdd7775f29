// SPDX-License-Identifier: GPL-2.0-or-later
#include "abi/report/style.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>

#include "abi/report/source_line.h"

namespace iopact {

namespace {

std::string_view code_of(Style style) {
  switch (style) {
    case Style::plain:
      return "0";
    case Style::bold:
      return "1";
    case Style::red:
      return "1;31";
    case Style::yellow:
      return "1;33";
    case Style::green:
      return "1;32";
    case Style::cyan:
      return "36";
    case Style::dim:
      return "2";
  }
  return "0";
}

bool is_control(char c) { return (static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7f; }

}  // namespace

std::string paint(std::string_view text, Style style, bool colour) {
  if (!colour || text.empty() || style == Style::plain) return std::string(text);
  return fmt::format("\x1b[{}m{}\x1b[0m", code_of(style), text);
}

std::string printable(std::string_view text) {
  std::string out(text);
  std::ranges::replace_if(out, is_control, '?');
  return out;
}

std::size_t width_of(std::string_view text) {
  return static_cast<std::size_t>(std::ranges::count_if(text, std::not_fn(continues_code_point)));
}

std::string count_of(std::size_t number, std::string_view noun) {
  return fmt::format("{} {}{}", number, noun, number == 1 ? "" : "s");
}

}  // namespace iopact
