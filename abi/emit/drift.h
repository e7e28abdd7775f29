// SPDX-License-Identifier: GPL-2.0-or-later
// Compares a checked-in generated file with what the spec generates.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "abi/model/finding.h"

namespace iopact::emit {

// A run of lines that differ: `removed` stand in the file from line `line` on (1-based), `added` are
// generated there.
struct Hunk {
  std::size_t line = 0;
  std::size_t generated_line = 0;
  std::vector<std::string> removed, added;
};

std::vector<Hunk> compare_lines(std::string_view file, std::string_view generated);

// "diff -u" without context; "" when the texts are equal.
std::string unified_diff(std::string_view path, std::string_view file, std::string_view generated);

// One finding (rule generated-drift) for each symbol whose lines differ: "struct foo.bar", "foo_from_compat:
// bar", "FOO_SIZE". path: as the finding names the file.
std::vector<Finding> drift(const std::string& path, std::string_view file, std::string_view generated);
Finding missing_file(const std::string& path);
Finding stale_file(const std::string& path);

}  // namespace iopact::emit
