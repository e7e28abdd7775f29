// SPDX-License-Identifier: GPL-2.0-or-later
#include <CLI/CLI.hpp>
#include <algorithm>

#include "abi/cli/inputs.h"
#include "abi/judge/lint.h"
#include "abi/model/load.h"

namespace iopact {

namespace {

// Findings of the loader and, when it could build a spec, of the rules. Nothing, and `failure` set, for what
// is no spec at all.
bool judge_file(const CommandLine& line, const std::string& file, const std::vector<Waiver>& waivers,
                std::vector<Finding>& findings, Outcome& failure) {
  const LoadResult loaded = load_spec(file);
  if (!loaded.is_spec) return read_spec(line, file, failure).has_value();
  findings.insert(findings.end(), loaded.findings.begin(), loaded.findings.end());
  if (!loaded.spec) return true;
  std::vector<Finding> found = lint(*loaded.spec);
  answer_findings(found, loaded.spec->waivers, waivers);
  findings.insert(findings.end(), found.begin(), found.end());
  return true;
}

}  // namespace

Outcome lint_command(CommandLine& line) {
  std::vector<std::string> files;
  std::string fail_on;
  line.app().add_option("SPEC", files, "the specs to judge")->required();
  add_fail_on(line, fail_on);
  line.accept_formats(report_format_names());
  if (const auto stop = line.parse()) return *stop;

  Outcome failure;
  const auto waivers = read_waivers(line, failure);
  if (!waivers) return failure;
  std::vector<Finding> findings;
  for (const std::string& file : files) {
    if (!judge_file(line, file, *waivers, findings, failure)) return failure;
  }
  return findings_outcome(line, findings, severity_named(fail_on));
}

}  // namespace iopact
