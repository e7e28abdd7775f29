// SPDX-License-Identifier: GPL-2.0-or-later
// Design rules over a spec. A rule is one record in one of the lint_*.cpp tables: adding one is adding a
// record and one data file under testdata/lint.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "abi/judge/rule.h"
#include "abi/model/finding.h"
#include "abi/model/layout.h"
#include "abi/model/spec.h"

namespace iopact {

// What a rule may look at: the spec and its layout on every target.
struct LintContext {
  const Spec& spec;
  std::span<const Layout> layouts;

  const Layout& on(std::string_view target) const;
};

// Where a rule puts what it found; knows the rule, so that severity and id are set in one place.
class LintReport {
 public:
  LintReport(const Rule& rule, Level level, std::vector<Finding>& out)
      : rule_(rule), level_(level), out_(out) {}

  // subject as in Waiver::subject ("struct foo.bar", "command FOO_IOC_X", "interface"); the fix is the
  // rule's.
  void operator()(std::string subject, const Place& at, std::string message,
                  std::vector<std::string> targets = {}) const;

 private:
  const Rule& rule_;
  Level level_;
  std::vector<Finding>& out_;
};

struct LintRule {
  Rule rule;
  void (*check)(const LintContext& context, const LintReport& report);
};

std::span<const LintRule> layout_rules();
std::span<const LintRule> type_rules();
std::span<const LintRule> aggregate_rules();
std::span<const LintRule> command_rules();
std::span<const LintRule> growth_rules();
std::span<const LintRule> input_rules();
std::span<const LintRule> header_rules();
std::vector<const LintRule*> all_lint_rules();

// All findings of all rules, in the order of the spec's text, waivers not yet applied. The spec must have
// passed the loader.
std::vector<Finding> lint(const Spec& spec);

// Severity of a rule at a level: the only place that knows.
Severity severity_of(Category category, Level level);

}  // namespace iopact
