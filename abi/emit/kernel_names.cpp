// SPDX-License-Identifier: GPL-2.0-or-later
// Names, types and heads that the kernel's header and source have in common.
#include <fmt/format.h>

#include <algorithm>

#include "abi/emit/checks.h"
#include "abi/emit/ctext.h"
#include "abi/emit/kernel_parts.h"
#include "abi/emit/writer.h"

namespace iopact::emit {

namespace {

// Elements of this type lie alike in the memory of 64-bit and 32-bit callers.
bool same_element(const Plan& plan, const Type& type) {
  if (plan.size_of(type, wide) != plan.size_of(type, narrow)) return false;
  const auto* ref = std::get_if<StructRef>(&element_of(type).is);
  const Record* record = ref == nullptr ? nullptr : plan.find(ref->name);
  return record == nullptr || same_bytes(*record);
}

std::string tail_parameter(const Plan& plan, const CommandPlan& command) {
  const Member* tail = flexible_tail(*command.argument);
  if (tail == nullptr) return "";
  const Type& element = *std::get<ArrayType>(tail->field->type.is).element;
  return user_pointer_type(plan, element, any_out(*tail, command.flow)) + tail->name();
}

}  // namespace

std::string kernel_license(const Spec& spec) { return spec.license.substr(0, spec.license.find(" WITH ")); }

std::string entry_head(const Spec& spec, Width width) {
  return function_head("long", spec.interface + (width == wide ? "_ioctl" : "_compat_ioctl"),
                       {"struct file *file", "unsigned int cmd", "unsigned long arg"}, Style::kernel);
}

std::string check_name(const Plan& plan, const Record& record) {
  if (record.is_union() || check_block(plan, record, Style::kernel).empty()) return "";
  return plan.is_pointee(record) ? record.name + "_check" : "check_" + record.name;
}

std::string handler_head(const Plan& plan, const CommandPlan& command) {
  std::vector<std::string> parameters = {"struct file *file"};
  if (command.argument != nullptr) {
    const std::string_view constant = any_out(*command.argument, command.flow) ? "" : "const ";
    parameters.push_back(fmt::format("{}struct {} *arg", constant, command.argument->name));
    if (std::string tail = tail_parameter(plan, command); !tail.empty())
      parameters.push_back(std::move(tail));
  }
  return function_head("int", plan.spec().interface + "_" + command.name, parameters, Style::kernel);
}

std::string user_pointer_type(const Plan& plan, const Type& pointee, bool written) {
  const bool is_pointer = std::holds_alternative<PointerType>(pointee.is);
  const bool is_array = std::holds_alternative<ArrayType>(pointee.is);
  const bool known = !is_pointer && !is_array && same_element(plan, pointee);
  return fmt::format("{}{} __user *", written ? "" : "const ",
                     known ? declare(pointee, "", [](const Type& type) { return spell(type); }) : "void");
}

std::string declare_indices(const Block& block) {
  std::vector<std::string> names;
  for (int depth = 0; depth < loop_depth(block); ++depth) names.push_back(index_name(depth));
  return names.empty() ? "" : fmt::format("unsigned int {};\n\n", join(names, ", "));
}

const Member* flexible_tail(const Record& record) {
  return !record.members.empty() && record.members.back().flexible ? &record.members.back() : nullptr;
}

}  // namespace iopact::emit
