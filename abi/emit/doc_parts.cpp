// SPDX-License-Identifier: GPL-2.0-or-later
#include "abi/emit/doc_parts.h"

#include <fmt/format.h>

#include "abi/emit/writer.h"

namespace iopact::emit {

namespace {

std::string cell(const std::string& text) {
  std::string out;
  for (const char c : text) {
    if (c == '|') out += '\\';
    out += c == '\n' ? ' ' : c;
  }
  return out;
}

std::string line_of(const Row& row) { return "| " + join(map(row, cell), " | ") + " |\n"; }

std::string_view name_of(Transfer transfer) {
  switch (transfer) {
    case Transfer::none:
      return "none";
    case Transfer::write:
      return "write";
    case Transfer::read:
      return "read";
    case Transfer::read_write:
      return "read-write";
  }
  return "";
}

std::string_view name_of(Access access) {
  switch (access) {
    case Access::any:
      return "any";
    case Access::read:
      return "reading";
    case Access::write:
      return "writing";
    case Access::read_write:
      return "reading and writing";
  }
  return "";
}

std::string errors(const Command& command) {
  if (command.errors.empty()) return "";
  int order = 0;
  return "\n" + table({"order", "errno", "when"}, map_rows(command.errors, [&](const ErrorCase& error) {
                        return Row{fmt::format("{}", ++order), code(error.code), error.when};
                      }));
}

std::string facts(const CommandPlan& plan) {
  const Command& command = *plan.command;
  std::vector<Row> rows = {
      {"number", fmt::format("{:#010x} (64-bit), {:#010x} (32-bit)", plan.number[wide], plan.number[narrow])},
      {"direction", std::string(name_of(command.transfer))},
      {"argument", command.argument ? fmt::format("`{}`, {} and {} bytes", spell(*command.argument),
                                                  plan.size[wide], plan.size[narrow])
                                    : "none"},
      {"open for", std::string(name_of(command.access))}};
  if (!command.capability.empty()) rows.push_back({"capability", code(command.capability)});
  if (!command.after.empty()) rows.push_back({"after", join(map(command.after, code), ", ")});
  if (!command.since.empty()) rows.push_back({"since", command.since});
  if (!command.deprecated.empty()) rows.push_back({"deprecated", command.deprecated});
  if (!command.replaced_by.empty()) rows.push_back({"use instead", code(command.replaced_by)});
  return table({"", ""}, rows);
}

std::string_view name_of(Direction direction) {
  switch (direction) {
    case Direction::by_command:
      return "as the command";
    case Direction::in:
      return "in";
    case Direction::out:
      return "out";
    case Direction::inout:
      return "in, out";
  }
  return "";
}

std::string range_text(const Range& range) {
  if (range.min && range.max) return fmt::format("{} to {}", *range.min, *range.max);
  return range.min ? fmt::format("at least {}", *range.min) : fmt::format("at most {}", *range.max);
}

// What a field may hold, in the order in which it is checked.
std::string domain(const Field& field) {
  const Constraint& constraint = field.constraint;
  std::vector<std::string> parts;
  if (constraint.zero) parts.emplace_back("0 on input");
  if (constraint.range && (constraint.range->min || constraint.range->max))
    parts.push_back(range_text(*constraint.range));
  if (!constraint.enumeration.empty()) parts.push_back("a value of " + constraint.enumeration);
  if (!constraint.unsupported.empty())
    parts.push_back("`EOPNOTSUPP` for " + join(map(constraint.unsupported, code), ", "));
  if (!constraint.flags.empty()) parts.push_back("bits of " + constraint.flags);
  if (constraint.power_of_two) parts.emplace_back("a power of two");
  if (constraint.zero_means) parts.push_back("0 means " + *constraint.zero_means);
  if (!field.length.empty()) parts.push_back(join(map(field.length, code), " x ") + " elements");
  if (!field.bound.empty()) parts.push_back("written up to " + join(map(field.bound, code), ", "));
  if (field.pointee_written) parts.emplace_back("the kernel writes behind it");
  if (field.nullable) parts.emplace_back("may be NULL");
  return join(parts, "; ");
}

std::string declared(const Field& field) {
  return spell(field.type) + (field.bits ? fmt::format(" : {}", *field.bits) : "");
}

Row field_row(const Field& field, const std::string& path) {
  return {code(path), code(declared(field)), std::string(name_of(field.direction)),
          field.unit, domain(field),         field.doc};
}

void add_fields(const Aggregate& aggregate, const std::string& prefix, std::vector<Row>& rows) {
  for (const Field& field : aggregate.fields) {
    const std::string path = field.name.empty() ? prefix : prefix + field.name;
    if (!field.name.empty()) rows.push_back(field_row(field, path));
    if (const auto* nested = std::get_if<InlineAggregate>(&element_of(field.type).is)) {
      add_fields(*nested->body, field.name.empty() ? prefix : path + ".", rows);
    }
  }
}

std::string place(const FieldLayout& field) {
  return field.bit_size != 0 ? fmt::format("bit {}, {} bits", field.bit_offset, field.bit_size)
                             : fmt::format("{}, {} bytes", field.offset, field.size);
}

std::string gaps(const StructLayout& layout) {
  return each(layout.holes, [](const iopact::Hole& hole) {
    return fmt::format("{}{} bytes at {}", hole.offset == 0 ? "" : " ", hole.size, hole.offset) +
           (hole.tail ? " (tail)." : " (hole).");
  });
}

std::string places(const Plan& plan, const Aggregate& aggregate) {
  const StructLayout& first = *plan.layouts()[index_of(wide)].find_struct(aggregate.name);
  const StructLayout& second = *plan.layouts()[index_of(narrow)].find_struct(aggregate.name);
  std::vector<Row> rows;
  for (const FieldLayout& field : first.fields) {
    const FieldLayout* other = second.find(field.path);
    if (!field.path.empty())
      rows.push_back({code(field.path), place(field), other != nullptr ? place(*other) : ""});
  }
  rows.push_back({"size, alignment", fmt::format("{}, {}", first.size, first.align),
                  fmt::format("{}, {}", second.size, second.align)});
  rows.push_back({"padding", gaps(first), gaps(second)});
  return table({"offset, size", "64-bit", "32-bit"}, rows);
}

}  // namespace

std::string table(const Row& head, const std::vector<Row>& rows) {
  return line_of(head) + line_of(Row(head.size(), "---")) + each(rows, line_of);
}

std::string code(std::string_view text) { return fmt::format("`{}`", text); }

std::string document_commands(const Plan& plan) {
  return each(plan.commands(), [](const CommandPlan& one) {
    return fmt::format("### {}\n\n{}\n\n{}{}\n", one.command->name, one.command->doc, facts(one),
                       errors(*one.command));
  });
}

std::string document_structs(const Plan& plan) {
  return each(plan.records(), [&](const Record& record) -> std::string {
    const Aggregate& one = *record.aggregate;
    if (record.name.empty() || record.is_wrapper) return "";
    std::vector<Row> rows;
    add_fields(one, "", rows);
    return fmt::format("### {} {}\n\n{}\n\n{}\n{}\n", record.is_union() ? "union" : "struct", one.name,
                       one.doc, table({"field", "type", "direction", "unit", "holds", "meaning"}, rows),
                       places(plan, one));
  });
}

}  // namespace iopact::emit
