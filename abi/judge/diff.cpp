// SPDX-License-Identifier: GPL-2.0-or-later
#include "abi/judge/diff.h"

#include <algorithm>

#include "abi/model/target.h"

namespace iopact {
namespace {

Severity severity_of(Verdict verdict) {
  switch (verdict) {
    case Verdict::breaking:
      return Severity::error;
    case Verdict::conditional:
      return Severity::warning;
    case Verdict::source:
    case Verdict::compatible:
    case Verdict::none:
      return Severity::note;
  }
  return Severity::error;
}

Finding finding_of(const Change& change) {
  const Rule* rule = find_rule(change.rule);
  Finding finding;
  finding.rule = change.rule;
  finding.severity = severity_of(change.verdict);
  finding.verdict = change.verdict;
  finding.places = change.places;
  finding.subject = change.subject;
  finding.message = change.message;
  finding.why = change.why;
  finding.fix = change.verdict == Verdict::compatible || rule == nullptr ? "" : std::string(rule->fix);
  return finding;
}

}  // namespace

void ChangeList::add(const Change& change, std::string_view target) {
  auto same = std::find_if(merged_.begin(), merged_.end(), [&](const Finding& f) {
    return f.rule == change.rule && f.verdict == change.verdict && f.subject == change.subject;
  });
  if (same == merged_.end()) same = merged_.insert(merged_.end(), finding_of(change));
  if (!target.empty()) same->targets.emplace_back(target);
}

std::vector<Finding> ChangeList::findings(std::size_t target_count) const {
  std::vector<Finding> all = merged_;
  for (Finding& finding : all) {
    if (finding.targets.size() == target_count) finding.targets.clear();  // empty means all
  }
  return all;
}

std::vector<Finding> diff(const Spec& old_spec, const Spec& new_spec) {
  ChangeList changes;
  diff_commands(old_spec, new_spec, changes);
  diff_structs(old_spec, new_spec, changes);
  diff_meanings(old_spec, new_spec, changes);
  diff_constants(old_spec, new_spec, changes);
  return changes.findings(all_targets().size());
}

}  // namespace iopact
