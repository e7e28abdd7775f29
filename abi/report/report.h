// SPDX-License-Identifier: GPL-2.0-or-later
// Findings as text, JSON and whatever else reads them. Every output format is one file and one row of the
// table in formats.cpp: a function from a Report to a string. Nothing here reads files, prints or decides.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "abi/model/finding.h"

namespace iopact {

// What a registry knows about a rule; all empty for a rule that is in none.
struct RuleText {
  std::string purpose;  // one sentence
  std::string why;
  std::string fix;
};

// What a format shows.
struct Report {
  std::span<const Finding> findings;  // in this order
  // Text of a file that a finding's place names, for caret lines; empty where there is none.
  std::function<std::optional<std::string>(const std::string& file)> source = [](const std::string&) {
    return std::optional<std::string>();
  };
  std::function<RuleText(std::string_view rule)> rule = [](std::string_view) { return RuleText(); };
  Severity threshold = Severity::warning;  // unwaived findings from here on fail
  bool colour = false;                     // text only
};

struct Format {
  std::string_view name;     // as --format takes it
  std::string_view summary;  // one line for --help
  std::string (*render)(const Report& report);
};

std::span<const Format> report_formats();
const Format* find_format(std::string_view name);  // nullptr when there is none

// How many findings there are of each kind; the waived ones count only as such.
struct Tally {
  std::size_t errors = 0, warnings = 0, notes = 0, waived = 0;
};
Tally tally(std::span<const Finding> findings);
// "2 errors, 1 warning, 3 waived"; "no findings".
std::string to_string(const Tally& tally);

// The first place, "spec.json:3:4"; "" when the finding has none. Unknown line and column are left out.
std::string where(const Finding& finding);
std::string to_string(const Place& place);

// The formats.
std::string render_text(const Report& report);
std::string render_json(const Report& report);    // findings-1.schema.json
std::string render_sarif(const Report& report);   // SARIF 2.1.0
std::string render_junit(const Report& report);   // a test suite per rule, a case per finding
std::string render_github(const Report& report);  // workflow commands, annotations in a pull request
std::string render_markdown(const Report& report);

}  // namespace iopact
