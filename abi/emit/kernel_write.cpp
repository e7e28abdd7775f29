// SPDX-License-Identifier: GPL-2.0-or-later
// Copying results out: exactly the members that flow out, runs of neighbours at once, never the padding
// between them.
#include <fmt/format.h>

#include <algorithm>

#include "abi/emit/kernel_parts.h"
#include "abi/emit/walk.h"
#include "abi/model/scalars.h"

namespace iopact::emit {

namespace {

// All of it is copied out at once.
bool goes_whole(const Member& member, Flow flow) { return is_solid(member) && all_out(member, flow); }

bool is_last_of_first_version(const Record& record, const Member& member) {
  return record.aggregate->extensible && member.name() == record.aggregate->min_size_after;
}

bool is_whole(const Record& record, Flow flow) {
  return !record.aggregate->extensible && all_out(record, flow) && is_solid(record);
}

// What put_user() takes.
bool is_word(const Member& member) {
  if (member.is_array() || member.field->bits) return false;
  if (std::holds_alternative<PointerType>(member.element->is)) return true;
  const auto* scalar = std::get_if<ScalarType>(&member.element->is);
  return scalar != nullptr && scalar->kind != Scalar::boolean && integer_facts(scalar->kind).has_value();
}

class WriteBack {
 public:
  WriteBack(const Plan& plan, const Record& record, const Local& local)
      : plan_(plan), record_(record), local_(local) {}

  // `access`: user memory, kernel memory, and the path as offsetof() takes it.
  Block members(const Record& record, const Access& access, Flow flow, int depth) {
    Block block;
    std::vector<const Member*> run;
    for (const Member& member : record.members) {
      const bool joins =
          run.empty() || (adjacent(*run.back(), member) && !record.is_union() && !ends_run(*run.back()));
      if (!joins || !goes_whole(member, flow)) flush(block, run, access);
      if (goes_whole(member, flow))
        run.push_back(&member);
      else if (any_out(member, flow))
        append(block, nested(member, access, flow, depth));
    }
    flush(block, run, access);
    return block;
  }

 private:
  // A run ends with the first version of an extensible struct: what follows is cut at the caller's size.
  bool ends_run(const Member& member) const { return is_last_of_first_version(record_, member); }

  Block nested(const Member& member, const Access& holder, Flow flow, int depth) {
    if (member.nested == nullptr) return {};
    const Access access = into(holder, member, Style::kernel);
    const Flow inner = flow_of(member, flow);
    return each_element(member, access, depth, [&](const Access& element, int deeper) {
      const Access inside = opened(element, member);
      const Record& record = *member.nested;
      if (!record.is_union()) return members(record, inside, inner, deeper);
      if (plan_.discriminator_of(member) == nullptr) return run_of({covering_arm(record)}, inside);
      return each_arm(plan_, member, holder[1], Style::kernel,
                      [&](const Member& arm) { return one(arm, inside, inner, deeper); });
    });
  }

  Block one(const Member& member, const Access& access, Flow flow, int depth) {
    if (goes_whole(member, flow)) return run_of({&member}, access);
    return any_out(member, flow) ? nested(member, access, flow, depth) : Block{};
  }

  void flush(Block& block, std::vector<const Member*>& run, const Access& access) {
    if (!run.empty()) append(block, run_of(run, access));
    run.clear();
  }

  Block run_of(const std::vector<const Member*>& run, const Access& access) {
    const Access first = edge(*run.front(), access, Edge::first);
    const Access last = edge(*run.back(), access, Edge::last);
    if (record_.aggregate->extensible && is_late(first[2])) return {part(first[2], last[2])};
    if (first[2] != last[2]) return {several(first[2], last[2])};
    if (is_word(*run.front()))
      return {fail_if(fmt::format("put_user({}, &{})", first[1], first[0]), "EFAULT")};
    const std::string_view address = run.front()->is_array() ? "" : "&";
    return {fail_if(fmt::format("copy_to_user({0}{1}, {0}{2}, sizeof({2}))", address, first[0], first[1]),
                    "EFAULT")};
  }

  enum class Edge { first, last };

  // The first or last member of one that has no name itself.
  static Access edge(const Member& member, const Access& holder, Edge which) {
    if (!member.name().empty()) return into(holder, member, Style::kernel);
    const Record& record = *member.nested;
    if (record.is_union()) return edge(*covering_arm(record), holder, which);
    return edge(which == Edge::first ? record.members.front() : record.members.back(), holder, which);
  }

  Statement several(const std::string& first, const std::string& last) const {
    return fail_if(fmt::format("copy_run_to_user(user, &{}, {}, {})", local_.name, first, last), "EFAULT");
  }

  Statement part(const std::string& first, const std::string& last) const {
    return fail_if(fmt::format("copy_part_to_user(uarg, &{}, offsetof({}, {}), offsetofend({}, {}), usize)",
                               local_.name, local_.type, first, local_.type, last),
                   "EFAULT");
  }

  // Members past the first version of an extensible struct.
  bool is_late(const std::string& path) const {
    const std::string top = path.substr(0, path.find_first_of(".["));
    bool late = false;
    for (const Member& member : record_.members) {
      if (late && member.name() == top) return true;
      late = late || ends_run(member);
    }
    return false;
  }

  const Plan& plan_;
  const Record& record_;
  const Local& local_;
};

// Members that the kernel alone writes, where their bytes came in with the others.
class Zeroing {
 public:
  Block members(const Record& record, const Access& access, Flow flow, int depth) {
    Block block;
    for (const Member& member : record.members)
      if (any_out(member, flow)) append(block, of(member, access, flow, depth));
    return block;
  }

 private:
  Block of(const Member& member, const Access& holder, Flow flow, int depth) {
    const Access access = into(holder, member, Style::kernel);
    if (!any_in(member, flow) && !member.name().empty()) return {clear(member, access.front())};
    if (member.nested == nullptr) return {};
    return each_element(member, access, depth, [&](const Access& element, int deeper) {
      return members(*member.nested, opened(element, member), flow_of(member, flow), deeper);
    });
  }

  static Statement clear(const Member& member, const std::string& access) {
    const bool is_number = std::holds_alternative<ScalarType>(member.element->is) && !member.is_array();
    if (std::holds_alternative<PointerType>(member.element->is) && !member.is_array())
      return line(access + " = NULL;");
    if (is_number && (member.field->bits || is_word(member))) return line(access + " = 0;");
    const std::string_view address = member.is_array() ? "" : "&";
    return line(fmt::format("memset({}{}, 0, sizeof({}));", address, access, access));
  }
};

Block whole(const Local& local) {
  return {fail_if(fmt::format("copy_to_user(uarg, &{0}, sizeof({0}))", local.name), "EFAULT")};
}

bool has_late_output(const Record& record, Flow flow) {
  bool late = false;
  for (const Member& member : record.members) {
    if (late && any_out(member, flow)) return true;
    late = late || is_last_of_first_version(record, member);
  }
  return false;
}

}  // namespace

Block zero_outputs(const Record& record, const Local& local, Flow flow) {
  return Zeroing().members(record, {local.name + "."}, flow, 0);
}

Block write_back(const Plan& plan, const Record& record, const Local& local, Flow flow) {
  if (is_whole(record, flow)) return whole(local);
  return WriteBack(plan, record, local).members(record, {"user->", local.name + ".", ""}, flow, 0);
}

bool needs_typed_pointer(const Record& record, Flow flow) {
  if (!any_out(record, flow) || is_whole(record, flow)) return false;
  if (!record.aggregate->extensible) return true;
  for (const Member& member : record.members) {
    if (any_out(member, flow)) return true;
    if (is_last_of_first_version(record, member)) return false;
  }
  return false;
}

bool copies_parts(const Plan& plan) {
  return std::any_of(plan.commands().begin(), plan.commands().end(), [](const CommandPlan& command) {
    return command.argument != nullptr && command.argument->aggregate->extensible &&
           has_late_output(*command.argument, command.flow);
  });
}

}  // namespace iopact::emit
