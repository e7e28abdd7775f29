// SPDX-License-Identifier: GPL-2.0-or-later
// What the back-ends make of each good spec is compiled, strictly: a golden that no compiler has read proves
// nothing.
#include <gtest/gtest.h>

#include <cstdlib>

#include "abi/emit/drift.h"
#include "abi/emit/good_spec_test.h"

namespace iopact::emit {
namespace {

namespace fs = std::filesystem;

// The goldens are what the back-ends make (golden_test.cpp).
class Generated : public testing::TestWithParam<GoodSpec> {
 protected:
  Generated() : folder_(golden_folder(GetParam())), spec_(load_good(GetParam())) {}

  fs::path header() const { return folder_ / "uapi" / spec_.header; }

  // Compiles and keeps nothing.
  void compiles(const std::string& compiler, const fs::path& file) const {
    const std::string shared = (source_root() / "abi/gen").string();
    const std::string command = compiler + " -Wall -Wextra -Werror -fsyntax-only -I " + shared + "/user -I " +
                                shared + "/cases " + file.string();
    EXPECT_EQ(std::system(command.c_str()), 0) << command;
  }

  fs::path folder_;
  Spec spec_;
};

TEST_P(Generated, header_is_strict_c90) {
  for (const char* compiler : {"gcc", "clang-14"})
    compiles(std::string(compiler) + " -std=c90 -Wpedantic", header());
}

TEST_P(Generated, header_is_cxx17) { compiles("g++ -x c++ -std=c++17 -Wpedantic", header()); }

TEST_P(Generated, header_needs_no_libc_and_holds_for_32_bit) {
  const std::string alone =
      " -std=c90 -Wpedantic -ffreestanding -nostdinc -isystem /usr/include -isystem /usr/include/";
  compiles("gcc" + alone + "x86_64-linux-gnu", header());
  compiles("gcc -m32" + alone + "x86_64-linux-gnu", header());
  compiles("clang-14 -m32" + alone + "x86_64-linux-gnu", header());
}

TEST_P(Generated, user_side_and_cases_are_cxx20) {
  for (const BackEnd& backend : all_backends()) {
    const fs::path file = golden_file(GetParam(), backend, spec_);
    if (file.extension() == ".cpp") compiles("g++ -std=c++20", file);
  }
}

TEST_P(Generated, generating_twice_gives_the_same) {
  const Plan plan(spec_);
  const Context context{plan, GetParam().file};
  for (const BackEnd& backend : all_backends()) EXPECT_EQ(backend.emit(context), backend.emit(context));
  EXPECT_EQ(emit_doc(context), emit_doc(context));
}

INSTANTIATE_TEST_SUITE_P(Specs, Generated, testing::ValuesIn(good_specs()),
                         [](const auto& test) { return test.param.name; });

TEST(Drift, names_the_field_of_a_struct) {
  const std::string want = "struct foo {\n\t__u32 a;\n\t__u32 b;\n};\n";
  const std::string have = "struct foo {\n\t__u32 a;\n};\n";
  const std::vector<Finding> findings = drift("foo.h", have, want);
  ASSERT_EQ(findings.size(), 1u);
  EXPECT_EQ(findings[0].subject, "struct foo.b");
  EXPECT_EQ(findings[0].places[0].line, 3);
}

TEST(Drift, names_the_define) {
  const std::vector<Finding> findings =
      drift("foo.h", "#define A 1\n#define B 2\n", "#define A 1\n#define B 3\n");
  ASSERT_EQ(findings.size(), 1u);
  EXPECT_EQ(findings[0].subject, "B");
}

TEST(Drift, equal_texts_give_nothing) {
  EXPECT_TRUE(drift("foo.h", "a\nb\n", "a\nb\n").empty());
  EXPECT_EQ(unified_diff("foo.h", "a\nb\n", "a\nb\n"), "");
}

TEST(Drift, a_missing_final_newline_is_found) { EXPECT_EQ(drift("foo.h", "a\nb", "a\nb\n").size(), 1u); }

TEST(Drift, unified_diff_has_both_sides) {
  EXPECT_EQ(unified_diff("f", "a\nx\nc\n", "a\ny\nc\n"),
            "--- f\n+++ f (generated)\n@@ -2,1 +2,1 @@\n-x\n+y\n");
}

}  // namespace
}  // namespace iopact::emit
