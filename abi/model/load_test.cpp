// SPDX-License-Identifier: GPL-2.0-or-later
#include "abi/model/load.h"

#include <gtest/gtest.h>

#include "abi/model/spec.h"

namespace iopact {
namespace {

std::filesystem::path source(std::string_view path) {
  return std::filesystem::path(IOPACT_SOURCE_DIR) / path;
}

std::string first_message(const LoadResult& result) {
  if (result.findings.empty()) return "";
  const Finding& finding = result.findings.front();
  return std::to_string(finding.places.front().line) + ": " + finding.message;
}

TEST(Load, ReadsTheVexfsSpec) {
  const LoadResult result = load_spec(source("abi/spec/vexfs.json"));
  ASSERT_TRUE(result.spec) << first_message(result);
  const Spec& spec = *result.spec;
  EXPECT_EQ(spec.level, Level::legacy);
  EXPECT_EQ(spec.type_letter, 'V');
  EXPECT_EQ(spec.device_mode, 0600u);
  EXPECT_EQ(spec.commands.size(), 4u);
  const Aggregate* search = spec.find_struct("vexfs_vector_search_request");
  ASSERT_NE(search, nullptr);
  EXPECT_EQ(spell(search->fields[0].type), "float *");
  EXPECT_TRUE(search->fields[4].pointee_written);
  EXPECT_EQ(spell(*spec.find_command("VEXFS_IOC_BATCH_INSERT")->argument),
            "struct vexfs_batch_insert_request");
}

class GoodSpec : public testing::TestWithParam<std::filesystem::path> {};

TEST_P(GoodSpec, Loads) {
  const LoadResult result = load_spec(GetParam());
  EXPECT_TRUE(result.spec) << first_message(result);
}

std::vector<std::filesystem::path> good_specs() {
  std::vector<std::filesystem::path> out;
  for (const auto& entry : std::filesystem::directory_iterator(source("abi/model/testdata/good")))
    out.push_back(entry.path());
  return out;
}

INSTANTIATE_TEST_SUITE_P(Files, GoodSpec, testing::ValuesIn(good_specs()),
                         [](const auto& param) { return param.param.stem().string(); });

}  // namespace
}  // namespace iopact
