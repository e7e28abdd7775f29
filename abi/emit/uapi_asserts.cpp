// SPDX-License-Identifier: GPL-2.0-or-later
#include <fmt/format.h>

#include <algorithm>

#include "abi/emit/naming.h"
#include "abi/emit/uapi_parts.h"
#include "abi/emit/writer.h"

namespace iopact::emit {

namespace {

// Assertions of one struct on one target.
std::string assertions(const StructLayout& layout, std::string_view macro) {
  const std::string_view keyword = layout.aggregate->kind == AggregateKind::unite ? "union" : "struct";
  const std::string type = fmt::format("{} {}", keyword, layout.name);
  std::string text = fmt::format("{}_SIZE({}, {});\n", macro, type, layout.size);
  for (const FieldLayout& field : layout.fields)
    if (!field.path.empty() && !field.field->bits)
      text += fmt::format("{}_OFFSET({}, {}, {});\n", macro, type, field.path, field.offset);
  return text;
}

// Which targets agree: per target the number of the first target with the same assertions.
using Partition = std::vector<std::size_t>;

Partition partition(const std::vector<std::string>& per_target) {
  Partition groups;
  for (const std::string& text : per_target)
    groups.push_back(
        static_cast<std::size_t>(std::find(per_target.begin(), per_target.end(), text) - per_target.begin()));
  return groups;
}

// The group that most targets of a pointer size belong to, the first of equals.
std::size_t usual_group(const Partition& groups, unsigned pointer_size) {
  std::size_t best = groups.size(), most = 0;
  for (std::size_t target = 0; target < groups.size(); ++target) {
    if (all_targets()[target].pointer_size != pointer_size) continue;
    std::size_t count = 0;
    for (std::size_t other = 0; other < groups.size(); ++other)
      count += all_targets()[other].pointer_size == pointer_size && groups[other] == groups[target];
    if (count > most) {
      most = count;
      best = groups[target];
    }
  }
  return best;
}

std::string bracketed(std::string_view condition) {
  return condition.find(' ') == condition.npos ? std::string(condition) : fmt::format("({})", condition);
}

struct Branch {
  std::string condition;  // empty: else
  std::size_t target;     // one that stands for all of the branch
};

// Targets that differ from what is usual for their pointer size are named, the usual ones told by that size,
// so that targets which this table does not list are checked as well.
std::vector<Branch> branches(const Partition& groups) {
  const std::size_t usual_wide = usual_group(groups, 8), usual_narrow = usual_group(groups, 4);
  std::vector<Branch> list;
  for (std::size_t group = 0; group < groups.size(); ++group) {
    std::vector<std::string> names;
    for (std::size_t target = 0; target < groups.size(); ++target) {
      const Target& one = all_targets()[target];
      if (groups[target] == group && group != (one.pointer_size == 8 ? usual_wide : usual_narrow))
        names.push_back(bracketed(one.condition));
    }
    if (!names.empty()) list.push_back({join(names, " || \\\n\t"), group});
  }
  if (usual_wide != usual_narrow) list.push_back({"__SIZEOF_POINTER__ == 8", usual_wide});
  list.push_back({"", usual_narrow});
  return list;
}

struct Subject {
  std::vector<std::string> per_target;
  Partition groups;
};

std::string chain(const std::vector<Branch>& list, const std::vector<const Subject*>& subjects) {
  std::string text;
  for (const Branch& branch : list) {
    if (branch.condition.empty())
      text += list.size() == 1 ? "" : "#else\n";
    else
      text += fmt::format("#{} {}\n", text.empty() ? "if" : "elif", branch.condition);
    for (const Subject* subject : subjects) text += subject->per_target[branch.target];
  }
  return list.size() == 1 ? text : text + "#endif\n";
}

// Structs that split the targets alike share their conditions.
std::string all_chains(const std::vector<Subject>& subjects) {
  std::vector<Partition> done;
  std::string text;
  for (const Subject& first : subjects) {
    if (std::find(done.begin(), done.end(), first.groups) != done.end()) continue;
    done.push_back(first.groups);
    std::vector<const Subject*> alike;
    for (const Subject& other : subjects)
      if (other.groups == first.groups) alike.push_back(&other);
    text += "\n" + chain(branches(first.groups), alike);
  }
  return text;
}

std::vector<Subject> subjects_of(const Plan& plan, std::string_view macro) {
  std::vector<Subject> subjects;
  for (std::size_t i = 0; i < plan.records().size(); ++i) {
    const Record& record = plan.records()[i];
    if (record.name.empty() || record.is_wrapper) continue;
    Subject subject;
    for (const Layout& layout : plan.layouts())
      subject.per_target.push_back(assertions(layout.structs[i], macro));
    subject.groups = partition(subject.per_target);
    subjects.push_back(std::move(subject));
  }
  return subjects;
}

}  // namespace

std::string uapi_asserts(const Plan& plan) {
  const std::string prefix = upper(plan.spec().interface);
  const std::string macro = prefix + "_ABI";
  const std::string text = all_chains(subjects_of(plan, macro));
  if (text.empty()) return "";
  return fill(
      R"(

/*
 * The layouts that programs in the field rely on. A compiler that disagrees
 * stops here, unless {{prefix}}_NO_ABI_ASSERTS is defined.
 */
#ifndef {{prefix}}_NO_ABI_ASSERTS
#if !defined(__cplusplus)
#define {{macro}}_ASSERT(condition, what) \
	__extension__ _Static_assert(condition, what)
#elif __cplusplus >= 201103L
#define {{macro}}_ASSERT(condition, what) static_assert(condition, what)
#else
#define {{macro}}_ASSERT(condition, what) \
	typedef char {{lower}}_abi_assert[(condition) ? 1 : -1]
#endif
#define {{macro}}_SIZE(type, bytes) \
	{{macro}}_ASSERT(sizeof(type) == (bytes), "size of " #type)
#define {{macro}}_OFFSET(type, member, bytes) \
	{{macro}}_ASSERT(__builtin_offsetof(type, member) == (bytes), \
	{{blanks}}"offset of " #type "." #member)
{{assertions}}

#undef {{macro}}_OFFSET
#undef {{macro}}_SIZE
#undef {{macro}}_ASSERT
#endif /* {{prefix}}_NO_ABI_ASSERTS */
)",
      {{"prefix", prefix},
       {"macro", macro},
       {"lower", plan.spec().interface},
       {"blanks", std::string((macro.size() + 8) / 8, '\t') + std::string((macro.size() + 8) % 8, ' ')},
       {"assertions", text}});
}

}  // namespace iopact::emit
