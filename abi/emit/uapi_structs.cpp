// SPDX-License-Identifier: GPL-2.0-or-later
#include <fmt/format.h>

#include <algorithm>

#include "abi/emit/uapi_parts.h"
#include "abi/emit/writer.h"

namespace iopact::emit {

namespace {

constexpr std::size_t line_limit = 100;
constexpr std::size_t comment_limit = 80;

bool is_scalar(const Type& type, std::initializer_list<Scalar> kinds) {
  const auto* scalar = std::get_if<ScalarType>(&type.is);
  return scalar != nullptr && std::find(kinds.begin(), kinds.end(), scalar->kind) != kinds.end();
}

// True for what C90 or C++17 do not know: the compilers take it as an extension.
bool is_extension(const Member& member) {
  if (member.nested != nullptr && member.name().empty()) return true;
  if (member.flexible) return true;
  if (member.field->bits) return !is_scalar(*member.element, {Scalar::sint, Scalar::uint});
  return is_scalar(*member.element, {Scalar::slonglong, Scalar::ulonglong, Scalar::boolean});
}

std::string attributes(const Aggregate& aggregate) {
  std::vector<std::string> list;
  if (aggregate.packed) list.emplace_back("packed");
  if (aggregate.align) list.push_back(fmt::format("aligned({})", *aggregate.align));
  return list.empty() ? "" : fmt::format(" __attribute__(({}))", join(list, ", "));
}

std::string comment_of(const Field& field) {
  std::string_view mark;
  if (field.direction == Direction::out) mark = "[out]";
  if (field.direction == Direction::inout) mark = "[in, out]";
  return fmt::format("{}{}{}", mark, mark.empty() || field.doc.empty() ? "" : " ", field.doc);
}

struct Row {
  std::string code;  // without indentation, several lines for an aggregate
  std::string comment;
};

class StructText {
 public:
  explicit StructText(const Spec& spec) : names_(uapi_names(spec)) {}

  // The lines between the braces.
  std::string members(const Record& record, std::size_t depth) {
    std::vector<Row> rows;
    for (const Member& member : record.members) rows.push_back({code(member, depth), comment_of(*member.field)});
    const std::size_t column = comment_column(rows, depth);
    const std::string step(depth, '\t');
    std::string text;
    for (const Row& row : rows) text += column != 0 ? beside(row, step, column) : above(row, step);
    return text;
  }

 private:
  std::string code(const Member& member, std::size_t depth) {
    const std::string prefix = is_extension(member) ? "__extension__ " : "";
    const auto* nested = std::get_if<InlineAggregate>(&member.element->is);
    const auto base = [&](const Type& type) {
      return nested == nullptr ? names_(type) : body(*member.nested, depth);
    };
    return prefix + declare_field(*member.field, base) + ";";
  }

  std::string body(const Record& record, std::size_t depth) {
    const std::string_view keyword = record.is_union() ? "union" : "struct";
    return fmt::format("{} {{\n{}{}}}{}", keyword, members(record, depth + 1), std::string(depth, '\t'),
                       attributes(*record.aggregate));
  }

  // Where trailing comments start when all of them fit beside the code; 0 when they do not.
  static std::size_t comment_column(const std::vector<Row>& rows, std::size_t depth) {
    std::size_t widest = 0;
    for (const Row& row : rows) {
      if (row.code.find('\n') != row.code.npos) return 0;
      widest = std::max(widest, depth * 8 + columns(row.code));
    }
    const std::size_t column = (widest / 8 + 1) * 8;
    const bool fits = std::all_of(rows.begin(), rows.end(), [&](const Row& row) {
      return column + columns(comment_text(row.comment)) + 6 <= line_limit;
    });
    return fits ? column : 0;
  }

  static std::string beside(const Row& row, const std::string& step, std::size_t column) {
    std::string text = step + row.code;
    if (row.comment.empty()) return text + "\n";
    const std::size_t tabs = (column - columns(text) + 7) / 8;
    return fmt::format("{}{}/* {} */\n", text, std::string(tabs, '\t'), comment_text(row.comment));
  }

  static std::string above(const Row& row, const std::string& step) {
    return indent(short_comment(row.comment, comment_limit - step.size() * 8), step) + step + row.code + "\n";
  }

  BaseName names_;
};

std::string growth(const Aggregate& aggregate) {
  if (!aggregate.extensible) return "";
  const std::string size = aggregate.size_field.empty()
                               ? "the size in the command number tells what the caller knows"
                               : "set " + aggregate.size_field + " to sizeof() of what the caller knows";
  return fmt::format(" Grows at its end: {}; what a caller does not know counts as zero.", size);
}

std::string structure(const Record& record, const Spec& spec) {
  const Aggregate& aggregate = *record.aggregate;
  const std::string keyword = record.is_union() ? "union" : "struct";
  return fmt::format("\n{}{} {} {{\n{}}}{};\n", short_comment(aggregate.doc + growth(aggregate), comment_limit),
                     keyword, record.name, StructText(spec).members(record, 1), attributes(aggregate));
}

bool holds(const Record& record, bool (*wanted)(const Member&)) {
  return std::any_of(record.members.begin(), record.members.end(), [&](const Member& member) {
    return wanted(member) || (member.nested != nullptr && holds(*member.nested, wanted));
  });
}

bool any(const Plan& plan, bool (*wanted)(const Member&)) {
  return std::any_of(plan.records().begin(), plan.records().end(),
                     [&](const Record& record) { return holds(record, wanted); });
}

std::string bool_macro(const Spec& spec) { return "__" + spec.interface + "_bool"; }

std::string bool_macros(const Plan& plan) {
  if (!any(plan, [](const Member& one) { return is_scalar(*one.element, {Scalar::boolean}); })) return "";
  return fill(R"(

#ifdef __cplusplus
#define {{name}} bool
#else
#define {{name}} _Bool
#endif
)",
              {{"name", bool_macro(plan.spec())}});
}

// clang has a warning of its own for flexible arrays that __extension__ does not answer.
std::string quieted(const Plan& plan, const std::string& structs) {
  if (!any(plan, [](const Member& one) { return one.flexible; })) return structs;
  return fill(R"(

#ifdef __clang__
#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wc99-extensions"
#endif
{{structs}}

#ifdef __clang__
#pragma clang diagnostic pop
#endif
)",
              {{"structs", structs}});
}

}  // namespace

BaseName uapi_names(const Spec& spec) {
  return [name = bool_macro(spec)](const Type& type) {
    return is_scalar(type, {Scalar::boolean}) ? name : spell(type);
  };
}

std::string uapi_structs(const Plan& plan) {
  const std::string structs = each(plan.records(), [&](const Record& record) {
    return record.name.empty() || record.is_wrapper ? "" : structure(record, plan.spec());
  });
  return bool_macros(plan) + quieted(plan, structs);
}

}  // namespace iopact::emit
