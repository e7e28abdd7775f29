// SPDX-License-Identifier: GPL-2.0-or-later
#include "abi/model/json_tree.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace iopact {
namespace {

JsonTree parse(std::string_view text) {
  Diagnostics diagnostics("t.json");
  JsonTree tree = parse_json(text, diagnostics);
  EXPECT_EQ(diagnostics.count(), 0u);
  return tree;
}

std::string first_error(std::string_view text) {
  Diagnostics diagnostics("t.json");
  const JsonTree tree = parse_json(text, diagnostics);
  const std::vector<Finding> findings = diagnostics.take();
  if (findings.empty()) return tree.root() != nullptr ? "" : "no root and no error";
  const Place& place = findings.front().places.front();
  return fmt::format("{}:{}: {}", place.line, place.column, findings.front().message);
}

std::string place_of(const JsonTree& tree, std::string_view pointer) {
  const JsonNode* node = tree.find(pointer);
  if (node == nullptr) return "none";
  EXPECT_EQ(node->pointer(), pointer);
  return fmt::format("{}:{}", node->at.line, node->at.column);
}

TEST(JsonTree, KnowsThePlaceOfEveryValue) {
  const JsonTree tree = parse("{\n  \"a\": [1, -22,333 ,\"x\"],\r\n\t\"b\" : { \"c\":true,\"d\" :null}\n}");
  EXPECT_EQ(place_of(tree, ""), "1:1");
  EXPECT_EQ(place_of(tree, "/a"), "2:8");
  EXPECT_EQ(place_of(tree, "/a/0"), "2:9");
  EXPECT_EQ(place_of(tree, "/a/1"), "2:12");
  EXPECT_EQ(place_of(tree, "/a/2"), "2:16");
  EXPECT_EQ(place_of(tree, "/a/3"), "2:21");
  EXPECT_EQ(place_of(tree, "/b"), "3:8");
  EXPECT_EQ(place_of(tree, "/b/c"), "3:14");
  EXPECT_EQ(place_of(tree, "/b/d"), "3:24");
  EXPECT_EQ(place_of(tree, "/a/4"), "none");
  EXPECT_EQ(place_of(tree, "/b/e"), "none");
  EXPECT_EQ(place_of(tree, "/b/c/d"), "none");
}

TEST(JsonTree, KnowsThePlaceOfEveryKey) {
  const JsonTree tree = parse("{\"a\":1,\n \"b\" : 2, \"a/b~\":3}");
  ASSERT_EQ(tree.root()->members.size(), 3u);
  EXPECT_EQ(tree.root()->members[0].at.column, 2);
  EXPECT_EQ(tree.root()->members[1].at.line, 2);
  EXPECT_EQ(tree.root()->members[1].at.column, 2);
  EXPECT_EQ(tree.root()->members[2].at.column, 11);
  EXPECT_EQ(place_of(tree, "/a~1b~0"), "2:18");
}

// Columns count bytes, as compilers and editors' jump-to-line do.
TEST(JsonTree, CountsColumnsInBytes) {
  const JsonTree tree = parse("[\"\xc3\xa9\", \"\\\"\", 5]");
  EXPECT_EQ(place_of(tree, "/1"), "1:8");
  EXPECT_EQ(place_of(tree, "/2"), "1:14");
  EXPECT_FALSE(tree.find("/0")->escaped);
  EXPECT_TRUE(tree.find("/1")->escaped);
}

TEST(JsonTree, KeepsIntegersWhole) {
  const JsonTree tree = parse("[18446744073709551615, -9223372036854775808, 18446744073709551616, -0, 1.5]");
  EXPECT_EQ(tree.find("/0")->magnitude, 18446744073709551615u);
  EXPECT_TRUE(tree.find("/1")->negative);
  EXPECT_EQ(tree.find("/1")->magnitude, 9223372036854775808u);
  EXPECT_EQ(tree.find("/2")->kind, JsonKind::real);
  EXPECT_EQ(tree.find("/2")->text, "18446744073709551616");
  EXPECT_EQ(tree.find("/3")->kind, JsonKind::integer);
  EXPECT_EQ(tree.find("/4")->kind, JsonKind::real);
}

TEST(JsonTree, SetsLimits) {
  const std::string deep = std::string(100000, '[') + std::string(100000, ']');
  EXPECT_EQ(first_error(deep), "1:49: values are nested more than 48 deep");
  std::string list = "[0";
  for (int i = 0; i < 10000; ++i) list += ",0";
  EXPECT_EQ(first_error(list + "]"), "1:1: this list has more than 10000 items");
  EXPECT_EQ(first_error(std::string(48, '[') + std::string(48, ']')), "");
}

TEST(JsonTree, ReportsWhatDoesNotFit) {
  EXPECT_EQ(first_error("[1 2}"), "1:4: a ',' is missing before this");
  EXPECT_EQ(first_error("[1}"), "1:3: '}' does not fit inside the array that starts at line 1, column 1");
  EXPECT_EQ(first_error("[1"), "1:3: the file ends inside the array that starts at line 1, column 1");
  EXPECT_EQ(first_error("1 2"), "1:3: something follows the end of the spec");
  EXPECT_EQ(first_error("{\"a\" 1}"), "1:6: a ':' is missing between key and value");
  EXPECT_EQ(first_error("{\"a\":tru}"), "1:6: tru is not a value");
  EXPECT_EQ(first_error("[1.]"), "1:2: 1. is not a number that JSON knows");
  EXPECT_EQ(first_error("[-]"), "1:2: - is not a number that JSON knows");
  EXPECT_EQ(first_error("[+1]"), "1:2: +1 is not a number that JSON knows");
  EXPECT_EQ(first_error("[0x1F]"), "1:2: JSON numbers are decimal");
  EXPECT_EQ(first_error("["), "1:2: the file ends inside the array that starts at line 1, column 1");
  EXPECT_EQ(first_error(","), "1:1: ',' stands where a value belongs");
  EXPECT_EQ(first_error("\"abc"), "1:1: this string is not closed on its line");
  EXPECT_EQ(first_error("[\"\\u12\", 3]"), "1:2: an escape in this string is not one that JSON knows");
  EXPECT_EQ(first_error(std::string_view("[1,\0]", 5)), "1:4: byte 0x00 starts nothing that JSON knows");
  EXPECT_EQ(first_error("true true"), "1:6: something follows the end of the spec");
  EXPECT_EQ(first_error("[true true]"), "1:7: a ',' is missing before this");
}

TEST(JsonTree, ReportsEveryDuplicateKeyWithTheFirst) {
  Diagnostics diagnostics("t.json");
  const JsonTree tree = parse_json("{\"b\":1,\"a\":2,\"b\":3,\"a\":4,\"b\":5}", diagnostics);
  const std::vector<Finding> findings = diagnostics.take();
  ASSERT_EQ(findings.size(), 3u);
  EXPECT_EQ(findings[0].places.at(0).column, 20);
  EXPECT_EQ(findings[0].places.at(1).column, 8);
  EXPECT_EQ(findings[2].places.at(1).column, 2);
  EXPECT_EQ(tree.root()->find("b")->magnitude, 1u);
}

}  // namespace
}  // namespace iopact
