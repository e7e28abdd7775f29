// SPDX-License-Identifier: GPL-2.0-or-later
// Specs that are valid and cannot be generated: each with what is said about it. IOPACT_UPDATE=1 writes that
// anew.
#include "abi/emit/obstacles.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>

#include "abi/emit/good_spec_test.h"
#include "abi/emit/writer.h"
#include "abi/model/load.h"

namespace iopact::emit {
namespace {

namespace fs = std::filesystem;

fs::path folder() { return source_root() / "abi/emit/testdata/obstacles"; }

std::vector<std::string> specs() {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(folder()))
    if (entry.path().extension() == ".json") names.push_back(entry.path().stem().string());
  std::ranges::sort(names);
  return names;
}

std::string told(std::string_view backend, const std::vector<Finding>& findings) {
  return each(findings, [&](const Finding& one) {
    return std::string(backend) + ": " + one.message + "\n  fix: " + one.fix +
           "\n  at: " + one.places[0].pointer + "\n";
  });
}

class ObstacleFile : public testing::TestWithParam<std::string> {};

TEST_P(ObstacleFile, is_told) {
  const LoadResult loaded = load_spec(folder() / (GetParam() + ".json"));
  for (const Finding& finding : loaded.findings) ADD_FAILURE() << finding.message;
  ASSERT_TRUE(loaded.spec);
  const Plan plan(*loaded.spec);
  const std::string text = told("header", header_obstacles(plan)) + told("calls", call_obstacles(plan)) +
                           told("kernel", kernel_obstacles(plan));
  EXPECT_NE(text, "");
  const fs::path expected = folder() / (GetParam() + ".txt");
  if (std::getenv("IOPACT_UPDATE") != nullptr) std::ofstream(expected) << text;
  EXPECT_EQ(read_text(expected), text);
}

INSTANTIATE_TEST_SUITE_P(Specs, ObstacleFile, testing::ValuesIn(specs()),
                         [](const auto& test) { return test.param; });

// What the back-ends do not call an obstacle they can do: the goldens are compiled and run.
TEST(Obstacles, the_good_specs_have_none) {
  for (const GoodSpec& good : good_specs()) {
    const Plan plan(load_good(good));
    EXPECT_EQ(
        told("", header_obstacles(plan)) + told("", call_obstacles(plan)) + told("", kernel_obstacles(plan)),
        "")
        << good.name;
  }
}

}  // namespace
}  // namespace iopact::emit
