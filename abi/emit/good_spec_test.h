// SPDX-License-Identifier: GPL-2.0-or-later
// The specs whose generated code the tests look at.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "abi/emit/backend.h"

namespace iopact::emit {

struct GoodSpec {
  std::string name;  // folder of its goldens below testdata/golden; of "vexfs" they are abi/gen
  std::string file;  // from the repository's root
};

const std::vector<GoodSpec>& good_specs();

// The spec without the commands that nothing can be generated for.
Spec load_good(const GoodSpec& good);

std::filesystem::path source_root();

// Where what the back-ends make of it is checked in. Files that no spec changes are in abi/gen alone.
std::filesystem::path golden_folder(const GoodSpec& good);
std::filesystem::path golden_file(const GoodSpec& good, const BackEnd& backend, const Spec& spec);

std::string read_text(const std::filesystem::path& file);

}  // namespace iopact::emit
