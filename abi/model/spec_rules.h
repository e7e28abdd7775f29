// SPDX-License-Identifier: GPL-2.0-or-later
// The rules that the loader's findings name: what each asks for, and a line that breaks it.
#pragma once

#include <span>
#include <string_view>

namespace iopact {

struct SpecRule {
  std::string_view id;
  std::string_view purpose;  // one sentence
  std::string_view example;  // a fragment of a spec that breaks it
  std::string_view fix;      // what to write instead
};

// Sorted by id.
std::span<const SpecRule> spec_rules();

}  // namespace iopact
