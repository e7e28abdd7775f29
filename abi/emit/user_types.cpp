// SPDX-License-Identifier: GPL-2.0-or-later
#include <fmt/format.h>

#include <algorithm>

#include "abi/emit/checks.h"
#include "abi/emit/ctext.h"
#include "abi/emit/naming.h"
#include "abi/emit/rules.h"
#include "abi/emit/user_parts.h"
#include "abi/emit/walk.h"
#include "abi/emit/writer.h"

namespace iopact::emit {

namespace {

Scalar scalar_kind(const Member& member) {
  const auto* scalar = std::get_if<ScalarType>(&member.element->is);
  return scalar == nullptr ? Scalar::void_type : scalar->kind;
}

std::string integer_type(bool is_signed, std::uint64_t bytes) {
  return fmt::format("std::{}int{}_t", is_signed ? "" : "u", bytes * 8);
}

class Definitions {
 public:
  explicit Definitions(const Plan& plan) : plan_(plan) {}

  std::string definition(const Record& record, const std::string& name, const std::string& step) {
    return fmt::format("{0}struct {1} {{\n{2}{0}}};\n", step, name, members(record, step + "  "));
  }

 private:
  // Arms of unions stand beside each other, members of anonymous aggregates in their holder.
  std::string members(const Record& record, const std::string& step) {
    std::string text;
    for (const Member& member : record.members) {
      if (is_padding(member) || member.flexible) continue;
      const bool is_inline = std::holds_alternative<InlineAggregate>(member.element->is);
      if (is_inline && member.name().empty())
        text += members(*member.nested, step);
      else
        text += one(member, is_inline, step);
    }
    return text;
  }

  std::string one(const Member& member, bool is_inline, const std::string& step) {
    const std::string name = member_name(member, Style::cpp);
    std::string text, type;
    if (is_inline) {
      type = type_name("", member.name());
      text = definition(*member.nested, type, step);
    } else {
      type = member.nested != nullptr ? user_type(plan_, *member.nested) : user_scalar(plan_, member);
    }
    const std::string dimensions =
        each(member.dimensions, [](std::uint64_t count) { return fmt::format("[{}]", count); });
    const std::string_view start = member.nested != nullptr ? "" : member.is_array() ? " = {}" : " = 0";
    return text + fmt::format("{}{} {}{}{};\n", step, type, name, dimensions, start);
  }

  const Plan& plan_;
};

void collect(const Record& record, std::vector<const Record*>& found) {
  for (const Member& member : record.members)
    if (member.nested != nullptr) collect(*member.nested, found);
  if (!record.name.empty() && std::find(found.begin(), found.end(), &record) == found.end())
    found.push_back(&record);
}

}  // namespace

std::string user_type(const Plan& plan, const Record& record) {
  const std::string name = record.is_wrapper ? record.name.substr(0, record.name.rfind('_')) : record.name;
  return type_name(plan.spec().interface, name);
}

std::string user_scalar(const Plan& plan, const Member& member) {
  switch (scalar_kind(member)) {
    case Scalar::character:
      return "char";
    case Scalar::boolean:
      return "std::uint8_t";
    case Scalar::float32:
      return "float";
    case Scalar::float64:
      return "double";
    default:
      break;
  }
  const auto integer = integer_of(member, wide, plan);
  return integer_type(integer && integer->is_signed, plan.size_of(*member.element, wide));
}

std::string stored_scalar(const Plan& plan, const Member& member, Width width) {
  const auto integer = integer_of(member, width, plan);
  const Scalar kind = scalar_kind(member);
  if (kind == Scalar::float32 || kind == Scalar::float64 || kind == Scalar::boolean ||
      kind == Scalar::character)
    return user_scalar(plan, member);
  return integer_type(integer && integer->is_signed, plan.size_of(*member.element, width));
}

std::vector<const Record*> user_records(const Plan& plan) {
  std::vector<const Record*> found;
  for (const Record& record : plan.records()) {
    const auto& arguments = plan.arguments();
    const bool used = std::find(arguments.begin(), arguments.end(), &record) != arguments.end();
    if (!record.is_union() && (used || plan.is_pointee(record))) found.push_back(&record);
  }
  return found;
}

std::string user_structs(const Plan& plan) {
  std::vector<const Record*> all;
  for (const Record* record : user_records(plan)) collect(*record, all);
  Definitions definitions(plan);
  std::vector<std::string> texts;
  for (const Record* record : all)
    texts.push_back(definitions.definition(*record, user_type(plan, *record), ""));
  return join(texts, "\n");
}

bool is_read(const Plan& plan, const Record& record) {
  return plan.is_pointee(record) || plan.flow(record).in;
}

bool is_written(const Plan& plan, const Record& record) {
  return any_out(record, plan.is_pointee(record) ? both_ways : plan.flow(record));
}

bool is_checked(const Plan& plan, const Record& record) {
  return is_read(plan, record) && !check_block(plan, record, Style::cpp).empty();
}

bool is_sized_by_number(const Record& record) {
  return record.aggregate->extensible && record.aggregate->size_field.empty();
}

std::string read_head(const Plan& plan, const Record& record, std::string_view names) {
  std::vector<std::string> parameters = {fmt::format("{}UserMemory& memory", names), "std::uint64_t from",
                                         fmt::format("{}Width width", names)};
  if (is_sized_by_number(record)) parameters.emplace_back("std::size_t size");
  parameters.push_back(user_type(plan, record) + "& arg");
  return function_head("int", "read_argument", parameters, Style::cpp);
}

std::string write_head(const Plan& plan, const Record& record, std::string_view names) {
  std::vector<std::string> parameters = {fmt::format("{}UserMemory& memory", names), "std::uint64_t to",
                                         fmt::format("{}Width width", names)};
  if (is_sized_by_number(record)) parameters.emplace_back("std::size_t size");
  parameters.push_back("const " + user_type(plan, record) + "& arg");
  return function_head("int", "write_result", parameters, Style::cpp);
}

std::string check_head(const Plan& plan, const Record& record) {
  return fmt::format("int check(const {}& arg)", user_type(plan, record));
}

std::uint64_t fixed_size(const Record& record, Width width) {
  const bool flexible = !record.members.empty() && record.members.back().flexible;
  return flexible ? record.members.back().at(width).offset : record.extent(width).size;
}

std::uint64_t end_of(const Record& record, std::string_view member, Width width) {
  const Spot& spot = record.find(member)->at(width);
  return spot.offset + spot.size;
}

std::string by_width(std::uint64_t wide_value, std::uint64_t narrow_value, std::string_view width) {
  if (wide_value == narrow_value) return fmt::format("{}", wide_value);
  return fmt::format("{} ? {} : {}", width, wide_value, narrow_value);
}

std::vector<std::string> handler_parameters(const Plan& plan, const CommandPlan& command,
                                            std::string_view names) {
  std::vector<std::string> parameters = {fmt::format("{}UserMemory& memory", names)};
  const Record* record = command.argument;
  if (record == nullptr) return parameters;
  const std::string_view constant = any_out(*record, command.flow) ? "" : "const ";
  parameters.push_back(fmt::format("{}{}& arg", constant, user_type(plan, *record)));
  if (record->members.back().flexible)
    parameters.push_back("std::uint64_t " + member_name(record->members.back(), Style::cpp));
  return parameters;
}

bool has_capabilities(const Plan& plan) {
  return std::any_of(plan.commands().begin(), plan.commands().end(),
                     [](const CommandPlan& command) { return !command.command->capability.empty(); });
}

}  // namespace iopact::emit
