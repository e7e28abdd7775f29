// SPDX-License-Identifier: GPL-2.0-or-later
// What commands read, and how findings leave them.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "abi/cli/command_line.h"
#include "abi/model/finding.h"
#include "abi/model/spec.h"
#include "abi/model/target.h"
#include "abi/report/report.h"

namespace iopact {

// The spec in this file, or nothing and in `failure` what the command shall return: 2 for what is no spec at
// all, 1 for a spec with errors; the findings stand among its messages.
std::optional<Spec> read_spec(const CommandLine& line, const std::string& file, Outcome& failure);

// The waivers of --waivers, none without it. Nothing, and `failure` set, for a file that holds none.
std::optional<std::vector<Waiver>> read_waivers(const CommandLine& line, Outcome& failure);

// Applies the spec's own waivers and these, as of today.
void answer_findings(std::vector<Finding>& findings, const std::vector<Waiver>& own,
                     const std::vector<Waiver>& beside);

// Adds --fail-on note|warning|error, "warning" by default, and reads its word.
void add_fail_on(CommandLine& line, std::string& word);
Severity severity_named(std::string_view word);

// "x86_64,i386" or "all". Nothing, and `failure` set, for an unknown name.
std::optional<std::vector<const Target*>> read_targets(std::string_view command, const std::string& list,
                                                       Outcome& failure);

// Names for accept_formats() of a command whose result is findings.
std::vector<std::string> report_format_names();

// What a format shows of these findings, which must outlive it.
Report report_on(const std::vector<Finding>& findings, Severity threshold, bool colour);

// Findings in the format that was asked for; exit 1 when an unwaived one stands at or above the threshold.
Outcome findings_outcome(const CommandLine& line, const std::vector<Finding>& findings,
                         Severity threshold = Severity::warning);

}  // namespace iopact
