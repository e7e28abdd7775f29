// SPDX-License-Identifier: GPL-2.0-or-later
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "abi/report/check_report.h"
#include "abi/report/text_table.h"

namespace iopact {
namespace {

using Align = TextTable::Align;
using Columns = std::vector<std::string>;

Style style_of(const CheckedCell& cell) {
  if (cell.state == CheckedCell::State::skipped) return Style::dim;
  if (cell.state == CheckedCell::State::failed) return Style::red;
  return cell.sighting.differences.empty() ? Style::green : Style::red;
}

std::string join(const Columns& words) { return fmt::format("{}", fmt::join(words, ", ")); }

// ---- the matrix
// ------------------------------------------------------------------------------------------------

bool is_skipped(const CheckedCell& cell) { return cell.state == CheckedCell::State::skipped; }

std::string matrix(const CheckReport& report) {
  TextTable table(std::vector<Align>(report.columns.size() + 1, Align::left));
  std::vector<Cell> heading{{"target", Style::bold}};
  for (const auto& column : report.columns) heading.push_back({column, Style::bold});
  table.add(std::move(heading));
  for (auto row = report.cells.begin(); row != report.cells.end();) {
    const auto end = row + static_cast<std::ptrdiff_t>(report.columns.size());
    std::vector<Cell> cells{{std::string(row->sighting.target->name), Style::plain}};
    const bool is_empty = std::all_of(row, end, is_skipped);
    for (; row != end; ++row) cells.push_back({state_text(*row), style_of(*row)});
    if (!is_empty) table.add(std::move(cells));
  }
  return fmt::format("{} against {}\n\n{}\n", report.header, report.spec_file, table.render(report.colour));
}

std::string objects(const CheckReport& report) {
  TextTable table({Align::left, Align::left, Align::left, Align::left});
  table.add(
      {{"object", Style::bold}, {"target", Style::bold}, {"structs", Style::bold}, {"result", Style::bold}});
  for (const auto& object : report.objects) {
    const auto* target = object.sighting.target;
    table.add({{printable(object.sighting.label), Style::plain},
               {target != nullptr ? std::string(target->name) : "", Style::plain},
               {std::to_string(object.structs.size()), Style::plain},
               {state_text(object), style_of(object)}});
  }
  return fmt::format("objects against {}\n\n{}\n", report.spec_file, table.render(report.colour));
}

// Each reason once, in order of appearance.
std::string notes(const std::vector<CheckedCell>& cells, bool colour) {
  std::string text;
  for (auto cell = cells.begin(); cell != cells.end(); ++cell) {
    const auto is_same = [&](const CheckedCell& other) { return other.note == cell->note; };
    if (cell->note.empty() || std::any_of(cells.begin(), cell, is_same)) continue;
    text +=
        paint(fmt::format("  {}: {}", state_text(*cell), printable(cell->note)), style_of(*cell), colour) +
        "\n";
  }
  return text.empty() ? "" : text + "\n";
}

// ---- what disagrees
// --------------------------------------------------------------------------------------------

// Cells that differ in the same way, told together.
struct Group {
  std::vector<Difference> differences;
  std::vector<const Sighting*> sightings;
};

std::vector<Group> groups_of(const std::vector<CheckedCell>& cells) {
  std::vector<Group> groups;
  for (const auto& cell : cells) {
    if (cell.sighting.differences.empty()) continue;
    auto group = std::ranges::find(groups, cell.sighting.differences, &Group::differences);
    if (group == groups.end()) group = groups.insert(group, {cell.sighting.differences, {}});
    group->sightings.push_back(&cell.sighting);
  }
  return groups;
}

// "x86_64, aarch64 with gcc, clang-14; i386 with gcc"
std::string title_of(const Group& group) {
  std::vector<std::pair<std::string, Columns>> by_target;
  for (const auto* sighting : group.sightings) {
    if (by_target.empty() || by_target.back().first != sighting->target->name)
      by_target.push_back({std::string(sighting->target->name), {}});
    by_target.back().second.push_back(sighting->label);
  }
  std::vector<std::pair<Columns, Columns>> merged;
  for (auto& [target, labels] : by_target) {
    auto same = std::ranges::find(merged, labels, &std::pair<Columns, Columns>::second);
    if (same == merged.end()) same = merged.insert(same, {{}, std::move(labels)});
    same->first.push_back(target);
  }
  std::string title;
  for (const auto& [targets, labels] : merged)
    title += fmt::format("{}{} with {}", title.empty() ? "" : "; ", join(targets), join(labels));
  return title;
}

std::string details(const Group& group, bool colour) {
  std::string text = paint(printable(title_of(group)), Style::bold, colour) + "\n";
  for (auto row = group.differences.begin(); row != group.differences.end();) {
    const auto end = std::find_if(row, group.differences.end(),
                                  [&](const Difference& other) { return other.section != row->section; });
    text += fmt::format("  {}\n", row->section);
    TextTable table({Align::left, Align::left, Align::left, Align::left, Align::left}, 4);
    table.add({{"", Style::dim},
               {"spec", Style::dim},
               {"found", Style::dim},
               {"", Style::dim},
               {"rule", Style::dim}});
    for (; row != end; ++row)
      table.add({{row->name.empty() ? "(whole)" : row->name, row->follows ? Style::plain : Style::red},
                 {row->expected, Style::plain},
                 {printable(row->found), Style::plain},
                 {row->remark, row->follows ? Style::dim : Style::plain},
                 {row->follows ? "" : std::string(row->rule), Style::dim}});
    text += table.render(colour);
  }
  return text + "\n";
}

// What to do, each advice once.
std::string advice(const CheckReport& report) {
  std::string text;
  for (const auto& finding : report.findings.findings) {
    const auto line = fmt::format("fix: {}\n", printable(finding.fix));
    if (!finding.fix.empty() && text.find(line) == std::string::npos) text += line;
  }
  return text.empty() ? "" : text + "\n";
}

// Findings that are no difference: they have no row of a table.
std::string remarks(const CheckReport& report) {
  std::string text;
  for (const auto& finding : report.findings.findings)
    if (finding.severity != Severity::error)
      text +=
          fmt::format("{}: {} [{}]\n", to_string(finding.severity), printable(finding.message), finding.rule);
  return text.empty() ? "" : text + "\n";
}

}  // namespace

std::string check_text(const CheckReport& report) {
  std::string text;
  if (!report.header.empty()) text += matrix(report) + notes(report.cells, report.colour);
  if (!report.objects.empty()) text += objects(report) + notes(report.objects, report.colour);
  for (const auto* cells : {&report.cells, &report.objects})
    for (const auto& group : groups_of(*cells)) text += details(group, report.colour);
  text += remarks(report) + advice(report);
  const bool clean = report.findings.findings.empty();
  return text + paint(verdict_line(report), clean ? Style::green : Style::red, report.colour) + "\n";
}

}  // namespace iopact
