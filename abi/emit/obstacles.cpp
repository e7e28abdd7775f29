// SPDX-License-Identifier: GPL-2.0-or-later
#include "abi/emit/obstacles.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "abi/emit/naming.h"
#include "abi/emit/obstacle_list.h"
#include "abi/emit/rules.h"
#include "abi/emit/uapi_parts.h"
#include "abi/emit/user_parts.h"

namespace iopact::emit {

namespace {

// Names of the user side's own in the interface's namespace.
constexpr std::string_view user_names[] = {"Call",   "Command",    "Handlers", "OpenMode", "Output",
                                           "Width",  "UserMemory", "cases",    "check",    "codec",
                                           "decode", "dispatch",   "encode",   "load",     "swapped"};

void check_command_names(const Plan& plan, Obstacles& out) {
  std::map<std::string, const Command*> seen;
  for (const CommandPlan& one : plan.commands()) {
    const auto [first, added] = seen.emplace(one.name, one.command);
    if (!added)
      out.command(
          *one.command,
          fmt::format("its functions would be called {} like those of {}", one.name, first->second->name),
          "rename one of the two: names lose the interface's words and \"IOC\"");
  }
}

void check_type_names(const Plan& plan, Obstacles& out) {
  std::set<std::string> seen(std::begin(user_names), std::end(user_names));
  for (const Record& record : plan.records()) {
    if (record.name.empty() || (record.is_union() && plan.is_pointee(record))) continue;
    const std::string name = user_type(plan, record);
    if (!seen.insert(name).second)
      out.record(record, fmt::format("its C++ type would be called {}, which is taken", name),
                 "rename it: names lose the interface's words");
  }
}

// ---- arguments --------------------------------------------------------------------------------------------

void check_argument(const CommandPlan& command, Obstacles& out) {
  const Record& record = *command.argument;
  const Member& first = record.members.front();
  if (record.is_wrapper && std::holds_alternative<PointerType>(first.element->is))
    out.command(
        *command.command,
        fmt::format("its argument is of type {}: the number encodes the size of a pointer, and the spec "
                    "does not say what the kernel finds at the caller's address",
                    spell(first.field->type)),
        "name the type that the caller's address points to, or keep the command out of what is generated "
        "with --only uapi");
  if (record.is_union())
    out.command(*command.command, "its argument is a union, and nothing says which arm holds",
                "put the union into a struct, beside a discriminator");
}

bool is_size_field(const Aggregate& aggregate, const Member& member) {
  return !aggregate.size_field.empty() && member.name() == aggregate.size_field;
}

// What past the first version flows out is cut at the caller's size: that needs places without padding.
void check_growth(const CommandPlan& command, Obstacles& out) {
  const Record& record = *command.argument;
  const Aggregate& aggregate = *record.aggregate;
  bool late = false;
  for (const Member& member : record.members) {
    const Flow flow = flow_of(member, command.flow);
    if (is_size_field(aggregate, member) && !flow.in)
      out.field(
          record, member,
          fmt::format("it says how large the struct is, and {} does not read it", command.command->name),
          "make the command read its argument, or take the size from the command's number");
    if (member.flexible)
      out.field(record, member, "an open array and a struct that grows at its end exclude each other",
                "use a pointer and a length");
    if (late && any_out(member, command.flow) && !(is_solid(member) && all_out(member, command.flow)))
      out.field(record, member,
                "it came after the first version, and only parts of its bytes are written back",
                "write padding out as fields, or split it");
    late = late || member.name() == aggregate.min_size_after;
  }
}

// ---- what records hold ------------------------------------------------------------------------------------

class RecordCheck {
 public:
  RecordCheck(const Plan& plan, const Record& top, Flow flow, Obstacles& out)
      : plan_(plan), top_(top), flow_(flow), out_(out) {}

  void check() { members(top_, "", flow_); }

 private:
  void members(const Record& record, const std::string& path, Flow flow) {
    for (const Member& member : record.members) {
      const std::string here = member.name().empty() ? path : path + member.name();
      if (member.flexible && &record != &top_)
        out_.field(top_, here, *member.field, "an open array inside of a nested struct",
                   "put it at the end of the argument itself");
      if (member.nested == nullptr) continue;
      const Flow own = flow_of(member, flow);
      if (member.nested->is_union() && plan_.discriminator_of(member) == nullptr)
        undecided(member, here, own);
      members(*member.nested, member.name().empty() ? path : here + ".", own);
    }
  }

  // Nothing says which arm holds.
  void undecided(const Member& member, const std::string& path, Flow flow) {
    const std::string fix =
        "add a field that says which arm holds, and name it as the union's \"discriminator\"";
    if (has_rules(*member.nested))
      out_.field(top_, path, *member.field,
                 "nothing says which arm of this union holds, and its arms are checked", fix);
    if (any_out(*member.nested, flow) && covering_arm(*member.nested) == nullptr)
      out_.field(top_, path, *member.field,
                 "nothing says which arm of this union holds, and none covers the others without padding",
                 fix);
  }

  static bool has_rules(const Record& record) {
    return std::any_of(record.members.begin(), record.members.end(), [](const Member& member) {
      return !rules_of(member).empty() || (member.nested != nullptr && has_rules(*member.nested));
    });
  }

  const Plan& plan_;
  const Record& top_;
  Flow flow_;
  Obstacles& out_;
};

}  // namespace

void add_call_obstacles(const Plan& plan, Obstacles& out) {
  check_command_names(plan, out);
  for (const CommandPlan& command : plan.commands()) {
    if (command.argument == nullptr) continue;
    check_argument(command, out);
    if (command.argument->aggregate->extensible) check_growth(command, out);
  }
  for (const Record* record : plan.arguments()) RecordCheck(plan, *record, plan.flow(*record), out).check();
  for (const Record* record : plan.pointees()) RecordCheck(plan, *record, both_ways, out).check();
}

std::vector<Finding> no_obstacles(const Plan&) { return {}; }

std::vector<Finding> call_obstacles(const Plan& plan) {
  Obstacles out;
  add_call_obstacles(plan, out);
  check_type_names(plan, out);
  return out.take();
}

std::vector<Finding> header_obstacles(const Plan& plan) {
  Obstacles out;
  const Spec& spec = plan.spec();
  const std::string prefix = upper(spec.interface);
  std::set<std::string> made = {prefix + "_NO_ABI_ASSERTS", prefix + "_ABI_ASSERT", prefix + "_ABI_SIZE",
                                prefix + "_ABI_OFFSET"};
  for (const std::string& name : uapi_size_macros(plan)) made.insert(name);
  const auto check = [&](const std::string& name, const Place& at) {
    if (made.contains(name))
      out.add(name, at, fmt::format("the header defines {} itself", name), "rename it");
  };
  for (const Constant& one : spec.constants) check(one.name, one.at);
  for (const Command& one : spec.commands) check(one.name, one.at);
  for (const Enum& one : spec.enums)
    for (const Enumerator& value : one.values) check(value.name, value.at);
  for (const FlagSet& one : spec.flag_sets)
    for (const Enumerator& flag : one.flags) check(flag.name, flag.at);
  return out.take();
}

}  // namespace iopact::emit
