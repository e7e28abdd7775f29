// SPDX-License-Identifier: GPL-2.0-or-later
#include <fmt/format.h>

#include <algorithm>

#include "abi/report/layout_report.h"
#include "abi/report/request_report.h"
#include "abi/report/text_table.h"

namespace iopact {

namespace {

std::string names(const std::vector<const Target*>& targets) {
  std::string out;
  for (const Target* target : targets) out += fmt::format("{}{}", out.empty() ? "" : ", ", target->name);
  return out;
}

std::string readings_text(const RequestReport& report, bool colour) {
  using Align = TextTable::Align;
  TextTable table({Align::left, Align::left});
  for (const RequestReading& reading : report.readings) {
    const IocParts& parts = reading.parts;
    table.add({{fmt::format("{}, type {}, nr {}, size {}", to_string(parts.transfer), type_letter(parts.type),
                            parts.nr, parts.size)},
               {fmt::format("on {}", names(reading.targets)), Style::dim}});
  }
  return table.render(colour);
}

std::string matches_text(const RequestReport& report, bool colour) {
  std::string out;
  for (const RequestMatch& match : report.matches) {
    out += fmt::format("it is {} on {}\n", paint(match.command->name, Style::bold, colour),
                       names(match.targets));
  }
  return out;
}

// A number that is right on one width and was used on the other: the usual slip with pointers in a struct.
std::string other_width_text(const RequestReport& report) {
  const Target& wide = report.asked != nullptr ? *report.asked : *report.reference;
  std::string out;
  for (const RequestMatch& match : report.matches) {
    if (std::ranges::find(match.targets, &wide) != match.targets.end()) continue;
    const Layout layout = lay_out(*report.spec, wide);
    const Target& its = *match.targets.front();
    out += fmt::format("this is the {} number of {}; on {} it is {}\n", its.name, match.command->name,
                       wide.name, hex(layout.find_command(match.command->name)->value));
  }
  return out;
}

std::string_view reason(Nearness by) {
  switch (by) {
    case Nearness::same_nr:
      return "the same nr has";
    case Nearness::same_direction:
      return "nearest by direction and size is";
    case Nearness::nearest_nr:
      return "nearest by nr is";
  }
  return "";
}

std::string neighbour_text(const RequestReport& report, const RequestNeighbour& neighbour, bool colour) {
  const IocParts& parts = neighbour.parts;
  std::string out =
      fmt::format("  {} {} ({}, nr {}, size {}): {} on {}\n", reason(neighbour.by),
                  paint(neighbour.command->name, Style::bold, colour), to_string(parts.transfer), parts.nr,
                  parts.size, hex(neighbour.value), report.reference->name);
  for (const RequestDifference& difference : neighbour.differences) {
    out += fmt::format("    {} differs: {} in the number, {} in the command\n", difference.what,
                       difference.given, difference.command);
  }
  return out;
}

std::string nothing_text(const RequestReport& report, bool colour) {
  const std::string on = report.asked == nullptr ? "" : fmt::format(" on {}", report.asked->name);
  std::string out =
      paint(fmt::format("no command of {} has this number{}", report.spec->file, on), Style::red, colour) +
      "\n";
  if (report.retired != nullptr) {
    out += fmt::format("  nr {} was {} and is retired: {}\n", report.retired->nr, report.retired->name,
                       report.retired->reason);
  }
  for (const RequestNeighbour& neighbour : report.nearest) out += neighbour_text(report, neighbour, colour);
  return out;
}

}  // namespace

std::string request_text(const RequestReport& report, bool colour) {
  std::string out = paint(hex(report.value), Style::bold, colour) + fmt::format(" = {}\n", report.value) +
                    readings_text(report, colour);
  if (report.spec == nullptr) return out;
  if (report.is_command()) return out + matches_text(report, colour) + other_width_text(report);
  return out + nothing_text(report, colour) + other_width_text(report);
}

}  // namespace iopact
