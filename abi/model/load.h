// SPDX-License-Identifier: GPL-2.0-or-later
// Reads a JSON spec into the model. Every diagnostic has file, line, column and JSON pointer.
#pragma once

#include <filesystem>
#include <optional>
#include <string_view>
#include <vector>

#include "abi/model/finding.h"
#include "abi/model/spec.h"

namespace iopact {

struct LoadResult {
  std::optional<Spec> spec;        // empty when there is an error among the findings
  std::vector<Finding> findings;   // rules "spec-..."
  bool is_spec = true;             // false: unreadable, not JSON, or not a spec at all: exit 2 rather than 1
  std::string text;                // the file as read, for the reporter's caret lines
};

// Never throws on any input bytes.
LoadResult load_spec(const std::filesystem::path& file);
LoadResult load_spec_text(std::string_view text, std::string_view file_name);

// A file { "waivers": [...] } that stands beside a spec: only Spec::waivers is filled in.
LoadResult load_waiver_file(const std::filesystem::path& file);

}  // namespace iopact
