// SPDX-License-Identifier: GPL-2.0-or-later
#include "abi/emit/good_spec_test.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <sstream>

#include "abi/emit/obstacles.h"
#include "abi/model/load.h"

namespace iopact::emit {

const std::vector<GoodSpec>& good_specs() {
  static const std::vector<GoodSpec> specs = {{"vexfs", "abi/spec/vexfs.json"},
                                              {"strict", "abi/model/testdata/good/strict.json"},
                                              {"legacy", "abi/model/testdata/good/legacy.json"},
                                              {"odd", "abi/emit/testdata/odd.json"}};
  return specs;
}

Spec load_good(const GoodSpec& good) {
  LoadResult loaded = load_spec(source_root() / good.file);
  for (const Finding& finding : loaded.findings) ADD_FAILURE() << finding.message;
  Spec spec = std::move(loaded.spec).value();
  const std::vector<Finding> found = kernel_obstacles(Plan(spec));
  std::erase_if(spec.commands, [&](const Command& command) {
    return std::any_of(found.begin(), found.end(),
                       [&](const Finding& one) { return one.subject == "command " + command.name; });
  });
  return spec;
}

std::filesystem::path source_root() { return IOPACT_SOURCE_DIR; }

std::filesystem::path golden_folder(const GoodSpec& good) {
  if (good.name == "vexfs") return source_root() / "abi/gen";
  return source_root() / "abi/emit/testdata/golden" / good.name;
}

std::filesystem::path golden_file(const GoodSpec& good, const BackEnd& backend, const Spec& spec) {
  const bool is_shared = backend.file.find("{{") == backend.file.npos;
  return (is_shared ? source_root() / "abi/gen" : golden_folder(good)) / file_of(backend, spec);
}

std::string read_text(const std::filesystem::path& file) {
  std::ostringstream text;
  text << std::ifstream(file, std::ios::binary).rdbuf();
  return std::move(text).str();
}

}  // namespace iopact::emit
