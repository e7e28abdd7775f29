// SPDX-License-Identifier: GPL-2.0-or-later
#include "abi/report/text_table.h"

#include <gtest/gtest.h>

#include "abi/report/source_line.h"

namespace iopact {
namespace {

using Align = TextTable::Align;

TEST(TextTable, is_as_wide_as_its_widest_cells) {
  TextTable table({Align::left, Align::right, Align::left});
  table.add({{"a"}, {"1"}, {"x"}});
  table.add({{"\u00fcber"}, {"1000"}, {""}});
  table.add({{"b"}});
  EXPECT_EQ(table.render(false),
            "  a        1  x\n"
            "  \u00fcber  1000\n"
            "  b\n");
}

TEST(TextTable, drops_cells_that_have_no_column) {
  TextTable table({Align::left}, 0);
  table.add({{"a"}, {"b"}});
  EXPECT_EQ(table.render(false), "a\n");
}

TEST(TextTable, paints_without_counting_the_paint) {
  TextTable table({Align::right, Align::right}, 0);
  table.add({{"a", Style::red}, {"b"}});
  table.add({{"aaa"}, {"b", Style::dim}});
  EXPECT_EQ(table.render(true), "  \x1b[1;31ma\x1b[0m  b\naaa  \x1b[2mb\x1b[0m\n");
}

TEST(Printable, keeps_tabs_and_utf8_only) {
  EXPECT_EQ(printable("a\tb\x1b[0m\u00fc\n\x7f"), "a\tb?[0m\u00fc??");
}

TEST(SourceLine, finds_lines) {
  EXPECT_EQ(line_of("a\nb\r\n\nc", 1), "a");
  EXPECT_EQ(line_of("a\nb\r\n\nc", 2), "b");
  EXPECT_EQ(line_of("a\nb\r\n\nc", 3), "");
  EXPECT_EQ(line_of("a\nb\r\n\nc", 4), "c");
  EXPECT_EQ(line_of("a\nb\r\n\nc", 5), std::nullopt);
}

TEST(SourceLine, counts_code_points) {
  EXPECT_EQ(code_point_column("a\u00fcb", 1), 1U);
  EXPECT_EQ(code_point_column("a\u00fcb", 4), 3U);
  EXPECT_EQ(code_point_column("a\u00fcb", 7), 6U);
}

}  // namespace
}  // namespace iopact
