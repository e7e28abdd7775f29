// SPDX-License-Identifier: GPL-2.0-or-later
#include <fmt/format.h>

#include "abi/report/layout_report.h"
#include "abi/report/text_table.h"

namespace iopact {

namespace {

using Align = TextTable::Align;

std::string_view target_name(const LayoutReport& report, std::size_t index) {
  return report.layouts[index].target->name;
}

// The columns of a group are headed by its first target; this line names the others.
std::string others(const LayoutReport& report, const std::vector<TargetGroup>& groups) {
  std::string out;
  for (const TargetGroup& group : groups) {
    if (group.size() < 2) continue;
    std::string names;
    for (std::size_t i = 1; i < group.size(); ++i) {
      names += fmt::format("{}{}", i == 1 ? "" : ", ", target_name(report, group[i]));
    }
    out += fmt::format("  {} stands for {} too\n", target_name(report, group.front()), names);
  }
  return out;
}

// Cells after the first group's are marked where they differ from it.
void add_marked(std::vector<Cell>& row, std::size_t first, const std::string& text) {
  const std::size_t width = 2;
  const std::size_t column = row.size() - first;
  const bool differs = column >= width && row[first + column % width].text != text;
  row.push_back(differs ? Cell{text + "*", Style::yellow}
                        : Cell{text + (column >= width ? " " : ""), Style::plain});
}

std::string member_name(const FieldLayout& field) {
  const std::string name = field.field->name.empty() ? "(unnamed)" : field.field->name;
  return std::string(static_cast<std::size_t>(field.depth) * 2, ' ') + name;
}

constexpr std::size_t label_columns = 2;  // type and name

class StructTable {
 public:
  StructTable(const LayoutReport& report, std::size_t index)
      : report_(report), groups_(same_structs(report, index)), table_(columns(groups_.size())) {
    for (const TargetGroup& group : groups_)
      layouts_.push_back(&report.layouts[group.front()].structs[index]);
  }

  std::string render() {
    add_heading();
    for (const LayoutRow& row : rows_of(layouts_)) {
      if (row.field != nullptr) {
        add_field(row);
      } else {
        add_hole(row);
      }
    }
    add_totals();
    return paint(title_of(*layouts_.front()->aggregate), Style::bold, report_.colour) + "\n" +
           others(report_, groups_) + table_.render(report_.colour);
  }

 private:
  static std::vector<Align> columns(std::size_t groups) {
    std::vector<Align> out{Align::left, Align::left};
    out.insert(out.end(), groups * 2, Align::right);
    return out;
  }

  void add_heading() {
    std::vector<Cell> names{{""}, {""}};
    std::vector<Cell> columns{{"type", Style::dim}, {"member", Style::dim}};
    for (const TargetGroup& group : groups_) {
      names.push_back({std::string(target_name(report_, group.front())), Style::cyan});
      names.push_back({""});
      columns.push_back({"offset", Style::dim});
      columns.push_back({"size", Style::dim});
    }
    table_.add(std::move(names));
    table_.add(std::move(columns));
  }

  void add_field(const LayoutRow& row) {
    std::vector<Cell> cells{{row.field->type}, {member_name(*row.field)}};
    for (const StructLayout* layout : layouts_) {
      const FieldLayout& field = layout->fields[row.field_index];
      add_marked(cells, label_columns, offset_text(field));
      add_marked(cells, label_columns, size_text(field));
    }
    table_.add(std::move(cells));
  }

  void add_hole(const LayoutRow& row) {
    std::vector<Cell> cells{{""}, {row.tail ? "(tail)" : "(hole)", Style::red}};
    for (const Hole* hole : row.holes) {
      add_marked(cells, label_columns, hole == nullptr ? "-" : std::to_string(hole->offset));
      add_marked(cells, label_columns, hole == nullptr ? "-" : std::to_string(hole->size));
    }
    table_.add(std::move(cells));
  }

  void add_totals() {
    std::vector<Cell> size{{""}, {"size"}};
    std::vector<Cell> align{{""}, {"alignment"}};
    for (const StructLayout* layout : layouts_) {
      add_marked(size, label_columns, "");
      add_marked(size, label_columns, std::to_string(layout->size));
      add_marked(align, label_columns, "");
      add_marked(align, label_columns, std::to_string(layout->align));
    }
    table_.add(std::move(size));
    table_.add(std::move(align));
  }

  const LayoutReport& report_;
  std::vector<TargetGroup> groups_;
  std::vector<const StructLayout*> layouts_;  // of the groups' first targets
  TextTable table_;
};

std::string commands_text(const LayoutReport& report) {
  const std::vector<TargetGroup> groups = same_commands(report);
  std::vector<Align> columns{Align::left, Align::right, Align::left};
  columns.insert(columns.end(), groups.size() * 2, Align::right);
  TextTable table(columns);
  std::vector<Cell> heading{{"command", Style::dim}, {"nr", Style::dim}, {"direction", Style::dim}};
  for (const TargetGroup& group : groups) {
    heading.push_back({std::string(target_name(report, group.front())), Style::cyan});
    heading.push_back({"size", Style::dim});
  }
  table.add(heading);
  for (const std::size_t i : shown_commands(report)) {
    const Command& command = report.spec->commands[i];
    std::vector<Cell> row{
        {command.name}, {std::to_string(command.nr)}, {std::string(to_string(command.transfer))}};
    for (const TargetGroup& group : groups) {
      const CommandLayout& layout = report.layouts[group.front()].commands[i];
      add_marked(row, 3, hex(layout.value));
      add_marked(row, 3, std::to_string(layout.size));
    }
    table.add(row);
  }
  return paint(fmt::format("commands of type '{}'", report.spec->type_letter), Style::bold, report.colour) +
         "\n" + others(report, groups) + table.render(report.colour);
}

}  // namespace

std::string layout_text(const LayoutReport& report) {
  std::string out;
  for (const std::size_t i : shown_structs(report)) {
    out += (out.empty() ? "" : "\n") + StructTable(report, i).render();
  }
  if (!shown_commands(report).empty()) out += (out.empty() ? "" : "\n") + commands_text(report);
  return out;
}

}  // namespace iopact
