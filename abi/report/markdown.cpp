// SPDX-License-Identifier: GPL-2.0-or-later
#include <fmt/format.h>

#include "abi/report/report.h"
#include "abi/report/style.h"

namespace iopact {

namespace {

// One cell: a bar would end it, and what looks like markup is shown as it is.
std::string cell(std::string_view text) {
  std::string out;
  for (const char c : printable(text)) {
    if (std::string_view("|\\`*_<[").find(c) != std::string_view::npos) out += '\\';
    out += c;
  }
  return out;
}

std::string row(const Finding& finding) {
  std::string severity(to_string(finding.severity));
  if (finding.verdict != Verdict::none) severity += fmt::format(", {}", to_string(finding.verdict));
  if (finding.is_waived) severity += ", waived";
  std::string message = cell(finding.message);
  if (!finding.targets.empty()) message += fmt::format(" ({})", fmt::join(finding.targets, ", "));
  const std::string answer = finding.is_waived ? finding.waived.reason : finding.fix;
  return fmt::format("| {} | {} | {} | {} | {} |\n", severity, cell(where(finding)), cell(finding.rule),
                     message, cell(answer));
}

}  // namespace

std::string render_markdown(const Report& report) {
  const std::string summary = to_string(tally(report.findings)) + "\n";
  if (report.findings.empty()) return summary;
  std::string out = "| severity | place | rule | finding | fix |\n|-|-|-|-|-|\n";
  for (const Finding& finding : report.findings) out += row(finding);
  return out + "\n" + summary;
}

}  // namespace iopact
