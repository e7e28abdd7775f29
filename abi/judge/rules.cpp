// SPDX-License-Identifier: GPL-2.0-or-later
#include <algorithm>

#include "abi/judge/check.h"
#include "abi/judge/diff.h"
#include "abi/judge/lint.h"
#include "abi/judge/rule.h"
#include "abi/judge/waive.h"

namespace iopact {

std::vector<const Rule*> all_rules() {
  std::vector<const Rule*> all;
  for (const LintRule* rule : all_lint_rules()) all.push_back(&rule->rule);
  for (const Rule& rule : waiver_rules()) all.push_back(&rule);
  for (const Rule& rule : check_rules()) all.push_back(&rule);
  for (const Rule& rule : change_rules()) all.push_back(&rule);
  return all;
}

const Rule* find_rule(std::string_view id) {
  const std::vector<const Rule*> all = all_rules();
  const auto it = std::find_if(all.begin(), all.end(), [&](const Rule* rule) { return rule->id == id; });
  return it == all.end() ? nullptr : *it;
}

}  // namespace iopact
