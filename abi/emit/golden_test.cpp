// SPDX-License-Identifier: GPL-2.0-or-later
// What each back-end makes of each good spec is checked in, to be read and to be compiled into other tests.
// IOPACT_UPDATE=1 in the environment writes it anew.
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>

#include "abi/emit/drift.h"
#include "abi/emit/good_spec_test.h"

namespace iopact::emit {
namespace {

namespace fs = std::filesystem;

class Golden : public testing::TestWithParam<GoodSpec> {};

void compare(const fs::path& file, const std::string& text) {
  if (std::getenv("IOPACT_UPDATE") != nullptr && read_text(file) != text) {
    fs::create_directories(file.parent_path());
    std::ofstream(file, std::ios::binary) << text;
  }
  const std::string path = file.lexically_relative(source_root()).string();
  EXPECT_EQ(unified_diff(path, read_text(file), text), "");
  EXPECT_EQ(read_text(file), text) << path;
}

TEST_P(Golden, every_back_end) {
  const Spec spec = load_good(GetParam());
  const Plan plan(spec);
  const Context context{plan, GetParam().file};
  for (const BackEnd& backend : all_backends()) {
    EXPECT_TRUE(backend.obstacles(plan).empty()) << backend.file;
    compare(golden_file(GetParam(), backend, spec), backend.emit(context));
  }
}

// The documentation of VexFS is the block in ABI.md, which `iopact gen --check` compares.
TEST_P(Golden, documentation) {
  if (GetParam().name == "vexfs") GTEST_SKIP();
  const Plan plan(load_good(GetParam()));
  compare(golden_folder(GetParam()) / "ABI.md", emit_doc({plan, GetParam().file}));
}

INSTANTIATE_TEST_SUITE_P(Specs, Golden, testing::ValuesIn(good_specs()),
                         [](const auto& test) { return test.param.name; });

}  // namespace
}  // namespace iopact::emit
