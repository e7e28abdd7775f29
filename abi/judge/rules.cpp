// SPDX-License-Identifier: GPL-2.0-or-later
#include <algorithm>

#include "abi/judge/check.h"
#include "abi/judge/diff.h"
#include "abi/judge/generation_rules.h"
#include "abi/judge/lint.h"
#include "abi/judge/rule.h"
#include "abi/judge/waive.h"
#include "abi/model/spec_rules.h"

namespace iopact {

namespace {

// The loader's rules; they are errors at every level, and a spec that breaks one is judged no further.
const std::vector<Rule>& spec_rules_as_rules() {
  static const std::vector<Rule> rules = [] {
    std::vector<Rule> out;
    out.reserve(spec_rules().size());
    for (const SpecRule& rule : spec_rules())
      out.push_back({rule.id, Category::must, rule.purpose, "abi/spec/iopact-1.schema.json",
                     "The loader asks for it before anything else is judged.", rule.example, rule.fix});
    return out;
  }();
  return rules;
}

}  // namespace

std::vector<const Rule*> all_rules() {
  std::vector<const Rule*> all;
  for (const Rule& rule : spec_rules_as_rules()) all.push_back(&rule);
  for (const LintRule* rule : all_lint_rules()) all.push_back(&rule->rule);
  for (const Rule& rule : waiver_rules()) all.push_back(&rule);
  for (const Rule& rule : check_rules()) all.push_back(&rule);
  for (const Rule& rule : change_rules()) all.push_back(&rule);
  for (const Rule& rule : generation_rules()) all.push_back(&rule);
  return all;
}

const Rule* find_rule(std::string_view id) {
  const std::vector<const Rule*> all = all_rules();
  const auto it = std::find_if(all.begin(), all.end(), [&](const Rule* rule) { return rule->id == id; });
  return it == all.end() ? nullptr : *it;
}

}  // namespace iopact
