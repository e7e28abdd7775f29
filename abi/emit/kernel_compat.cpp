// SPDX-License-Identifier: GPL-2.0-or-later
// Structs as 32-bit callers lay them out. The kernel's compat types carry what differs between architectures:
// the alignment of 64-bit integers, and the size of pointers and longs.
#include <fmt/format.h>

#include <algorithm>

#include "abi/emit/kernel_parts.h"
#include "abi/emit/struct_text.h"
#include "abi/emit/writer.h"

namespace iopact::emit {

namespace {

// A type of its own is needed also where the bytes agree but the alignment does not: it moves in another
// struct.
bool differs(const Record& record) {
  return !same_bytes(record) || record.extent(wide).align != record.extent(narrow).align;
}

void collect(const Record& record, std::vector<const Record*>& found) {
  for (const Member& member : record.members)
    if (member.nested != nullptr && differs(*member.nested)) collect(*member.nested, found);
  if (!record.name.empty() && std::find(found.begin(), found.end(), &record) == found.end())
    found.push_back(&record);
}

std::string scalar_name(Scalar kind) {
  switch (kind) {
    case Scalar::u64:
    case Scalar::ulonglong:
      return "compat_u64";
    case Scalar::s64:
    case Scalar::slonglong:
      return "compat_s64";
    case Scalar::slong:
      return "compat_long_t";
    case Scalar::ulong:
      return "compat_ulong_t";
    case Scalar::size:
      return "compat_size_t";
    case Scalar::ssize:
      return "compat_ssize_t";
    default:
      return spell(Type{ScalarType{kind}});
  }
}

// 64-bit types without a compat type of their own.
bool is_loose(const Type& type) {
  const auto* scalar = std::get_if<ScalarType>(&type.is);
  return scalar != nullptr &&
         (scalar->kind == Scalar::be64 || scalar->kind == Scalar::le64 || scalar->kind == Scalar::float64);
}

StructStyle compat_style(const Plan& plan) {
  const auto names = [&plan](const Type& type) -> std::string {
    if (std::holds_alternative<PointerType>(type.is)) return "compat_uptr_t";
    if (const auto* scalar = std::get_if<ScalarType>(&type.is)) return scalar_name(scalar->kind);
    const auto* ref = std::get_if<StructRef>(&type.is);
    const Record* record = ref == nullptr ? nullptr : plan.find(ref->name);
    if (record == nullptr || !differs(*record)) return spell(type);
    return fmt::format("{} compat_{}", record->is_union() ? "union" : "struct", record->name);
  };
  const auto suffix = [](const Member& member) {
    return is_loose(*member.element) ? " __packed __aligned(__alignof__(compat_u64))" : "";
  };
  const auto nothing = [](const Member&) { return ""; };
  return {names, Pointers::opaque, nothing, suffix, nothing};
}

const Layout& layout_on(const Plan& plan, std::string_view target) {
  return plan.layouts()[static_cast<std::size_t>(find_target(target) - all_targets().data())];
}

// One line each, to be compared at a glance.
std::string assertion(const std::string& what, std::uint64_t bytes) {
  const std::string text = fmt::format("static_assert({} == {});", what, bytes);
  return (columns(text) <= 100 ? text : fit(text, Style::kernel)) + "\n";
}

std::string assertions(const Plan& plan, const Record& record, std::string_view target) {
  const StructLayout& layout = *layout_on(plan, target).find_struct(record.name);
  const std::string type = fmt::format("{} compat_{}", record.is_union() ? "union" : "struct", record.name);
  std::string text = assertion(fmt::format("sizeof({})", type), layout.size);
  for (const FieldLayout& field : layout.fields)
    if (!field.path.empty() && !field.field->bits && field.depth == 0)
      text += assertion(fmt::format("offsetof({}, {})", type, field.path), field.offset);
  return text;
}

std::string all_assertions(const Plan& plan, std::string_view target) {
  return each(compat_records(plan), [&](const Record* record) { return assertions(plan, *record, target); });
}

}  // namespace

std::vector<const Record*> compat_records(const Plan& plan) {
  std::vector<const Record*> found;
  for (const auto* uses : {&plan.arguments(), &plan.pointees()})
    for (const Record* record : *uses)
      if (!same_bytes(*record)) collect(*record, found);
  std::sort(found.begin(), found.end(),
            [](const Record* a, const Record* b) { return a->aggregate < b->aggregate; });
  return found;
}

bool is_compat(const Plan&, const CommandPlan& command) {
  return command.argument != nullptr && !same_bytes(*command.argument);
}

std::string compat_structs(const Plan& plan) {
  const StructStyle style = compat_style(plan);
  return each(compat_records(plan), [&](const Record* record) {
    return "\n" + define_struct(*record, "compat_" + record->name, style);
  });
}

// The 32-bit ABIs that 64-bit kernels serve fall into two groups: x86, where 64-bit integers are aligned to
// 4, and the others.
std::string compat_asserts(const Plan& plan) {
  const std::string x86 = all_assertions(plan, "i386");
  const std::string others = all_assertions(plan, "arm");
  if (x86 == others) return x86;
  return fmt::format("#ifdef CONFIG_X86\n{}#else\n{}#endif\n", x86, others);
}

}  // namespace iopact::emit
