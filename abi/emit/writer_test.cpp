// SPDX-License-Identifier: GPL-2.0-or-later
#include "abi/emit/writer.h"

#include <gtest/gtest.h>

namespace iopact::emit {
namespace {

TEST(WriterTest, FillsHolesInsideALine) {
  EXPECT_EQ(fill("int {{name}}({{type}});\n", {{"name", "run"}, {"type", "void"}}), "int run(void);\n");
}

TEST(WriterTest, DropsTheNewlineThatOpensARawString) { EXPECT_EQ(fill("\nx\n", {}), "x\n"); }

TEST(WriterTest, IndentsEachLineOfAValueAsItsHole) {
  EXPECT_EQ(fill("{\n\t{{body}}\n}\n", {{"body", "a;\n\nb;\n"}}), "{\n\ta;\n\n\tb;\n}\n");
}

TEST(WriterTest, AnEmptyValueTakesItsLineAway) { EXPECT_EQ(fill("a\n{{x}}\nb\n", {{"x", ""}}), "a\nb\n"); }

TEST(WriterTest, AnEmptyValueLeavesOneBlankLineOfTwo) {
  EXPECT_EQ(fill("a\n\n{{x}}\n\nb\n", {{"x", ""}}), "a\n\nb\n");
}

TEST(WriterTest, AValueIsNotSearchedForHoles) { EXPECT_EQ(fill("{{x}}\n", {{"x", "{{y}}"}}), "{{y}}\n"); }

TEST(WriterTest, OneValueFillsSeveralHoles) { EXPECT_EQ(fill("{{x}}{{x}}", {{"x", "a"}}), "aa"); }

TEST(WriterDeathTest, AbortsOnAHoleWithoutValue) {
  EXPECT_DEATH(fill("{{missing}}\n", {}), "no value for the hole \"missing\"");
}

TEST(WriterDeathTest, AbortsOnAValueWithoutHole) {
  EXPECT_DEATH(fill("text\n", {{"unused", "x"}}), "no hole for the value \"unused\"");
}

TEST(WriterDeathTest, AbortsOnAMalformedHole) {
  EXPECT_DEATH(fill("a {{ name }}\n", {{"name", "x"}}), "malformed hole \" name \"");
  EXPECT_DEATH(fill("a {{name\n", {{"name", "x"}}), "malformed hole in \"a \\{\\{name\"");
}

TEST(WriterTest, JoinsWithSeparatorsBetween) { EXPECT_EQ(join({"a", "b", "c"}, ", "), "a, b, c"); }

TEST(WriterTest, WrapsAtTheWidth) {
  EXPECT_EQ(wrap("one two  three\nfour", 9), (std::vector<std::string>{"one two", "three", "four"}));
  EXPECT_EQ(wrap("unbreakable word", 4), (std::vector<std::string>{"unbreakable", "word"}));
  EXPECT_TRUE(wrap(" \n", 10).empty());
}

TEST(WriterTest, CountsTabsToTheNextStop) {
  EXPECT_EQ(columns("\ta"), 9u);
  EXPECT_EQ(columns("abc\td"), 9u);
}

TEST(WriterTest, LinesEndAtNewlines) {
  EXPECT_EQ(lines_of("a\n\nb"), (std::vector<std::string>{"a", "", "b"}));
  EXPECT_TRUE(lines_of("").empty());
}

}  // namespace
}  // namespace iopact::emit
