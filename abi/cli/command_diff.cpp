// SPDX-License-Identifier: GPL-2.0-or-later
#include <CLI/CLI.hpp>
#include <algorithm>

#include "abi/cli/inputs.h"
#include "abi/judge/diff.h"

namespace iopact {

namespace {

// The changes that fail, by the word of --fail-on.
bool is_failing(Verdict verdict, const std::string& fail_on) {
  switch (verdict) {
    case Verdict::breaking:
      return true;
    case Verdict::conditional:
      return fail_on != "breaking";
    case Verdict::source:
      return fail_on == "source";
    case Verdict::compatible:
    case Verdict::none:
      return false;
  }
  return true;
}

// What is listed without --all: what fails, and conditions that somebody has to look at.
bool is_shown(const Finding& finding, const std::string& fail_on) {
  return finding.verdict == Verdict::conditional || is_failing(finding.verdict, fail_on);
}

}  // namespace

Outcome diff_command(CommandLine& line) {
  std::string old_file, new_file, fail_on = "breaking";
  bool all = false;
  line.app().add_option("OLD", old_file, "the spec that programs were built against")->required();
  line.app().add_option("NEW", new_file, "the spec that replaces it")->required();
  line.app()
      .add_option("--fail-on", fail_on, "the weakest verdict that fails")
      ->check(CLI::IsMember({"breaking", "conditional", "source"}))
      ->capture_default_str();
  line.app().add_flag("--all", all, "list compatible and source-only changes as well");
  line.accept_formats(report_format_names());
  if (const auto stop = line.parse()) return *stop;

  Outcome failure;
  const auto waivers = read_waivers(line, failure);
  if (!waivers) return failure;
  const auto old_spec = read_spec(line, old_file, failure);
  if (!old_spec) return failure;
  const auto new_spec = read_spec(line, new_file, failure);
  if (!new_spec) return failure;

  std::vector<Finding> findings = diff(*old_spec, *new_spec);
  answer_findings(findings, {}, *waivers);
  const bool fails = std::any_of(findings.begin(), findings.end(), [&](const Finding& f) {
    return !f.is_waived && is_failing(f.verdict, fail_on);
  });
  if (!all) std::erase_if(findings, [&](const Finding& f) { return !is_shown(f, fail_on); });
  Outcome outcome = findings_outcome(line, findings, Severity::error);
  outcome.exit_code = fails ? exit_findings : exit_clean;
  return outcome;
}

}  // namespace iopact
