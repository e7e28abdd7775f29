// SPDX-License-Identifier: GPL-2.0-or-later
// The table of fields and cases.
#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "abi/emit/backend.h"
#include "abi/emit/case_rows.h"
#include "abi/emit/ctext.h"
#include "abi/emit/rules.h"
#include "abi/emit/writer.h"

namespace iopact::emit {

namespace {

template <typename Values>
std::string array(std::string_view type, const std::string& name, const Values& values) {
  return fmt::format("constexpr {} {}[] = {{{}}};\n", type, name, join(values, ", "));
}

std::string identifier(std::string text) {
  std::replace_if(
      text.begin(), text.end(), [](char c) { return c == '.'; }, '_');
  return text;
}

std::string pair(const std::array<std::uint64_t, 2>& values) {
  return fmt::format("{{{}, {}}}", values[wide], values[narrow]);
}

// INT64_MIN has no literal.
std::string signed_value(std::int64_t value) {
  return value == std::numeric_limits<std::int64_t>::min() ? "INT64_MIN" : fmt::format("{}", value);
}

// Collects the arrays that a command's rows refer to, and the rows themselves.
class CommandTable {
 public:
  CommandTable(const Plan& plan, const CommandPlan& command) : plan_(plan), command_(command) {
    fields_ = case_fields(plan, command);
  }

  std::string arrays() {
    std::string rows;
    for (const CaseField& field : fields_) rows += row(field);
    std::string text = arrays_;
    if (!rows.empty()) text += fmt::format("constexpr Field {}_fields[] = {{\n{}}};\n", command_.name, rows);
    return text + padding() + lists() + "\n";
  }

  std::string entry() const {
    const Command& own = *command_.command;
    const bool reads = own.access == Access::read || own.access == Access::read_write;
    const bool writes = own.access == Access::write || own.access == Access::read_write;
    std::vector<std::string> parts = {
        fmt::format(".name = {}", string_literal(own.name)), fmt::format(".nr = {}", own.nr),
        fmt::format(".number = {{{:#x}, {:#x}}}", command_.number[wide], command_.number[narrow]),
        ".size = " + pair(command_.size)};
    const auto flag = [&](bool set, std::string_view name) {
      if (set) parts.push_back(fmt::format(".{} = true", name));
    };
    flag(command_.flow.in, "reads_argument");
    flag(command_.flow.out, "writes_argument");
    flag(reads, "needs_read");
    flag(writes, "needs_write");
    add_references(parts);
    return "    {" + join(parts, ",\n     ") + "},\n";
  }

  const std::vector<CaseField>& fields() const { return fields_; }

 private:
  std::string array_name(std::string_view what) const { return fmt::format("{}_{}", command_.name, what); }

  // One row of the table of fields; arrays that it needs come before the table.
  std::string row(const CaseField& field) {
    std::vector<std::string> parts = {fmt::format(".name = \"{}\"", field.path),
                                      fmt::format(".type = \"{}\"", spell(field.member->field->type)),
                                      fmt::format(".kind = Kind::{}", kind_name(field.kind)),
                                      ".offset = " + pair(field.offset), ".size = " + pair(field.size)};
    if (field.flow.in) parts.emplace_back(".in = true");
    if (field.flow.out) parts.emplace_back(".out = true");
    if (field.kind == CaseKind::integer) add_integer(field, parts);
    if (field.kind == CaseKind::pointer) add_pointer(field, parts);
    add_length(field, parts);
    return "    {" + join(parts, ",\n     ") + "},\n";
  }

  static std::string_view kind_name(CaseKind kind) {
    switch (kind) {
      case CaseKind::integer:
        return "integer";
      case CaseKind::pointer:
        return "pointer";
      case CaseKind::other:
        return "other";
    }
    return "other";
  }

  void add_integer(const CaseField& field, std::vector<std::string>& parts) {
    const FieldInteger integer = *integer_of(*field.member, wide, plan_);
    if (integer.is_signed) parts.emplace_back(".is_signed = true");
    if (is_big_endian(*field.member)) parts.emplace_back(".big_endian = true");
    if (!field.flow.in) return;
    const Constraint& constraint = field.member->field->constraint;
    if (constraint.zero) parts.emplace_back(".must_be_zero = true");
    if (const auto range = effective_range(constraint)) add_range(*range, parts);
    if (constraint.power_of_two) parts.emplace_back(".power_of_two = true");
    if (!constraint.enumeration.empty()) add_enum(field, parts);
    if (!constraint.flags.empty()) add_flags(field, parts);
    const std::uint64_t example =
        is_size_field(field) ? command_.size[wide] : valid_value(plan_, *field.member);
    parts.push_back(fmt::format(".example = {}", literal(example)));
  }

  // A power of two without a meaning for 0 is at least 1.
  static std::optional<Range> effective_range(const Constraint& constraint) {
    if (!constraint.power_of_two || constraint.zero_means) return constraint.range;
    Range range = constraint.range.value_or(Range{});
    if (!range.min) range.min = 1;
    return range;
  }

  static void add_range(const Range& range, std::vector<std::string>& parts) {
    if (range.min) parts.emplace_back(".has_min = true");
    if (range.max) parts.emplace_back(".has_max = true");
    if (range.min) parts.push_back(".min = " + signed_value(*range.min));
    if (range.max) parts.push_back(".max = " + literal(*range.max));
  }

  // An open enum lists no values: all are accepted.
  void add_enum(const CaseField& field, std::vector<std::string>& parts) {
    const Constraint& constraint = field.member->field->constraint;
    const Enum& one = *plan_.spec().find_enum(constraint.enumeration);
    const auto with_fate = [&](Fate fate) {
      std::vector<std::string> values;
      for (const Enumerator& value : one.values)
        if (fate_of(constraint, value) == fate) values.push_back(signed_value(value.value));
      return values;
    };
    if (!one.open) add_array(field, "values", "std::int64_t", with_fate(Fate::accepted), parts);
    add_array(field, "unsupported", "std::int64_t", with_fate(Fate::unsupported), parts);
  }

  void add_flags(const CaseField& field, std::vector<std::string>& parts) {
    parts.emplace_back(".is_flags = true");
    parts.push_back(".flag_mask = " +
                    hex_literal(flag_mask(plan_.spec(), field.member->field->constraint.flags)));
    std::vector<std::string> masks;
    for (const auto& group : exclusive_flags(plan_.spec(), *field.member)) {
      std::uint64_t mask = 0;
      for (const Enumerator* flag : group) mask |= static_cast<std::uint64_t>(flag->value);
      masks.push_back(hex_literal(mask));
    }
    add_array(field, "exclusive", "std::uint64_t", masks, parts);
  }

  void add_pointer(const CaseField& field, std::vector<std::string>& parts) const {
    if (field.member->field->nullable) parts.emplace_back(".nullable = true");
    if (field.member->field->pointee_written) parts.emplace_back(".pointee_written = true");
    const Type& pointee = *pointee_of(*field.member->field);
    const std::array<std::uint64_t, 2> size = {plan_.size_of(pointee, wide), plan_.size_of(pointee, narrow)};
    if (size[wide] != 0) parts.push_back(".element_size = " + pair(size));
  }

  void add_length(const CaseField& field, std::vector<std::string>& parts) {
    std::vector<std::string> indices;
    std::uint64_t factor = 1;
    for (const std::string& name : field.member->field->length) {
      const int index = sibling(fields_, field, name);
      if (index >= 0)
        indices.push_back(fmt::format("{}", index));
      else
        factor *= constant(name);
    }
    add_array(field, "length", "int", indices, parts);
    if (factor != 1) parts.push_back(".length_factor = " + literal(factor));
  }

  std::uint64_t constant(std::string_view name) const {
    const Constant* found = plan_.spec().find_constant(name);
    if (found == nullptr) return 1;
    const auto* number = std::get_if<std::int64_t>(&found->value);
    const auto* natural = std::get_if<std::uint64_t>(&found->value);
    return number != nullptr ? static_cast<std::uint64_t>(*number) : natural != nullptr ? *natural : 1;
  }

  void add_array(const CaseField& field, std::string_view what, std::string_view type,
                 const std::vector<std::string>& values, std::vector<std::string>& parts) {
    if (values.empty()) return;
    const std::string name = fmt::format("{}_{}_{}", command_.name, identifier(field.path), what);
    arrays_ += array(type, name, values);
    parts.push_back(fmt::format(".{} = {}", what, name));
  }

  bool is_size_field(const CaseField& field) const {
    return command_.argument->aggregate->extensible && field.path == command_.argument->aggregate->size_field;
  }

  std::string padding() const {
    std::string text;
    for (const Width width : widths) {
      const auto runs = padding_texts(width);
      if (!runs.empty()) text += array("Bytes", array_name(width == wide ? "padding64" : "padding32"), runs);
    }
    return text;
  }

  std::vector<std::string> padding_texts(Width width) const {
    if (command_.argument == nullptr) return {};
    return map(padding_of(*command_.argument, width),
               [](const PaddingRun& run) { return fmt::format("{{{}, {}}}", run.offset, run.size); });
  }

  std::vector<std::string> after() const {
    const auto& commands = plan_.commands();
    return map(command_.command->after, [&](const std::string& name) {
      const auto found =
          std::ranges::find_if(commands, [&](const CommandPlan& one) { return one.command->name == name; });
      return fmt::format("{}", found - commands.begin());
    });
  }

  std::vector<std::string> errors() const {
    std::vector<std::string> codes;
    for (const ErrorCase& error : command_.command->errors)
      if (std::ranges::find(codes, error.code) == codes.end()) codes.push_back(error.code);
    return codes;
  }

  std::string lists() const {
    std::string text;
    if (const auto list = after(); !list.empty()) text += array("int", array_name("after"), list);
    if (const auto list = errors(); !list.empty()) text += array("int", array_name("errors"), list);
    return text;
  }

  void add_references(std::vector<std::string>& parts) const {
    if (!fields_.empty()) parts.push_back(".fields = " + array_name("fields"));
    const bool padded = !padding_texts(wide).empty(), padded32 = !padding_texts(narrow).empty();
    if (padded || padded32)
      parts.push_back(fmt::format(".padding = {{{}, {}}}", padded ? array_name("padding64") : "{}",
                                  padded32 ? array_name("padding32") : "{}"));
    if (!after().empty()) parts.push_back(".after = " + array_name("after"));
    if (!errors().empty()) parts.push_back(".errors = " + array_name("errors"));
    if (command_.argument != nullptr && command_.argument->aggregate->extensible) add_extension(parts);
  }

  void add_extension(std::vector<std::string>& parts) const {
    const Aggregate& aggregate = *command_.argument->aggregate;
    const Member& last = *command_.argument->find(aggregate.min_size_after);
    parts.emplace_back(".extensible = true");
    parts.push_back(".min_size = " + pair({last.at(wide).offset + last.at(wide).size,
                                           last.at(narrow).offset + last.at(narrow).size}));
    for (std::size_t i = 0; i < fields_.size(); ++i)
      if (is_size_field(fields_[i])) parts.push_back(fmt::format(".size_field = {}", i));
  }

  const Plan& plan_;
  const CommandPlan& command_;
  std::vector<CaseField> fields_;
  std::string arrays_;
};

std::string rows_of(const Plan& plan, std::size_t index, const std::vector<CaseField>& fields) {
  return each(case_rows(plan, plan.commands()[index], fields), [&](const CaseRow& row) {
    return fmt::format("    {{\"{}\", {}, {}, {:#x}, {}, {}}},\n", row.name, index, row.field, row.value,
                       row.error.empty() ? "0" : row.error, row.order);
  });
}

// C++ has no arrays without elements.
std::string table(std::string_view type, std::string_view name, const std::string& rows) {
  if (rows.empty()) return fmt::format("constexpr std::span<const {}> {};\n", type, name);
  return fmt::format("constexpr {} {}[] = {{\n{}}};\n", type, name, rows);
}

}  // namespace

std::string emit_cases_header(const Context& context) {
  return fill(R"(
// SPDX-License-Identifier: GPL-2.0-or-later
{{about}}
#pragma once

#include "iopact_cases.h"

namespace {{interface}} {

extern const iopact::cases::Interface cases;  // defined in {{interface}}_cases.cpp

}  // namespace {{interface}}
)",
              {{"about", line_comment(about(context, ": grammar and cases as data.", ""))},
               {"interface", context.plan.spec().interface}});
}

std::string emit_cases_source(const Context& context) {
  const Plan& plan = context.plan;
  const Spec& spec = plan.spec();
  std::string arrays, entries, rows;
  for (std::size_t i = 0; i < plan.commands().size(); ++i) {
    CommandTable table(plan, plan.commands()[i]);
    arrays += table.arrays();
    entries += table.entry();
    rows += rows_of(plan, i, table.fields());
  }
  return fill(R"(
// SPDX-License-Identifier: GPL-2.0-or-later
{{about}}
// clang-format off
#include "{{interface}}_cases.h"

#include <cerrno>

namespace {{interface}} {

namespace {

using namespace iopact::cases;

{{arrays}}
{{commands}}

{{rows}}

}  // namespace

const Interface cases = {
    .name = "{{interface}}",
    .node = {{node}},
    .type_letter = {{letter}},
    .commands = all_commands,
    .cases = all_rows,
};

}  // namespace {{interface}}
)",
              {{"about", line_comment(about(context, ": grammar and cases as data.", ""))},
               {"interface", spec.interface},
               {"arrays", arrays},
               {"commands", table("Command", "all_commands", entries)},
               {"rows", table("Case", "all_rows", rows)},
               {"node", string_literal(spec.device_node)},
               {"letter", character_literal(spec.type_letter)}});
}

}  // namespace iopact::emit
