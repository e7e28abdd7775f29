// SPDX-License-Identifier: GPL-2.0-or-later
#include "abi/report/check_report.h"

#include <fmt/format.h>

#include <algorithm>

#include "abi/report/style.h"

namespace iopact {
namespace {

std::size_t count(const std::vector<CheckedCell>& cells, CheckedCell::State state) {
  return static_cast<std::size_t>(std::ranges::count(cells, state, &CheckedCell::state));
}

}  // namespace

std::string verdict_line(const CheckReport& report) {
  using State = CheckedCell::State;
  std::string line = "abi-check: ";
  if (!report.header.empty()) line += count_of(count(report.cells, State::compared), "cell") + ", ";
  if (!report.objects.empty()) line += count_of(count(report.objects, State::compared), "object") + ", ";
  line += count_of(report.struct_count, "struct") + ", ";
  line += count_of(report.findings.findings.size(), "difference");
  if (const auto skipped = count(report.cells, State::skipped)) line += fmt::format(", {} skipped", skipped);
  const auto failed = count(report.cells, State::failed) + count(report.objects, State::failed);
  if (failed != 0) line += fmt::format(", {} could not be read", failed);
  return line;
}

std::string state_text(const CheckedCell& cell) {
  switch (cell.state) {
    case CheckedCell::State::skipped:
      return "skipped";
    case CheckedCell::State::failed:
      return "failed";
    case CheckedCell::State::compared:
      break;
  }
  const auto differences = cell.sighting.differences.size();
  return differences == 0 ? "ok" : count_of(differences, "difference");
}

}  // namespace iopact
