// SPDX-License-Identifier: GPL-2.0-or-later
// Changes of what a field may hold and means, which leave its bytes alone: only a spec knows them.
#include <fmt/format.h>
#include <algorithm>
#include <limits>

#include "abi/judge/diff.h"
#include "abi/judge/walk.h"

namespace iopact {
namespace {

struct FieldPair {
  const Field& before;
  const Field& after;
  std::string subject;
  ChangeList& changes;

  void add(std::string_view rule, Verdict verdict, std::string message, std::string why) const {
    changes.add({rule, verdict, subject, {after.at, before.at}, std::move(message), std::move(why)});
  }
};

std::int64_t low(const Constraint& c) {
  return c.range && c.range->min ? *c.range->min : std::numeric_limits<std::int64_t>::min();
}
std::uint64_t high(const Constraint& c) {
  return c.range && c.range->max ? *c.range->max : std::numeric_limits<std::uint64_t>::max();
}

void ranges(const FieldPair& pair) {
  const Constraint& was = pair.before.constraint;
  const Constraint& is = pair.after.constraint;
  if (low(is) > low(was) || high(is) < high(was)) {
    pair.add("field-range-tightened", Verdict::breaking, "values that were valid are rejected now",
             "a program that sent one gets EINVAL");
  } else if (low(is) < low(was) || high(is) > high(was)) {
    pair.add("field-range-loosened", Verdict::conditional, "more values are valid than before",
             "an old kernel rejects them: a program needs a way to tell");
  }
}

void checks(const FieldPair& pair) {
  const Constraint& was = pair.before.constraint;
  const Constraint& is = pair.after.constraint;
  const bool free =
      !was.zero && !was.range && was.enumeration.empty() && was.flags.empty() && !was.power_of_two;
  const bool checked = is.zero || is.range || !is.enumeration.empty() || !is.flags.empty() || is.power_of_two;
  if (free && checked) {
    pair.add("field-newly-checked", Verdict::conditional, "the field was not checked before",
             "programs that sent garbage there get EINVAL");
    return;
  }
  ranges(pair);
  if (was.power_of_two != is.power_of_two ||
      (was.enumeration != is.enumeration && !was.enumeration.empty())) {
    pair.add("field-range-tightened", Verdict::breaking, "the field is checked by another rule than before",
             "values that were valid may be rejected");
  }
}

void meaning(const FieldPair& pair) {
  if (pair.before.unit != pair.after.unit && !pair.before.unit.empty()) {
    pair.add("field-unit-changed", Verdict::breaking,
             fmt::format("the unit was \"{}\" and is \"{}\"", pair.before.unit, pair.after.unit),
             "the same number means another amount");
  }
  if (pair.before.constraint.zero_means != pair.after.constraint.zero_means &&
      pair.before.constraint.zero_means) {
    pair.add("field-default-changed", Verdict::breaking, "0 stands for something else than before",
             "programs that leave the field zero get another behaviour");
  }
  if (pair.before.nullable && !pair.after.nullable) {
    pair.add("field-range-tightened", Verdict::breaking, "NULL was valid and is not any more",
             "programs that pass NULL get EFAULT");
  }
}

void directions(const FieldPair& pair) {
  const Direction was = pair.before.direction;
  const Direction is = pair.after.direction;
  if (was == is) return;
  const bool widened = was == Direction::in && is == Direction::inout;
  pair.add("field-direction-changed", widened ? Verdict::conditional : Verdict::breaking,
           "the field travels in another direction than before",
           widened ? "programs may pass read-only memory" : "programs pass or expect stale memory there");
}

const Aggregate* same_kind(const Spec& spec, const Aggregate& wanted) {
  const Aggregate* found = spec.find_struct(wanted.name);
  return found != nullptr && found->kind == wanted.kind ? found : nullptr;
}

void growth(const Aggregate& before, const Aggregate& after, ChangeList& changes) {
  if (!before.extensible) return;
  if (after.extensible && before.min_size_after == after.min_size_after) return;
  changes.add({"min-size-changed",
               Verdict::breaking,
               subject_of(after),
               {after.at, before.at},
               "the smallest size that callers may pass changed",
               "programs built against the first version are refused"});
}

}  // namespace

void diff_meanings(const Spec& old_spec, const Spec& new_spec, ChangeList& changes) {
  for (const Aggregate& before : old_spec.structs) {
    if (const Aggregate* after = same_kind(new_spec, before)) growth(before, *after, changes);
  }
  each_field(old_spec, [&](const FieldSite& site) {
    const Aggregate* after = same_kind(new_spec, site.top);
    if (after == nullptr) return;
    each_field(new_spec, [&](const FieldSite& other) {
      if (&other.top != after || other.subject != site.subject || site.field.name.empty()) return;
      const FieldPair pair{site.field, other.field, other.subject, changes};
      checks(pair);
      meaning(pair);
      directions(pair);
    });
  });
}

}  // namespace iopact
