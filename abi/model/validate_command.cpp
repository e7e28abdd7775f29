// SPDX-License-Identifier: GPL-2.0-or-later
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "abi/model/field_check.h"
#include "abi/model/names.h"
#include "abi/model/suggest.h"

namespace iopact {

namespace {

class CommandCheck {
 public:
  explicit CommandCheck(Checking& checking) : checking_(checking), spec_(checking.spec) {}

  void check(const Command& command) {
    if (well_formed(command, "/direction") && !checking_.damaged(command.at.pointer + "/argument"))
      argument(command);
    errors(command);
    capability(command);
    check_since(checking_, command.at, command.since, "since");
    check_since(checking_, command.at, command.deprecated, "deprecated");
    for (std::size_t i = 0; i < command.after.size(); ++i)
      reference(command, command.after[i], fmt::format("/after/{}", i));
    if (checking_.below(command.at, "/replaced_by") != nullptr)
      reference(command, command.replaced_by, "/replaced_by");
  }

 private:
  bool well_formed(const Command& command, std::string_view key) const {
    return checking_.below(command.at, key) != nullptr &&
           !checking_.damaged(fmt::format("{}{}", command.at.pointer, key));
  }

  void argument(const Command& command) {
    const bool none = command.transfer == Transfer::none;
    if (none && command.argument)
      checking_.error("spec-argument", command.at, "/argument",
                      "a command with direction none carries no argument",
                      "remove \"argument\", or say what it does: read, write or read-write");
    if (!none && !command.argument)
      checking_.error("spec-argument", command.at, "/direction",
                      "a command that reads or writes needs an argument",
                      "add \"argument\": \"struct NAME\", or write \"direction\": \"none\"");
    const auto* array = command.argument ? std::get_if<ArrayType>(&command.argument->is) : nullptr;
    if (array != nullptr && !array->count)
      checking_.error("spec-argument", command.at, "/argument",
                      "an array of unknown length has no size to encode",
                      "give the length, or put the array at the end of a struct");
  }

  void errors(const Command& command) {
    std::map<std::pair<std::string_view, std::string_view>, const ErrorCase*> seen;
    for (const ErrorCase& item : command.errors) {
      if (checking_.damaged(item.at)) continue;
      error_case(item);
      const auto [first, added] =
          seen.emplace(std::pair<std::string_view, std::string_view>(item.code, item.when), &item);
      if (added) continue;
      checking_
          .error("spec-errno", item.at, "", fmt::format("{} stands twice with the same condition", item.code),
                 "remove one: the order of errors is their precedence")
          .places.push_back(first->second->at);
    }
  }

  void error_case(const ErrorCase& item) {
    const auto known = errno_names();
    if (std::find(known.begin(), known.end(), item.code) == known.end())
      checking_.error("spec-errno", item.at, "/errno",
                      fmt::format("{} is no errno of Linux", clip(item.code)),
                      suggest_name(item.code, known, "write a name such as EINVAL"));
    if (item.when.empty())
      checking_.error("spec-errno", item.at, "/when", "this error has no condition",
                      "say when the call fails so");
  }

  void capability(const Command& command) {
    const auto known = capability_names();
    if (checking_.below(command.at, "/capability") == nullptr) return;
    if (std::find(known.begin(), known.end(), command.capability) != known.end()) return;
    checking_.error("spec-capability", command.at, "/capability",
                    fmt::format("{} is no capability of Linux", clip(command.capability)),
                    suggest_name(command.capability, known, "write a name such as CAP_SYS_ADMIN"));
  }

  void reference(const Command& command, const std::string& name, const std::string& path) {
    if (name == command.name) {
      checking_.error("spec-reference", command.at, path, fmt::format("{} names itself", clip(name)),
                      "name another");
    } else if (spec_.find_command(name) == nullptr && !checking_.damaged("/commands")) {
      checking_.error(
          "spec-reference", command.at, path, fmt::format("the command {} is not defined", clip(name)),
          suggest_name(name, names_of(spec_.commands), "name one that stands under \"commands\""));
    }
  }

  Checking& checking_;
  const Spec& spec_;
};

class NumberCheck {
 public:
  explicit NumberCheck(Checking& checking) : checking_(checking) {}

  void retired(const RetiredNumber& item) {
    if (item.reason.empty())
      checking_.error("spec-retired", item.at, "/reason", "this number is retired without a reason",
                      "say why it may never come back");
    const auto [first, added] = retired_.emplace(item.nr, &item);
    if (added) return;
    checking_
        .error("spec-retired", item.at, "/nr", fmt::format("number {} is retired twice", item.nr),
               "remove one")
        .places.push_back(first->second->at);
  }

  void used(const Command& command) {
    if (checking_.below(command.at, "/nr") == nullptr || checking_.damaged(command.at.pointer + "/nr"))
      return;
    if (const auto gone = retired_.find(command.nr); gone != retired_.end()) {
      checking_
          .error("spec-retired", command.at, "/nr",
                 fmt::format("{} takes number {}, which is retired", command.name, command.nr),
                 "take a number that was never given out")
          .places.push_back(gone->second->at);
      return;
    }
    const auto [first, added] = used_.emplace(command.nr, &command);
    if (added) return;
    checking_
        .error("spec-duplicate-number", command.at, "/nr",
               fmt::format("{} has number {} of {}", command.name, command.nr, first->second->name),
               "give each command its own number")
        .places.push_back(checking_.place(first->second->at, "/nr"));
  }

 private:
  Checking& checking_;
  std::map<std::uint32_t, const RetiredNumber*> retired_;
  std::map<std::uint32_t, const Command*> used_;
};

void check_retired_names(Checking& checking) {
  std::map<std::string_view, const RetiredNumber*> names;
  for (const RetiredNumber& item : checking.spec.retired_numbers)
    if (!item.name.empty()) names.emplace(item.name, &item);
  for (const Command& command : checking.spec.commands) {
    const auto gone = names.find(command.name);
    if (gone == names.end()) continue;
    checking
        .error("spec-retired", command.at, "/name", fmt::format("the name {} is retired", command.name),
               "choose another: programs may still be built against the old one")
        .places.push_back(gone->second->at);
  }
}

// Walks "after" from one command; finds the way back to it.
class AfterCycles {
 public:
  explicit AfterCycles(Checking& checking) : checking_(checking) {}

  void check() {
    for (const Command& command : checking_.spec.commands)
      if (reaches_itself(command)) {
        checking_.error(
            "spec-order", command.at, "/after",
            fmt::format("{} comes after itself: no order of calls makes it succeed", command.name),
            "break the circle of \"after\"");
        return;  // the other members of the circle have nothing to add
      }
  }

 private:
  bool reaches_itself(const Command& start) const {
    std::vector<std::string_view> open(start.after.begin(), start.after.end());
    std::set<std::string_view> seen;
    while (!open.empty()) {
      const std::string_view name = open.back();
      open.pop_back();
      if (name == start.name) return true;
      if (!seen.insert(name).second) continue;
      if (const Command* next = checking_.spec.find_command(name))
        open.insert(open.end(), next->after.begin(), next->after.end());
    }
    return false;
  }

  Checking& checking_;
};

}  // namespace

void validate_commands(Checking& checking) {
  CommandCheck commands(checking);
  NumberCheck numbers(checking);
  for (const RetiredNumber& item : checking.spec.retired_numbers)
    if (!checking.damaged(item.at)) numbers.retired(item);
  for (const Command& command : checking.spec.commands) numbers.used(command);
  check_retired_names(checking);
  for (const Command& command : checking.spec.commands) commands.check(command);
  if (!checking.damaged("/commands")) AfterCycles(checking).check();
}

}  // namespace iopact
