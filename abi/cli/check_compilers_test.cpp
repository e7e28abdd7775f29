// SPDX-License-Identifier: GPL-2.0-or-later
// Readers, layout engine and judge against each other: random specs are written as C, compiled by every compiler that
// is installed for every target, read back with pahole and libclang, and compared with the engine's answer. Whatever
// is wrong in one of them shows as a difference.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "abi/judge/check.h"
#include "abi/model/random_spec_test.h"
#include "abi/read/matrix.h"
#include "abi/read/temporary.h"

namespace iopact {
namespace {

std::string print(const std::vector<Difference>& differences) {
  std::string text;
  for (const auto& is : differences)
    text += fmt::format("{}: {} spec {} found {} ({})\n", is.rule, is.subject, is.expected, is.found, is.remark);
  return text;
}

class RandomSpecs : public testing::TestWithParam<std::uint32_t> {};

TEST_P(RandomSpecs, EveryCompilerAgreesWithTheEngine) {
  const Spec spec = random_spec(GetParam(), 150);
  const TemporaryFolder folder;
  MatrixRequest request{.spec = &spec,
                        .header = folder.write("random.h", c_source(spec)),
                        .compilers = installed_compilers(),
                        .targets = {},
                        .jobs = 2,
                        .cache_folder = ""};
  for (const auto& target : all_targets()) request.targets.push_back(&target);
  std::size_t read = 0;
  for (const auto& cell : read_matrix(request).cells) {
    const auto name = fmt::format("{} for {}", cell.compiler, cell.target->name);
    if (!cell.result) {
      EXPECT_TRUE(cell.result.failure().is_unavailable) << name << ": " << cell.result.error();
      continue;
    }
    ++read;
    EXPECT_EQ(print(Expectation(spec, *cell.target).compare_header(*cell.result)), "") << name;
  }
  EXPECT_GE(read, 2u);
}

INSTANTIATE_TEST_SUITE_P(Seeds, RandomSpecs, testing::Values(1u, 2u, 3u));

}  // namespace
}  // namespace iopact
