// SPDX-License-Identifier: GPL-2.0-or-later
#include <fmt/format.h>

#include <algorithm>

#include "abi/report/report.h"
#include "abi/report/style.h"

namespace iopact {

namespace {

constexpr Format formats[] = {
    {"text", "for people: the line, a caret, why it matters and what to do", render_text},
    {"json", "for programs, schema findings-1.schema.json", render_json},
    {"sarif", "SARIF 2.1.0, for code review", render_sarif},
    {"junit", "JUnit XML, for CI", render_junit},
    {"github", "workflow commands that annotate a pull request", render_github},
    {"markdown", "a table for a comment or a page", render_markdown},
};

}  // namespace

std::span<const Format> report_formats() { return formats; }

const Format* find_format(std::string_view name) {
  const auto* found = std::ranges::find(formats, name, &Format::name);
  return found == std::end(formats) ? nullptr : found;
}

Tally tally(std::span<const Finding> findings) {
  Tally out;
  for (const Finding& finding : findings) {
    if (finding.is_waived) {
      ++out.waived;
      continue;
    }
    switch (finding.severity) {
      case Severity::error:
        ++out.errors;
        break;
      case Severity::warning:
        ++out.warnings;
        break;
      case Severity::note:
        ++out.notes;
        break;
    }
  }
  return out;
}

std::string to_string(const Tally& tally) {
  std::string out;
  const auto add = [&](std::size_t number, const std::string& text) {
    if (number != 0) out += (out.empty() ? "" : ", ") + text;
  };
  add(tally.errors, count_of(tally.errors, "error"));
  add(tally.warnings, count_of(tally.warnings, "warning"));
  add(tally.notes, count_of(tally.notes, "note"));
  add(tally.waived, fmt::format("{} waived", tally.waived));
  return out.empty() ? "no findings" : out;
}

std::string to_string(const Place& place) {
  std::string out = place.file;
  if (place.line > 0) out += fmt::format(":{}", place.line);
  if (place.line > 0 && place.column > 0) out += fmt::format(":{}", place.column);
  return out;
}

std::string where(const Finding& finding) {
  return finding.places.empty() ? "" : to_string(finding.places.front());
}

}  // namespace iopact
