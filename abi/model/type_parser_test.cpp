// SPDX-License-Identifier: GPL-2.0-or-later
#include "abi/model/type_parser.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "abi/model/scalars.h"

namespace iopact {
namespace {

TypeScope scope() {
  TypeScope out;
  out.tags = {{"point", AggregateKind::structure}, {"value", AggregateKind::unite}};
  out.enums = {{"colour", true}};
  out.constants = {{"ROWS", 3}, {"NAME", std::nullopt}, {"NOTHING", 0}};
  return out;
}

std::string parsed(std::string_view text) {
  const ParsedType result = parse_type(text, scope());
  EXPECT_NE(result.type.has_value(), result.error.has_value());
  return result.type ? spell(*result.type)
                     : fmt::format("{}: {}", result.error->offset, result.error->message);
}

// What spell() writes is what the parser reads.
TEST(TypeParser, ReadsWhatSpellWrites) {
  for (const std::string_view text : {"__u8",
                                      "__s64",
                                      "__le16",
                                      "__be64",
                                      "__aligned_u64",
                                      "char",
                                      "signed char",
                                      "unsigned char",
                                      "_Bool",
                                      "float",
                                      "double",
                                      "short",
                                      "unsigned short",
                                      "int",
                                      "unsigned int",
                                      "long",
                                      "unsigned long",
                                      "long long",
                                      "unsigned long long",
                                      "__kernel_size_t",
                                      "__kernel_ssize_t",
                                      "void *",
                                      "float *",
                                      "char **",
                                      "const char *",
                                      "const void *",
                                      "struct point",
                                      "union value",
                                      "enum colour",
                                      "struct point *",
                                      "const struct point *",
                                      "__u32[4]",
                                      "__u32[ROWS]",
                                      "__u32[ROWS][2]",
                                      "struct point[]",
                                      "char[2][3][4]",
                                      "char *[4]",
                                      "__u8[][2]"})
    EXPECT_EQ(parsed(text), text);
}

TEST(TypeParser, AcceptsOtherSpellings) {
  EXPECT_EQ(parsed("bool"), "_Bool");
  EXPECT_EQ(parsed("size_t"), "__kernel_size_t");
  EXPECT_EQ(parsed("ssize_t"), "__kernel_ssize_t");
  EXPECT_EQ(parsed("unsigned"), "unsigned int");
  EXPECT_EQ(parsed("  const   char*  "), "const char *");
  EXPECT_EQ(parsed("__u8 [ 0x10 ] [ ROWS ]"), "__u8[16][ROWS]");
}

TEST(TypeParser, BuildsTheOuterDimensionFirst) {
  const ParsedType result = parse_type("__u16[ROWS][5]", scope());
  ASSERT_TRUE(result.type);
  const auto& outer = std::get<ArrayType>(result.type->is);
  EXPECT_EQ(outer.count, 3u);
  EXPECT_EQ(outer.count_text, "ROWS");
  EXPECT_EQ(std::get<ArrayType>(outer.element->is).count, 5u);
}

TEST(TypeParser, MarksTheInnermostPointeeConst) {
  const ParsedType result = parse_type("const char **", scope());
  ASSERT_TRUE(result.type);
  const auto& outer = std::get<PointerType>(result.type->is);
  EXPECT_FALSE(outer.to_const);
  EXPECT_TRUE(std::get<PointerType>(outer.to->is).to_const);
  EXPECT_EQ(spell(*result.type), "const char **");
}

TEST(TypeParser, TakesVoidBehindAPointerOnly) {
  EXPECT_EQ(parsed("void"), "0: void is the type of nothing but a pointer's target");
  EXPECT_TRUE(parse_type("void", scope(), true).type);
}

TEST(TypeParser, PointsAtTheByteThatDoesNotFit) {
  EXPECT_EQ(parsed("struct pont"), "7: struct pont is not defined");
  EXPECT_EQ(parsed("__u8[4"), "6: a ']' is missing here");
  EXPECT_EQ(parsed("__u8[NAME]"), "5: the constant NAME is no array length");
  EXPECT_EQ(parsed("__u8[NOTHING]"), "5: NOTHING is 0, and an array needs an element");
  EXPECT_EQ(parsed("unsigned float"), "0: unsigned float is not a type");
  EXPECT_EQ(parsed("char * const"), "7: const stands before the type");
  EXPECT_EQ(parsed("__u8]"), "4: ']' does not belong here");
  EXPECT_EQ(parsed("[4]"), "0: a type's name is missing here");
}

TEST(TypeParser, ReadsDimensionsOfNestedAggregates) {
  const Type element{ScalarType{Scalar::u8}};
  EXPECT_EQ(spell(*parse_dimensions("[2][ROWS]", element, scope()).type), "__u8[2][ROWS]");
  EXPECT_TRUE(parse_dimensions("2", element, scope()).error);
}

TEST(Scalars, HaveOneSpellingEach) {
  for (int i = 0; i <= static_cast<int>(Scalar::void_type); ++i) {
    const auto scalar = static_cast<Scalar>(i);
    EXPECT_EQ(find_scalar(spell(scalar)), scalar) << spell(scalar);
  }
}

}  // namespace
}  // namespace iopact
