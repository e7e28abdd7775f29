// SPDX-License-Identifier: GPL-2.0-or-later
// The kernel's private header: entry points, handlers to be written, accessors of user pointers, compat
// structs.
#include <fmt/format.h>

#include "abi/emit/backend.h"
#include "abi/emit/checks.h"
#include "abi/emit/ctext.h"
#include "abi/emit/kernel_parts.h"
#include "abi/emit/naming.h"
#include "abi/emit/struct_text.h"
#include "abi/emit/writer.h"

namespace iopact::emit {

namespace {

// Arguments that are no struct travel in one.
std::string wrappers(const Plan& plan) {
  const auto nothing = [](const Member&) { return ""; };
  const StructStyle style{[](const Type& type) { return spell(type); }, Pointers::open, nothing, nothing,
                          nothing};
  return each(plan.records(), [&](const Record& record) {
    return record.is_wrapper ? "\n" + define_struct(record, record.name, style) : "";
  });
}

std::string handlers(const Plan& plan) {
  return each(plan.commands(),
              [&](const CommandPlan& command) { return handler_head(plan, command) + ";\n"; });
}

std::string pointee_checks(const Plan& plan) {
  return each(plan.pointees(), [&](const Record* record) {
    const std::string name = check_name(plan, *record);
    if (name.empty()) return std::string();
    return function_head("int", name, {"const struct " + record->name + " *arg"}, Style::kernel) + ";\n";
  });
}

std::string accessor(const Plan& plan, const Record& record, const Member& member) {
  const Type& pointee = *pointee_of(*member.field);
  const std::string type = user_pointer_type(plan, pointee, member.field->pointee_written);
  const std::string head =
      function_head("static inline " + type, fmt::format("{}_{}", record.name, member.name()),
                    {fmt::format("const struct {} *arg", record.name)}, Style::kernel);
  std::string forced = type;
  forced.insert(forced.size() - 1, "__force ");
  const std::string value = member.field->points_to ? fmt::format("u64_to_user_ptr(arg->{})", member.name())
                                                    : fmt::format("({})arg->{}", forced, member.name());
  return fmt::format("\n{}\n{{\n\treturn {};\n}}\n", head, value);
}

std::string accessors(const Plan& plan) {
  std::string text;
  for (const Record& record : plan.records()) {
    const bool used = plan.is_pointee(record) || plan.flow(record).in || plan.flow(record).out;
    if (record.name.empty() || record.is_union() || !used) continue;
    for (const Member& member : record.members)
      if (pointee_of(*member.field) != nullptr && !member.is_array()) text += accessor(plan, record, member);
  }
  return text;
}

std::string paragraph(std::string_view comment, const std::string& text) {
  if (text.empty()) return "";
  return fmt::format("\n{}{}", comment, text.starts_with('\n') ? text.substr(1) : text);
}

std::string compat_part(const Plan& plan) {
  const std::string structs = compat_structs(plan);
  if (structs.empty()) return "";
  const std::string heads = translator_heads(plan);
  return fill(R"(

#ifdef CONFIG_COMPAT
/* The arguments as 32-bit callers lay them out, where that differs. */
{{structs}}
{{translators}}
#endif
)",
              {{"structs", structs.substr(1)},
               {"translators", paragraph(R"(/*
 * Elements behind user pointers: for handlers that fetch them while
 * in_compat_syscall(). -EOVERFLOW: a value does not fit a 32-bit caller.
 */
)",
                                         heads)}});
}

}  // namespace

std::string emit_kernel_header(const Context& context) {
  const Plan& plan = context.plan;
  const Spec& spec = plan.spec();
  return fill(
      R"(
/* SPDX-License-Identifier: {{license}} */
{{about}}
#ifndef {{guard}}
#define {{guard}}

#include <linux/compat.h>
#include <linux/compiler.h>
#include <linux/fs.h>
#include <linux/kernel.h>
#include <linux/types.h>

#include "{{header}}"
{{wrappers}}

/* For struct file_operations. */
{{entry}};
#ifdef CONFIG_COMPAT
{{compat_entry}};
#endif

/*
 * Handlers, written by hand. The command number, the open mode and every
 * field have been checked; the argument is kernel memory, what the command
 * returns in it starts from zero and is copied out when 0 is returned.
 */
{{handlers}}
{{checks}}
{{accessors}}
{{compat}}

#endif /* {{guard}} */
)",
      {{"license", kernel_license(spec)},
       {"about", block_comment(about(context, ": ioctl dispatch", ""))},
       {"guard", "_" + upper(spec.interface) + "_ABI_H"},
       {"header", spec.header},
       {"wrappers", paragraph("/* Arguments that are no struct. */\n", wrappers(plan))},
       {"entry", entry_head(spec, wide)},
       {"compat_entry", entry_head(spec, narrow)},
       {"handlers", handlers(plan)},
       {"checks",
        paragraph("/* Elements behind user pointers: 0, or the errno of the first wrong value. */\n",
                  pointee_checks(plan))},
       {"accessors",
        paragraph("/* User pointers of the arguments, also those of 32-bit callers. */\n", accessors(plan))},
       {"compat", compat_part(plan)}});
}

}  // namespace iopact::emit
