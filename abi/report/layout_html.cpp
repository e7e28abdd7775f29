// SPDX-License-Identifier: GPL-2.0-or-later
#include <fmt/format.h>

#include "abi/report/layout_picture.h"
#include "abi/report/markup.h"

namespace iopact {

namespace {

constexpr std::string_view page_style = R"css(
body { margin: 2rem auto; max-width: 76rem; padding: 0 1rem; font: 15px/1.5 system-ui, sans-serif; color: #1f2328; }
h1 { font-size: 1.6rem; } h2 { margin-top: 2.5rem; font-size: 1.15rem; font-family: ui-monospace, monospace; }
p.doc, .others { color: #59636e; } .picture { overflow-x: auto; }
table { border-collapse: collapse; font: 13px ui-monospace, monospace; margin: 1rem 0; }
th, td { padding: .2rem .8rem; border-bottom: 1px solid #d8dee4; text-align: right; }
th { font-weight: 600; background: #f6f8fa; } .name { text-align: left; }
.differs { background: #fff3cd; } .gap { color: #d1242f; font-style: italic; }
)css";

std::string cell(std::string_view text, bool differs) {
  return fmt::format("<td{}>{}</td>", differs ? " class=\"differs\"" : "", escape_markup(text));
}

// What all groups show of one thing, the first of them the yardstick.
std::string cells(const std::vector<std::string>& texts, std::size_t columns_each) {
  std::string out;
  for (std::size_t i = 0; i < texts.size(); ++i) out += cell(texts[i], texts[i] != texts[i % columns_each]);
  return out;
}

std::string names_of(const LayoutReport& report, const TargetGroup& group) {
  std::string out;
  for (const std::size_t i : group) {
    out += fmt::format("{}{}", out.empty() ? "" : ", ", report.layouts[i].target->name);
  }
  return out;
}

std::string group_headings(const LayoutReport& report, const std::vector<TargetGroup>& groups, int span) {
  std::string out;
  for (const TargetGroup& group : groups) {
    out += fmt::format("<th colspan=\"{}\">{}</th>", span, names_of(report, group));
  }
  return out;
}

std::string row_html(const LayoutRow& row, const std::vector<const StructLayout*>& layouts) {
  std::vector<std::string> texts;
  if (row.field == nullptr) {
    for (const Hole* hole : row.holes) {
      texts.push_back(hole == nullptr ? "-" : std::to_string(hole->offset));
      texts.push_back(hole == nullptr ? "-" : std::to_string(hole->size));
    }
    return fmt::format("<tr class=\"gap\"><td></td><td class=\"name\">{}</td>{}</tr>\n",
                       row.tail ? "tail" : "hole", cells(texts, 2));
  }
  for (const StructLayout* layout : layouts) {
    texts.push_back(offset_text(layout->fields[row.field_index]));
    texts.push_back(size_text(layout->fields[row.field_index]));
  }
  const std::string name = row.field->field->name.empty() ? "(unnamed)" : row.field->field->name;
  return fmt::format(
      "<tr><td class=\"name\">{}</td><td class=\"name\" style=\"padding-left:{}rem\" title=\"{}\">{}</td>"
      "{}</tr>\n",
      escape_markup(row.field->type), 0.8 + row.field->depth, escape_markup(row.field->field->doc),
      escape_markup(name), cells(texts, 2));
}

std::string struct_table(const LayoutReport& report, std::size_t index) {
  const std::vector<TargetGroup> groups = same_structs(report, index);
  std::vector<const StructLayout*> layouts;
  std::vector<std::string> sizes;
  std::string columns;
  for (const TargetGroup& group : groups) {
    layouts.push_back(&report.layouts[group.front()].structs[index]);
    sizes.push_back(fmt::format("align {}", layouts.back()->align));
    sizes.push_back(std::to_string(layouts.back()->size));
    columns += "<th>offset</th><th>size</th>";
  }
  std::string out = fmt::format(
      "<table>\n<tr><th></th><th></th>{}</tr>\n<tr><th class=\"name\">type</th>"
      "<th class=\"name\">member</th>{}</tr>\n",
      group_headings(report, groups, 2), columns);
  for (const LayoutRow& row : rows_of(layouts)) out += row_html(row, layouts);
  return out + fmt::format("<tr><th></th><th class=\"name\">size</th>{}</tr>\n</table>\n", cells(sizes, 2));
}

std::string struct_html(const LayoutReport& report, std::size_t index) {
  const Aggregate& aggregate = report.spec->structs[index];
  return fmt::format(
      "<h2 id=\"{0}\">{1}</h2>\n<p class=\"doc\">{2}</p>\n<div class=\"picture\">\n{3}</div>\n{4}",
      escape_markup(aggregate.name), escape_markup(title_of(aggregate)), escape_markup(aggregate.doc),
      struct_svg(report, index), struct_table(report, index));
}

std::string commands_html(const LayoutReport& report) {
  const std::vector<TargetGroup> groups = same_commands(report);
  std::string columns;
  for (std::size_t i = 0; i < groups.size(); ++i) columns += "<th>number</th><th>size</th>";
  std::string out = fmt::format(
      "<h2 id=\"commands\">commands of type '{}'</h2>\n<table>\n<tr><th colspan=\"3\"></th>{}"
      "</tr>\n<tr><th class=\"name\">command</th><th>nr</th><th class=\"name\">direction</th>"
      "{}</tr>\n",
      escape_markup(std::string(1, report.spec->type_letter)), group_headings(report, groups, 2), columns);
  for (const std::size_t i : shown_commands(report)) {
    const Command& command = report.spec->commands[i];
    std::vector<std::string> texts;
    for (const TargetGroup& group : groups) {
      texts.push_back(hex(report.layouts[group.front()].commands[i].value));
      texts.push_back(std::to_string(report.layouts[group.front()].commands[i].size));
    }
    out += fmt::format(
        "<tr><td class=\"name\" title=\"{}\">{}</td><td>{}</td><td class=\"name\">{}</td>{}</tr>\n",
        escape_markup(command.doc), escape_markup(command.name), command.nr, to_string(command.transfer),
        cells(texts, 2));
  }
  return out + "</table>\n";
}

}  // namespace

std::string layout_html(const LayoutReport& report) {
  std::string body;
  for (const std::size_t i : shown_structs(report)) body += struct_html(report, i);
  if (!shown_commands(report).empty()) body += commands_html(report);
  const std::string title = escape_markup(report.spec->title);
  return fmt::format(
      "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>{0}: layout</title>\n"
      "<style>{1}{2}</style>\n</head>\n<body>\n<h1>{0} {3}</h1>\n{4}</body>\n</html>\n",
      title, page_style, picture_style(), escape_markup(report.spec->version), body);
}

}  // namespace iopact
