// SPDX-License-Identifier: GPL-2.0-or-later
// What `iopact explain` prints and every finding's rule id refers to.
#pragma once

#include <span>
#include <string_view>
#include <vector>

namespace iopact {

// How strong a rule is; the severity follows from it and the spec's level in one place (lint.cpp).
enum class Category {
  must,    // strict: error; legacy: warning (shipped facts, answered by waivers)
  should,  // strict: warning; legacy: note
  advice,  // note on both
};

struct Rule {
  std::string_view id;  // kebab-case, states the wish: "no-implicit-hole"
  Category category = Category::must;
  std::string_view purpose;      // one sentence
  std::string_view source;       // kernel document and section, or the code that taught it
  std::string_view explanation;  // why it matters
  std::string_view example;      // what fires
  std::string_view fix;          // what to write instead
};

// Every rule of every judge, for explain and for the check that ids are unique. Defined in rules.cpp.
std::vector<const Rule*> all_rules();
const Rule* find_rule(std::string_view id);

}  // namespace iopact
