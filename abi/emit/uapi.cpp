// SPDX-License-Identifier: GPL-2.0-or-later
// The UAPI header.
#include <fmt/format.h>

#include <algorithm>

#include "abi/emit/backend.h"
#include "abi/emit/ctext.h"
#include "abi/emit/naming.h"
#include "abi/emit/uapi_parts.h"
#include "abi/emit/writer.h"

namespace iopact::emit {

namespace {

std::string value_of(const Constant& constant, const Plan& plan) {
  if (!constant.struct_size.empty()) return literal(plan.find(constant.struct_size)->extent(wide).size);
  if (const auto* text = std::get_if<std::string>(&constant.value)) return string_literal(*text);
  const auto* number = std::get_if<std::int64_t>(&constant.value);
  if (number != nullptr && *number < 0) return literal(*number);
  const std::uint64_t natural =
      number != nullptr ? static_cast<std::uint64_t>(*number) : std::get<std::uint64_t>(constant.value);
  return constant.hex ? hex_literal(natural) : literal(natural);
}

std::string documented(std::string_view summary, const std::vector<Entry>& docs) {
  const std::vector<std::string> lines = listing(summary, docs);
  return lines.empty() ? "" : block_comment(lines);
}

std::string constants(const Plan& plan) {
  std::vector<Entry> docs, rows;
  for (const Constant& constant : plan.spec().constants) {
    docs.emplace_back(constant.name, constant.doc);
    rows.emplace_back(constant.name, value_of(constant, plan));
  }
  return rows.empty() ? "" : "\n" + documented("", docs) + defines(rows);
}

// Names and meanings; what is retired keeps its value from being given out again.
std::vector<Entry> value_docs(const std::vector<Enumerator>& values) {
  std::vector<Entry> docs;
  for (const Enumerator& value : values) {
    if (value.retired)
      docs.emplace_back(fmt::format("{:#x}", value.value),
                        "retired, was " + value.name + (value.doc.empty() ? "." : ": " + value.doc));
    else
      docs.emplace_back(value.name, value.doc);
  }
  return docs;
}

std::string real_enum(const Enum& one) {
  std::vector<std::string> lines;
  for (const Enumerator& value : one.values)
    if (!value.retired) lines.push_back(fmt::format("\t{} = {}", value.name, literal(value.value)));
  return fmt::format("enum {} {{\n{}\n}};\n", one.name, join(lines, ",\n"));
}

std::string enumeration(const Enum& one) {
  const std::string head = documented(one.doc, value_docs(one.values));
  if (!one.macros) return "\n" + head + real_enum(one);
  std::vector<Entry> rows;
  for (const Enumerator& value : one.values)
    if (!value.retired) rows.emplace_back(value.name, literal(value.value));
  return "\n" + head + defines(rows);
}

std::string flag_set(const FlagSet& set) {
  std::string summary = set.doc;
  if (!set.zero_means.empty()) summary += fmt::format(" 0 means: {}.", set.zero_means);
  for (const auto& group : set.exclusive) summary += fmt::format(" Not together: {}.", join(group, ", "));
  std::vector<Entry> rows;
  for (const Enumerator& flag : set.flags)
    if (!flag.retired) rows.emplace_back(flag.name, hex_literal(static_cast<std::uint64_t>(flag.value)));
  return "\n" + documented(summary, value_docs(set.flags)) + defines(rows);
}

std::string_view macro_of(Transfer transfer) {
  switch (transfer) {
    case Transfer::none:
      return "_IO";
    case Transfer::write:
      return "_IOW";
    case Transfer::read:
      return "_IOR";
    case Transfer::read_write:
      return "_IOWR";
  }
  return "";
}

std::string number_of(const CommandPlan& plan, const Spec& spec) {
  const Command& command = *plan.command;
  const std::string letter = spec.type_macro.empty() ? character_literal(spec.type_letter) : spec.type_macro;
  if (plan.argument == nullptr) return fmt::format("_IO({}, {})", letter, command.nr);
  const Type& type =
      plan.argument->is_wrapper ? plan.argument->members.front().field->type : *command.argument;
  return fmt::format("{}({}, {}, {})", macro_of(command.transfer), letter, command.nr,
                     declare(type, "", uapi_names(spec)));
}

std::string_view needs(Access access) {
  switch (access) {
    case Access::any:
      return "";
    case Access::read:
      return "Needs a file that is open for reading.";
    case Access::write:
      return "Needs a file that is open for writing.";
    case Access::read_write:
      return "Needs a file that is open for reading and writing.";
  }
  return "";
}

std::string conditions(const Command& command) {
  std::string text(needs(command.access));
  if (!command.capability.empty()) text += fmt::format(" Needs {}.", command.capability);
  if (!command.since.empty()) text += fmt::format(" Since {}.", command.since);
  if (!command.deprecated.empty()) text += fmt::format(" Deprecated since {}.", command.deprecated);
  if (!command.replaced_by.empty()) text += fmt::format(" Use {}.", command.replaced_by);
  return text;
}

std::string define(const std::string& name, const std::string& value) {
  const std::string one_line = defines({{name, value}});
  return columns(one_line) <= 101 ? one_line : fmt::format("#define {} \\\n\t{}\n", name, value);
}

std::string command(const CommandPlan& plan, const Spec& spec) {
  const Command& own = *plan.command;
  std::vector<std::string> lines =
      wrap(comment_text(own.name + (own.doc.empty() ? "" : " - " + own.doc)), 77);
  for (const std::string& more : wrap(conditions(own), 77)) lines.push_back(more);
  std::vector<Entry> errors;
  for (const ErrorCase& error : own.errors) errors.emplace_back(error.code, error.when + ".");
  if (!errors.empty()) lines.emplace_back("");
  if (!errors.empty()) lines.emplace_back("Errors, the first that applies:");
  for (const std::string& more : listing("", errors)) lines.push_back(more);
  return "\n" + block_comment(lines) + define(own.name, number_of(plan, spec));
}

std::string retired(const Spec& spec) {
  std::vector<Entry> rows;
  for (const RetiredNumber& number : spec.retired_numbers) {
    const std::string was = number.name.empty() ? "" : "was " + number.name + ": ";
    rows.emplace_back(fmt::format("{}", number.nr), was + number.reason + ".");
  }
  return rows.empty() ? "" : "\n" + documented("Numbers that are retired and never given out again:", rows);
}

std::string commands(const Plan& plan) {
  const Spec& spec = plan.spec();
  std::string text;
  if (!spec.type_macro.empty())
    text += "\n" + defines({{spec.type_macro, character_literal(spec.type_letter)}});
  for (const CommandPlan& one : plan.commands()) text += command(one, spec);
  return text + retired(spec);
}

}  // namespace

std::string emit_uapi(const Context& context) {
  const Plan& plan = context.plan;
  const Spec& spec = plan.spec();
  return fill(R"(
/* SPDX-License-Identifier: {{license}} */
{{about}}
#ifndef {{guard}}
#define {{guard}}

#include <linux/ioctl.h>
#include <linux/types.h>
{{constants}}
{{enums}}
{{flag_sets}}
{{structs}}
{{commands}}
{{sizes}}
{{asserts}}

#endif /* {{guard}} */
)",
              {{"license", spec.license},
               {"about", block_comment(about(context, "", spec.doc))},
               {"guard", spec.guard},
               {"constants", constants(plan)},
               {"enums", each(spec.enums, enumeration)},
               {"flag_sets", each(spec.flag_sets, flag_set)},
               {"structs", uapi_structs(plan)},
               {"commands", commands(plan)},
               {"sizes", uapi_sizes(plan)},
               {"asserts", uapi_asserts(plan)}});
}

}  // namespace iopact::emit
