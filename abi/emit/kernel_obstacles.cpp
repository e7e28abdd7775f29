// SPDX-License-Identifier: GPL-2.0-or-later
// What the kernel's C cannot do.
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "abi/emit/kernel_parts.h"
#include "abi/emit/obstacle_list.h"
#include "abi/emit/obstacles.h"

namespace iopact::emit {

namespace {

constexpr std::uint64_t frame_limit = 1024;  // bytes of arguments on the kernel's stack

void check_frame(const CommandPlan& command, Obstacles& out) {
  const Record& record = *command.argument;
  const std::uint64_t bytes =
      record.extent(wide).size + (same_bytes(record) ? 0 : record.extent(narrow).size);
  if (bytes > frame_limit)
    out.command(
        *command.command,
        fmt::format("its argument takes {} bytes of the kernel's stack, and more than {} are too many", bytes,
                    frame_limit),
        "put the large member behind a user pointer");
}

// Copying out needs the address of what it starts and ends with: a bitfield has none.
void check_bitfields(const Record& top, const Record& record, const std::string& path, Flow flow,
                     Obstacles& out) {
  for (const Member& member : record.members) {
    const Flow own = flow_of(member, flow);
    if (member.field->bits && any_out(member, flow))
      out.field(top, path + member.name(), *member.field,
                "a bitfield is written back by itself only when its whole struct is, without padding",
                "make it a __u32 with flags, or write padding out as fields");
    const bool whole = member.nested != nullptr && is_solid(member) && all_out(member, flow);
    if (member.nested != nullptr && !whole)
      check_bitfields(top, *member.nested, member.name().empty() ? path : path + member.name() + ".", own,
                      out);
  }
}

// A union without a discriminator is translated by its largest arm: the others must lie alike in it.
void check_translation(const Plan& plan, const Record& top, const Record& record, const std::string& path,
                       Obstacles& out) {
  for (const Member& member : record.members) {
    if (member.nested == nullptr) continue;
    const std::string here = member.name().empty() ? path : path + member.name();
    if (member.nested->is_union() && plan.discriminator_of(member) == nullptr) {
      const auto& arms = member.nested->members;
      const bool alike =
          std::all_of(arms.begin(), arms.end(), [](const Member& arm) { return same_bytes(arm); });
      if (!alike || covering_arm(*member.nested) == nullptr)
        out.field(top, here, *member.field,
                  "32-bit callers lay this union out differently, and nothing says which arm holds",
                  "add a field that says which arm holds, and name it as the union's \"discriminator\"");
    }
    check_translation(plan, top, *member.nested, member.name().empty() ? path : here + ".", out);
  }
}

// Every function of the generated C must have a name of its own.
void check_symbols(const Plan& plan, Obstacles& out) {
  const std::string& interface = plan.spec().interface;
  std::set<std::string> seen = {interface + "_ioctl", interface + "_compat_ioctl"};
  for (const CommandPlan& command : plan.commands())
    if (!seen.insert(interface + "_" + command.name).second)
      out.command(*command.command,
                  fmt::format("its handler would be called {}_{}, which is taken", interface, command.name),
                  "rename the command");
  for (const Record& record : plan.records()) {
    if (record.name.empty()) continue;
    for (const Member& member : record.members)
      if (pointee_of(*member.field) != nullptr && !seen.insert(record.name + "_" + member.name()).second)
        out.field(
            record, member,
            fmt::format("its accessor would be called {}_{}, which is taken", record.name, member.name()),
            "rename the field");
  }
}

void check_record(const Plan& plan, const Record& record, Flow flow, Obstacles& out) {
  if (any_out(record, flow) && !(is_solid(record) && all_out(record, flow)))
    check_bitfields(record, record, "", flow, out);
  if (!same_bytes(record)) check_translation(plan, record, record, "", out);
}

}  // namespace

std::vector<Finding> kernel_obstacles(const Plan& plan) {
  Obstacles out;
  add_call_obstacles(plan, out);
  check_symbols(plan, out);
  for (const CommandPlan& command : plan.commands())
    if (command.argument != nullptr) check_frame(command, out);
  for (const Record* record : plan.arguments()) check_record(plan, *record, plan.flow(*record), out);
  for (const Record* record : plan.pointees()) {
    if (record->is_union() && !same_bytes(*record))
      out.record(*record, "a pointer leads to it, and 32-bit callers lay it out differently",
                 "let the pointer lead to a struct that holds the union and its discriminator");
    else if (!record->is_union() && !same_bytes(*record))
      check_translation(plan, *record, *record, "", out);
  }
  return out.take();
}

}  // namespace iopact::emit
