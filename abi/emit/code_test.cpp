// SPDX-License-Identifier: GPL-2.0-or-later
#include "abi/emit/code.h"

#include <gtest/gtest.h>

namespace iopact::emit {
namespace {

const Block sample = {
    fail_if("arg->k < 1", "EINVAL"),
    blank(),
    {Loop{"i", "4", {fail_if("arg->x[i]", "EINVAL")}}},
    {Switch{"arg->kind", {Case{{"A", "B"}, {}}, Case{{}, {line("return -EINVAL;")}}}}},
};

TEST(CodeTest, PrintsTheKernelsStyle) {
  EXPECT_EQ(print(sample, Style::kernel), R"(	if (arg->k < 1)
		return -EINVAL;

	for (i = 0; i < 4; i++) {
		if (arg->x[i])
			return -EINVAL;
	}
	switch (arg->kind) {
	case A:
	case B:
		break;
	default:
		return -EINVAL;
	}
)");
}

TEST(CodeTest, PrintsCpp) {
  EXPECT_EQ(print(sample, Style::cpp), R"(  if (arg->k < 1) return -EINVAL;

  for (std::size_t i = 0; i < 4; ++i) {
    if (arg->x[i]) return -EINVAL;
  }
  switch (arg->kind) {
    case A:
    case B:
      break;
    default:
      return -EINVAL;
  }
)");
}

TEST(CodeTest, BreaksBehindTheInnermostOpenBracket) {
  EXPECT_EQ(fit("\tif (arg->flags & ~(VEXFS_INSERT_OVERWRITE | VEXFS_INSERT_APPEND | VEXFS_INSERT_VALIDATE))",
                Style::kernel),
            "\tif (arg->flags & ~(VEXFS_INSERT_OVERWRITE | VEXFS_INSERT_APPEND |\n"
            "\t\t\t   VEXFS_INSERT_VALIDATE))");
}

TEST(CodeTest, BreaksOutsideOfBracketsWherePossible) {
  EXPECT_EQ(fit("\tif ((arg->flags & VEXFS_INSERT_OVERWRITE) && (arg->flags & VEXFS_INSERT_APPEND))",
                Style::kernel),
            "\tif ((arg->flags & VEXFS_INSERT_OVERWRITE) &&\n\t    (arg->flags & VEXFS_INSERT_APPEND))");
}

TEST(CodeTest, BreaksBehindABracketOfALineBefore) {
  const std::string name(30, 'n');
  EXPECT_EQ(fit("f(" + name + ", " + name + ", " + name + ", " + name + ")", Style::kernel),
            "f(" + name + ", " + name + ",\n  " + name + ", " + name + ")");
}

TEST(CodeTest, LeavesStringsAndUnbreakableLinesAlone) {
  const std::string text = "f(\"" + std::string(50, ',') + " " + std::string(50, ',') + "\")";
  EXPECT_EQ(fit(text, Style::kernel), text);
}

TEST(CodeTest, FunctionHeadsThatAreTooLongStartWithTheName) {
  EXPECT_EQ(function_head("int", "f", {}, Style::kernel), "int f(void)");
  EXPECT_EQ(function_head("int", "f", {}, Style::cpp), "int f()");
  EXPECT_EQ(function_head("static inline const float __user *", "vexfs_vector_search_request_query_vector",
                          {"const struct vexfs_vector_search_request *arg"}, Style::kernel),
            "static inline const float __user *\n"
            "vexfs_vector_search_request_query_vector(const struct vexfs_vector_search_request *arg)");
}

TEST(CodeTest, CountsLoops) {
  EXPECT_EQ(loop_depth(sample), 1);
  EXPECT_EQ(loop_depth({{Loop{"i", "2", sample}}}), 2);
  EXPECT_EQ(index_name(1), "j");
}

}  // namespace
}  // namespace iopact::emit
