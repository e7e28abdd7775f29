// SPDX-License-Identifier: GPL-2.0-or-later
#include "abi/model/names.h"

#include <gtest/gtest.h>

#include <array>
#include <set>

#include "abi/model/suggest.h"

namespace iopact {
namespace {

TEST(Names, KnowCIdentifiers) {
  EXPECT_TRUE(is_c_identifier("_a9"));
  EXPECT_FALSE(is_c_identifier(""));
  EXPECT_FALSE(is_c_identifier("9a"));
  EXPECT_FALSE(is_c_identifier("a-b"));
  EXPECT_FALSE(is_c_identifier("\xc3\xa9"));
}

TEST(Names, KnowWordsOfCAndCpp) {
  for (const std::string_view word : {"int", "class", "_Bool", "linux", "typeof", "xor"})
    EXPECT_TRUE(is_reserved_word(word));
  EXPECT_FALSE(is_reserved_word("Int"));
  EXPECT_FALSE(is_reserved_word("flags"));
}

TEST(Names, ListEachOnce) {
  EXPECT_EQ(std::set(errno_names().begin(), errno_names().end()).size(), errno_names().size());
  EXPECT_EQ(std::set(capability_names().begin(), capability_names().end()).size(), 41u);
}

TEST(Names, ReadVersions) {
  EXPECT_EQ(parse_version("1.20.3"), (Version{{1, 20, 3}}));
  EXPECT_LT(parse_version("1.9.9"), parse_version("1.10.0"));
  for (const std::string_view bad :
       {"", "1", "1.2", "1.2.3.4", "1.2.", ".1.2", "01.2.3", "1.2.x", "1.2.1234567", "-1.2.3"})
    EXPECT_FALSE(parse_version(bad)) << bad;
}

TEST(Names, ReadDates) {
  EXPECT_TRUE(is_date("2028-02-29"));
  for (const std::string_view bad :
       {"2027-02-29", "2027-13-01", "2027-00-10", "2027-1-1", "2027/01/01", "", "2027-01-32"})
    EXPECT_FALSE(is_date(bad)) << bad;
}

TEST(Suggest, CountsEdits) {
  EXPECT_EQ(edit_distance("", "abc"), 3u);
  EXPECT_EQ(edit_distance("name", "name"), 0u);
  EXPECT_EQ(edit_distance("naem", "name"), 1u);
  EXPECT_EQ(edit_distance("kitten", "sitting"), 3u);
}

TEST(Suggest, FindsTheNearestWord) {
  constexpr std::array<std::string_view, 4> known{"fields", "flags", "direction", "doc"};
  EXPECT_EQ(nearest("fileds", known), "fields");
  EXPECT_EQ(nearest("flag", known), "flags");
  EXPECT_EQ(nearest("direct", known), "direction");
  EXPECT_EQ(nearest("colour", known), "");
  EXPECT_EQ(nearest(std::string(1000, 'f'), known), "");
  EXPECT_EQ(nearest("", known), "");
}

TEST(Suggest, ClipsWordsOfTheInput) {
  EXPECT_EQ(clip("a\nb\x7f"), "a?b?");
  EXPECT_EQ(clip(std::string(100, 'x')), std::string(64, 'x') + "...");
}

}  // namespace
}  // namespace iopact
