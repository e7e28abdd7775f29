// SPDX-License-Identifier: GPL-2.0-or-later
// Changes of commands: numbers per target, open modes, errnos.
#include <fmt/format.h>
#include <algorithm>

#include "abi/judge/diff.h"
#include "abi/judge/walk.h"
#include "abi/model/target.h"

namespace iopact {
namespace {

const Command* by_number(const Spec& spec, unsigned nr) {
  const auto it =
      std::find_if(spec.commands.begin(), spec.commands.end(), [&](const Command& c) { return c.nr == nr; });
  return it == spec.commands.end() ? nullptr : &*it;
}

// True when the new kernel finds the command whatever size its number encodes.
bool accepts_old_size(const Spec& spec, const Command& before, const Command& after) {
  const Aggregate* argument = argument_struct(spec, after);
  return argument != nullptr && argument->extensible && before.nr == after.nr &&
         before.transfer == after.transfer;
}

void numbers(const Spec& old_spec, const Spec& new_spec, const Command& before, const Command& after,
             const Target& target, ChangeList& changes) {
  const std::uint32_t was = lay_out(old_spec, target).find_command(before.name)->value;
  const std::uint32_t is = lay_out(new_spec, target).find_command(after.name)->value;
  if (was == is) return;
  const bool grows =
      accepts_old_size(new_spec, before, after) && old_spec.type_letter == new_spec.type_letter;
  changes.add({"command-number-changed",
               grows ? Verdict::conditional : Verdict::breaking,
               subject_of(after),
               {after.at, before.at},
               fmt::format("{} was {:#x} and is {:#x} on {}", after.name, was, is, target.name),
               grows ? "old programs send the old number; the kernel must keep accepting it, which an "
                       "extensible argument promises"
                     : "a program built against the old header gets ENOTTY"},
              target.name);
}

unsigned modes(Access access) {
  switch (access) {
    case Access::any:
      return 0;
    case Access::read:
      return 1;
    case Access::write:
      return 2;
    case Access::read_write:
      return 3;
  }
  return 0;
}

void access_modes(const Command& before, const Command& after, ChangeList& changes) {
  const bool more_mode = (modes(after.access) & ~modes(before.access)) != 0;
  const bool more_power = before.capability != after.capability && !after.capability.empty();
  const bool less = modes(before.access) != modes(after.access) || before.capability != after.capability;
  if (more_mode || more_power) {
    changes.add({"command-access-changed",
                 Verdict::breaking,
                 subject_of(after),
                 {after.at, before.at},
                 after.name + " needs another open mode or capability than before",
                 "programs that had enough are refused"});
  } else if (less) {
    changes.add({"command-access-changed",
                 Verdict::conditional,
                 subject_of(after),
                 {after.at, before.at},
                 after.name + " needs less open mode or capability than before",
                 "what was refused works now: no program relies on the refusal for safety, or it breaks"});
  }
}

std::vector<std::string> error_lines(const Command& command) {
  std::vector<std::string> lines;
  for (const ErrorCase& error : command.errors) lines.push_back(error.code + " when " + error.when);
  return lines;
}

void errors(const Command& before, const Command& after, ChangeList& changes) {
  if (error_lines(before) == error_lines(after)) return;
  changes.add({"command-errors-changed",
               Verdict::conditional,
               subject_of(after),
               {after.at, before.at},
               "the errnos of " + after.name + ", their conditions or their order changed",
               "programs test errno; what they test for must still mean the same"});
}

void pair(const Spec& old_spec, const Spec& new_spec, const Command& before, const Command& after,
          ChangeList& changes) {
  for (const Target& target : all_targets()) numbers(old_spec, new_spec, before, after, target, changes);
  access_modes(before, after, changes);
  errors(before, after, changes);
}

void unmatched_old(const Spec& old_spec, const Spec& new_spec, const Command& before, ChangeList& changes) {
  const Command* renamed = by_number(new_spec, before.nr);
  if (renamed != nullptr && old_spec.find_command(renamed->name) == nullptr) {
    changes.add({"command-renamed",
                 Verdict::source,
                 subject_of(before),
                 {renamed->at, before.at},
                 before.name + " is called " + renamed->name + " now",
                 "programs that are built anew do not compile"});
    pair(old_spec, new_spec, before, *renamed, changes);
    return;
  }
  changes.add({"command-removed",
               Verdict::breaking,
               subject_of(before),
               {before.at},
               before.name + " is gone",
               "a program built against the old header gets ENOTTY"});
}

void unmatched_new(const Spec& old_spec, const Command& after, ChangeList& changes) {
  const auto retired = std::find_if(old_spec.retired_numbers.begin(), old_spec.retired_numbers.end(),
                                    [&](const RetiredNumber& r) { return r.nr == after.nr; });
  if (retired != old_spec.retired_numbers.end()) {
    changes.add({"command-number-reissued",
                 Verdict::breaking,
                 subject_of(after),
                 {after.at, retired->at},
                 fmt::format("{} takes nr {}, which {} had", after.name, after.nr, retired->name),
                 "an old program that still sends the retired command reaches another one"});
  } else if (by_number(old_spec, after.nr) == nullptr) {
    changes.add(
        {"command-added", Verdict::compatible, subject_of(after), {after.at}, after.name + " is new", ""});
  }
}

void retired_numbers(const Spec& old_spec, const Spec& new_spec, ChangeList& changes) {
  for (const RetiredNumber& before : old_spec.retired_numbers) {
    const bool kept = std::any_of(new_spec.retired_numbers.begin(), new_spec.retired_numbers.end(),
                                  [&](const RetiredNumber& after) { return after.nr == before.nr; });
    if (kept || by_number(new_spec, before.nr) != nullptr) continue;
    changes.add({"retired-number-forgotten",
                 Verdict::conditional,
                 fmt::format("nr {}", before.nr),
                 {before.at},
                 fmt::format("nr {} ({}) is no longer listed as retired", before.nr, before.name),
                 "nothing keeps it from being given out again"});
  }
}

}  // namespace

void diff_commands(const Spec& old_spec, const Spec& new_spec, ChangeList& changes) {
  for (const Command& before : old_spec.commands) {
    if (const Command* after = new_spec.find_command(before.name)) {
      pair(old_spec, new_spec, before, *after, changes);
    } else {
      unmatched_old(old_spec, new_spec, before, changes);
    }
  }
  for (const Command& after : new_spec.commands) {
    if (old_spec.find_command(after.name) == nullptr) unmatched_new(old_spec, after, changes);
  }
  retired_numbers(old_spec, new_spec, changes);
}

}  // namespace iopact
