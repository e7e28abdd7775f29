// SPDX-License-Identifier: GPL-2.0-or-later
// Judges the change from one version of an interface to the next: what breaks for programs built against the
// old one. Each kind of change is one rule; verdicts hold per target and are merged over targets.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "abi/judge/rule.h"
#include "abi/model/finding.h"
#include "abi/model/layout.h"
#include "abi/model/spec.h"

namespace iopact {

// One observed change, before it is merged over targets.
struct Change {
  std::string_view rule;
  Verdict verdict = Verdict::none;
  std::string subject;
  std::vector<Place> places;  // new first, then old, as far as they exist
  std::string message;
  std::string why;  // what breaks for whom
};

// Collects changes: equal ones (rule, verdict, subject) of several targets become one finding.
class ChangeList {
 public:
  // target: empty when the change does not depend on one.
  void add(const Change& change, std::string_view target = {});
  std::vector<Finding> findings(std::size_t target_count) const;

 private:
  std::vector<Finding> merged_;
};

// Both specs must have passed the loader. The order of findings is: commands, structs, constants.
std::vector<Finding> diff(const Spec& old_spec, const Spec& new_spec);

// The parts, each over both versions.
void diff_commands(const Spec& old_spec, const Spec& new_spec, ChangeList& changes);
void diff_structs(const Spec& old_spec, const Spec& new_spec, ChangeList& changes);
void diff_meanings(const Spec& old_spec, const Spec& new_spec, ChangeList& changes);
void diff_constants(const Spec& old_spec, const Spec& new_spec, ChangeList& changes);

std::span<const Rule> change_rules();

}  // namespace iopact
