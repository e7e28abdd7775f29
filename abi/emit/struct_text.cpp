// SPDX-License-Identifier: GPL-2.0-or-later
#include "abi/emit/struct_text.h"

#include <fmt/format.h>

#include <algorithm>

#include "abi/emit/writer.h"

namespace iopact::emit {

namespace {

constexpr std::size_t line_limit = 100;
constexpr std::size_t comment_limit = 80;

std::string attributes(const Aggregate& aggregate) {
  std::vector<std::string> list;
  if (aggregate.packed) list.emplace_back("packed");
  if (aggregate.align) list.push_back(fmt::format("aligned({})", *aggregate.align));
  return list.empty() ? "" : fmt::format(" __attribute__(({}))", join(list, ", "));
}

std::string_view keyword(const Record& record) { return record.is_union() ? "union" : "struct"; }

struct Row {
  std::string code;  // without indentation, several lines for an aggregate
  std::string comment;
};

class StructText {
 public:
  explicit StructText(const StructStyle& style) : style_(style) {}

  // The lines between the braces.
  std::string members(const Record& record, std::size_t depth) {
    std::vector<Row> rows;
    for (const Member& member : record.members) rows.push_back({code(member, depth), style_.comment(member)});
    const std::size_t column = comment_column(rows, depth);
    const std::string step(depth, '\t');
    std::string text;
    for (const Row& row : rows) text += column != 0 ? beside(row, step, column) : above(row, step);
    return text;
  }

 private:
  std::string code(const Member& member, std::size_t depth) {
    const auto* nested = std::get_if<InlineAggregate>(&member.element->is);
    const auto base = [&](const Type& type) {
      return nested == nullptr ? style_.names(type) : body(*member.nested, depth);
    };
    return style_.prefix(member) + declare_field(*member.field, base, style_.pointers) +
           style_.suffix(member) + ";";
  }

  std::string body(const Record& record, std::size_t depth) {
    return fmt::format("{} {{\n{}{}}}{}", keyword(record), members(record, depth + 1),
                       std::string(depth, '\t'), attributes(*record.aggregate));
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

  const StructStyle& style_;
};

}  // namespace

std::string define_struct(const Record& record, const std::string& tag, const StructStyle& style) {
  return fmt::format("{} {} {{\n{}}}{};\n", keyword(record), tag, StructText(style).members(record, 1),
                     attributes(*record.aggregate));
}

}  // namespace iopact::emit
