// SPDX-License-Identifier: GPL-2.0-or-later
#include "abi/model/target.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <set>
#include <sstream>

#include "abi/model/compilers_test.h"
#include "abi/model/golden_test.h"

namespace iopact {
namespace {

TEST(Target, is_found_by_name) {
  ASSERT_NE(find_target("ppc64le"), nullptr);
  EXPECT_EQ(find_target("ppc64le")->name, "ppc64le");
  EXPECT_EQ(find_target("vax"), nullptr);
  EXPECT_EQ(find_target(""), nullptr);
}

TEST(Target, names_and_conditions_are_unique) {
  std::set<std::string_view> names;
  std::set<std::string_view> conditions;
  for (const Target& target : all_targets()) {
    EXPECT_TRUE(names.insert(target.name).second) << target.name;
    EXPECT_TRUE(conditions.insert(target.condition).second) << target.condition;
  }
  EXPECT_EQ(names.size(), 14U);
}

TEST(Target, compat_is_served_by_a_64_bit_target) {
  for (const Target& target : all_targets()) {
    if (target.compat_of.empty()) continue;
    const Target* host = find_target(target.compat_of);
    ASSERT_NE(host, nullptr) << target.name;
    EXPECT_EQ(host->pointer_size, 8) << target.name;
    EXPECT_EQ(target.pointer_size, 4) << target.name;
  }
}

class TargetCompilers : public testing::TestWithParam<TestCompiler> {};

INSTANTIATE_TEST_SUITE_P(All, TargetCompilers, testing::ValuesIn(every_test_compiler()),
                         [](const auto& test) { return name_of(test.param); });

// The compiler says in which rows' conditions it believes, and what it knows of the facts of the one row.
TEST_P(TargetCompilers, believe_in_one_condition_and_its_facts) {
  const Target& target = *GetParam().target;
  const std::string compiler = command_of(GetParam());
  ASSERT_FALSE(HasFailure());
  if (compiler.empty()) GTEST_SKIP() << "no compiler for " << target.name;

  std::string source;
  for (const Target& one : all_targets())
    source += fmt::format("#if {}\n{} \n#endif\n", one.condition, one.name);
  source += "__SIZEOF_POINTER__ __SIZEOF_LONG__\n";
  source += "#ifdef __CHAR_UNSIGNED__\n0\n#else\n1\n#endif\n";
  source += "#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__\n1\n#else\n0\n#endif\n";
  const std::string stem = testing::TempDir() + "iopact_target_" + name_of(GetParam());
  std::ofstream(stem + ".c") << source;
  ASSERT_EQ(
      std::system(fmt::format("{0} -U{1} -E -P '{2}.c' -o '{2}.i'", compiler, target.name, stem).c_str()), 0);

  std::istringstream words(read_text(stem + ".i"));
  const std::vector<std::string> found{std::istream_iterator<std::string>(words), {}};
  const std::vector<std::string> expected{
      std::string(target.name), std::to_string(target.pointer_size), std::to_string(target.long_size),
      std::to_string(int{target.char_signed}), std::to_string(int{target.big_endian})};
  EXPECT_EQ(found, expected);
}

}  // namespace
}  // namespace iopact
