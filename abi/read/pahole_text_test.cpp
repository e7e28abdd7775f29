// SPDX-License-Identifier: GPL-2.0-or-later
#include "abi/read/pahole_text.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace iopact {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

Found parse(std::string_view text) {
  return parse_pahole(text, [](std::string_view) { return true; });
}

// "path offset size" or "path @bit:width", one a field.
std::vector<std::string> fields(std::string_view text) {
  std::vector<std::string> result;
  const auto found = parse(text);
  if (found.structs.empty()) return result;
  for (const auto& field : found.structs[0].fields)
    result.push_back(field.bit_size != 0 ? fmt::format("{} @{}:{}", field.path, field.bit_offset, field.bit_size)
                                         : fmt::format("{} {} {}", field.path, field.offset, field.size));
  return result;
}

std::string type_of(std::string_view line) {
  const auto found = parse(fmt::format("struct s {{\n\t{}\n}};\n", line));
  const auto& field = found.structs.at(0).fields.at(0);
  return fmt::format("{}: {}", field.path, field.type);
}

TEST(PaholeText, OffsetsSizesAndTheStructsOwnSize) {
  const auto found = parse(R"(struct plain {
	__u32                      a;                    /*     0     4 */

	/* XXX 4 bytes hole, try to pack */

	__u64                      b;                    /*     8     8 */

	/* size: 16, cachelines: 1, members: 2 */
	/* sum members: 12, holes: 1, sum holes: 4 */
	/* last cacheline: 16 bytes */
};
)");
  ASSERT_EQ(found.structs.size(), 1u);
  EXPECT_EQ(found.structs[0].name, "plain");
  EXPECT_EQ(found.structs[0].size, 16u);
  EXPECT_EQ(found.structs[0].align, 0u) << "pahole drops some alignments: none is claimed";
  EXPECT_EQ(found.structs[0].find("b")->offset, 8u);
  EXPECT_EQ(found.structs[0].find("b")->type, "__u64");
}

TEST(PaholeText, Declarators) {
  EXPECT_EQ(type_of("float *                    p;   /*    24     8 */"), "p: float *");
  EXPECT_EQ(type_of("void                       (*fn)(int, struct inner *); /*    32     8 */"),
            "fn: void (*)(int, struct inner *)");
  EXPECT_EQ(type_of("char                       name[4][5];           /*    40    20 */"), "name: char[4][5]");
  EXPECT_EQ(type_of("__u64                      b __attribute__((__aligned__(16))); /*    16     8 */"), "b: __u64");
  EXPECT_EQ(type_of("int  n __attribute__((__aligned__(8)))[1][2] __attribute__((__aligned__(8))); /* 0 8 */"),
            "n: int[1][2]");
  EXPECT_EQ(type_of("struct inner               in[3];                /*    24    48 */"), "in: struct inner[3]");
  EXPECT_EQ(type_of("volatile long long unsigned int  v;              /*   128     8 */"),
            "v: volatile long long unsigned int");
}

TEST(PaholeText, BitfieldsCountFromTheFirstBitInMemory) {
  EXPECT_THAT(fields(R"(struct bits {
	__u32                      a:3;                  /*     0: 0  4 */
	__u32                      b:5;                  /*     0: 3  4 */

	/* XXX 4 bits hole, try to pack */

	__u32                      :4;
	__u32                      c:7;                  /*     0:12  4 */

	/* Bitfield combined with next fields */

	__u8                       d;                    /*     3     1 */
	__u64                      e:40;                 /*     8: 0  8 */

	/* Force alignment to the next boundary: */
	__u32                      :0;

	__u32                      f:1;                  /*    16: 0  4 */

	/* size: 24, cachelines: 1, members: 6 */
};
)"),
              ElementsAre("a @0:3", "b @3:5", "c @12:7", "d 3 1", "e @64:40", "f @128:1"));
}

TEST(PaholeText, NestedAndAnonymousAggregates) {
  EXPECT_THAT(fields(R"(struct nested {
	__u8                       t;                    /*     0     1 */
	struct {
		__u16              p;                    /*     4     2 */
		union {
			__u32      q;                    /*     8     4 */
			__u8       r[8];                 /*     8     8 */
		};                                       /*     8     8 */
	} __attribute__((__packed__)) named[2];                  /*     4    24 */
	union {
		struct {
			__u32      i;                    /*    28     4 */
		};                                       /*    28     4 */
		__u64              k;                    /*    28     8 */
	};                                               /*    28     8 */
	enum {
		X = 0,
	} e;                                             /*    36     4 */
	/* size: 40, cachelines: 2, members: 7 */
};
)"),
              ElementsAre("t 0 1", "named 4 24", "named[0].p 4 2", "named[0].q 8 4", "named[0].r 8 8", "i 28 4", "k 28 8",
                          "e 36 4"));
}

TEST(PaholeText, ClangsCopiesOfAnonymousAggregatesAreDropped) {
  const auto* text = R"(struct nested {
	struct {
		union {
			__u32      q;                    /*     4     4 */
		};                                       /*     4     8 */
		union {
			__u32              q;                    /*     0     4 */
		};
	} named;                                         /*     4    12 */
	struct {
		__u16                      p;                    /*     0     2 */
		union {
			__u32              q;                    /*     4     4 */
		};                                               /*     4     8 */
		/* size: 12, cachelines: 1, members: 2 */
	} __attribute__((__packed__));
	__u8                       last;                 /*    16     1 */
	/* size: 20, cachelines: 1, members: 2 */
};
)";
  EXPECT_THAT(fields(text), ElementsAre("named 4 12", "named.q 4 4", "last 16 1"));
  EXPECT_EQ(parse(text).structs[0].size, 20u);
}

TEST(PaholeText, FlexibleArraysHaveNoSize) {
  EXPECT_THAT(fields("struct s {\n\t__u32 n; /*     0     4 */\n\t__u8  v[]; /*     4     0 */\n};\n"),
              ElementsAre("n 0 4", "v 4 0"));
}

TEST(PaholeText, AUnionGetsItsSizeFromTheSizesRun) {
  auto found = parse(
      "struct a {\n\t__u32 x; /* 0 4 */\n\t/* size: 4, cachelines: 1, members: 1 */\n};\n"
      "union u {\n\t__u32  x;  /*     0     4 */\n};\nunion u {\n\t__u64  x;  /*     0     8 */\n};\n");
  set_union_sizes("u\t4\t0\na\t4\t0\nu\t8\t0\nother\t3\t0\nnot a size line\n", found);
  ASSERT_EQ(found.structs.size(), 3u);
  EXPECT_EQ(found.structs[0].size, 4u);
  EXPECT_EQ(found.structs[1].size, 4u);
  EXPECT_EQ(found.structs[2].size, 8u);
}

TEST(PaholeText, EnumeratorsKeepSignAndWidth) {
  const auto found = parse(
      "enum e {\n\tA   = 3224393219,\n\tB = -1,\n\tC = 18446744073709551615,\n\tD = -9223372036854775808,\n"
      "} __attribute__((__packed__));\n");
  using Value = decltype(FoundValue::value);
  EXPECT_EQ(found.find_value("A")->value, Value(std::uint64_t{3224393219}));
  EXPECT_EQ(found.find_value("B")->value, Value(std::int64_t{-1}));
  EXPECT_EQ(found.find_value("C")->value, Value(std::uint64_t{18446744073709551615u}));
  EXPECT_EQ(found.find_value("D")->value, Value(INT64_MIN));
}

TEST(PaholeText, OnlyWantedTagsAreRead) {
  const auto found = parse_pahole(
      "struct a {\n\t/* size: 0, cachelines: 0, members: 0 */\n};\nclass b : public a {\n};\n"
      "struct c {\n\tint x; /* 0 4 */\n\t/* size: 4, cachelines: 1, members: 1 */\n};\n",
      [](std::string_view name) { return name == "c"; });
  ASSERT_EQ(found.structs.size(), 1u);
  EXPECT_EQ(found.structs[0].name, "c");
}

TEST(PaholeText, SeveralDefinitionsOfATagAreAllKept) {
  const auto found = parse(
      "struct a {\n\tint x; /* 0 4 */\n\t/* size: 4, cachelines: 1, members: 1 */\n};\n"
      "struct a {\n\tlong x; /* 0 8 */\n\t/* size: 8, cachelines: 1, members: 1 */\n};\n");
  EXPECT_EQ(found.structs.size(), 2u);
}

TEST(PaholeText, MethodsAndNestedTypesOfCxxAreNoMembers) {
  EXPECT_THAT(fields(R"(struct foo {
	struct Inner {
		int                        y;                    /*     0     4 */
		/* size: 4, cachelines: 1, members: 1 */
	};
	/* struct base                <ancestor>; */     /*     0    32 */
	int                        z;                    /*     0     4 */
	void m(struct foo *, int);
	struct Inner               in;                   /*    16     4 */
	/* size: 32, cachelines: 1, members: 5 */
};
)"),
              ElementsAre("z 0 4", "in 16 4"));
}

TEST(PaholeText, DamagedTextGivesNothingRatherThanNonsense) {
  EXPECT_THAT(parse("").structs, IsEmpty());
  EXPECT_THAT(parse("struct a {").structs, IsEmpty());
  EXPECT_THAT(parse("struct a {\n\tint x; /* 0 4 */\n").structs, IsEmpty());
  EXPECT_THAT(parse("struct a {\n\tstruct {\n\tint x; /* 0 4 */\n}").structs, IsEmpty());
  EXPECT_THAT(parse("union u {\n};\nstruct {\n};\n}\n{\n").structs, testing::SizeIs(1));
  EXPECT_THAT(fields("struct a {\n\tint x; /* y */\n\t/* 0 4 */\n\tint z; /* 1: 4 */\n\tint w; /* 0 4 9 */\n};\n"),
              IsEmpty());
  EXPECT_THAT(parse("enum e {\n\tA = 99999999999999999999,\n\tB = ,\n\tC\n};\n").values, IsEmpty());
}

TEST(PaholeText, DeepNestingDoesNotOverflow) {
  std::string text = "struct a {\n";
  for (int i = 0; i < 100'000; ++i) text += "struct {\n";
  EXPECT_THAT(parse(text).structs, IsEmpty());
  EXPECT_THAT(parse(text + "\n}").structs, IsEmpty());
}

}  // namespace
}  // namespace iopact
