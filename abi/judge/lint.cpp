// SPDX-License-Identifier: GPL-2.0-or-later
#include "abi/judge/lint.h"

#include <algorithm>

#include "abi/model/target.h"

namespace iopact {

const Layout& LintContext::on(std::string_view target) const {
  return *std::find_if(layouts.begin(), layouts.end(),
                       [&](const Layout& l) { return l.target->name == target; });
}

void LintReport::operator()(std::string subject, const Place& at, std::string message,
                            std::vector<std::string> targets) const {
  Finding finding;
  finding.rule = rule_.id;
  finding.severity = severity_of(rule_.category, level_);
  finding.places = {at};
  finding.targets = std::move(targets);
  finding.subject = std::move(subject);
  finding.message = std::move(message);
  finding.why = rule_.explanation;
  finding.fix = rule_.fix;
  out_.push_back(std::move(finding));
}

Severity severity_of(Category category, Level level) {
  switch (category) {
    case Category::must:
      return level == Level::strict ? Severity::error : Severity::warning;
    case Category::should:
      return level == Level::strict ? Severity::warning : Severity::note;
    case Category::advice:
      return Severity::note;
  }
  return Severity::error;
}

std::vector<const LintRule*> all_lint_rules() {
  std::vector<const LintRule*> all;
  for (const auto& table : {type_rules(), layout_rules(), aggregate_rules(), command_rules(), growth_rules(),
                            input_rules(), header_rules()}) {
    for (const LintRule& rule : table) all.push_back(&rule);
  }
  return all;
}

std::vector<Finding> lint(const Spec& spec) {
  std::vector<Layout> layouts;
  for (const Target& target : all_targets()) layouts.push_back(lay_out(spec, target));
  const LintContext context{spec, layouts};
  std::vector<Finding> findings;
  for (const LintRule* rule : all_lint_rules())
    rule->check(context, LintReport(rule->rule, spec.level, findings));
  std::stable_sort(findings.begin(), findings.end(), [](const Finding& a, const Finding& b) {
    return a.places.front().line < b.places.front().line;
  });
  return findings;
}

}  // namespace iopact
