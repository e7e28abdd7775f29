// SPDX-License-Identifier: GPL-2.0-or-later
// What a spec generates, as paths and texts, and how it compares with what is on disk.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "abi/model/finding.h"
#include "abi/model/spec.h"

namespace iopact {

struct GeneratedFile {
  std::filesystem::path path;
  std::string text;
};

struct Generation {
  std::filesystem::path spec_file;
  std::filesystem::path out;       // folder of the generated files
  std::filesystem::path document;  // ABI.md, whose block is replaced; empty: none
  std::vector<std::string> only;   // names of back-ends; empty: all
};

// Names of the back-ends, each once, in their order; "doc" is the last.
std::vector<std::string> backend_names();

// What keeps the wanted back-ends from generating; nothing is generated then.
std::vector<Finding> obstacles(const Spec& spec, const Generation& generation);

// Every file that the spec generates, in the back-ends' order.
std::vector<GeneratedFile> generate(const Spec& spec, const Generation& generation);

// Generated files of the same spec below `out` that no back-end makes any more.
std::vector<std::filesystem::path> stale_files(const Spec& spec, const Generation& generation);

}  // namespace iopact
