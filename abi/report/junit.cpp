// SPDX-License-Identifier: GPL-2.0-or-later
#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "abi/report/markup.h"
#include "abi/report/report.h"

namespace iopact {

namespace {

// Findings of one rule, in the order in which rules first appear.
struct Suite {
  std::string rule;
  std::vector<const Finding*> findings;
};

std::vector<Suite> suites_of(const Report& report) {
  std::vector<Suite> out;
  for (const Finding& finding : report.findings) {
    const auto found =
        std::find_if(out.begin(), out.end(), [&](const Suite& one) { return one.rule == finding.rule; });
    if (found != out.end()) {
      found->findings.push_back(&finding);
    } else {
      out.push_back({finding.rule, {&finding}});
    }
  }
  return out;
}

bool fails(const Finding& finding, const Report& report) {
  return !finding.is_waived && finding.severity >= report.threshold;
}

std::string body_of(const Finding& finding) {
  const std::string place = where(finding);
  std::string out = fmt::format("{}{}{}: {}", place, place.empty() ? "" : ": ", to_string(finding.severity),
                                finding.message);
  if (!finding.why.empty()) out += "\nwhy: " + finding.why;
  if (!finding.fix.empty()) out += "\nfix: " + finding.fix;
  return out;
}

std::string case_of(const Finding& finding, const Report& report) {
  std::string out = fmt::format("    <testcase classname=\"{}\" name=\"{}\"", escape_markup(finding.rule),
                                escape_markup(finding.subject.empty() ? where(finding) : finding.subject));
  if (!finding.places.empty()) {
    out += fmt::format(" file=\"{}\" line=\"{}\"", escape_markup(finding.places.front().file),
                       finding.places.front().line);
  }
  out += ">\n";
  if (fails(finding, report)) {
    out +=
        fmt::format("      <failure type=\"{}\" message=\"{}\">{}</failure>\n", to_string(finding.severity),
                    escape_markup(finding.message), escape_markup(body_of(finding)));
  } else if (finding.is_waived) {
    out += fmt::format("      <skipped message=\"waived: {}\"/>\n", escape_markup(finding.waived.reason));
  } else {
    out += fmt::format("      <system-out>{}</system-out>\n", escape_markup(body_of(finding)));
  }
  return out + "    </testcase>\n";
}

struct Counts {
  std::size_t tests = 0, failures = 0, skipped = 0;
};

Counts count(const std::vector<const Finding*>& findings, const Report& report) {
  Counts out;
  for (const Finding* finding : findings) {
    ++out.tests;
    if (fails(*finding, report)) ++out.failures;
    if (finding->is_waived) ++out.skipped;
  }
  return out;
}

std::string attributes(const Counts& counts) {
  return fmt::format("tests=\"{}\" failures=\"{}\" errors=\"0\" skipped=\"{}\"", counts.tests,
                     counts.failures, counts.skipped);
}

}  // namespace

std::string render_junit(const Report& report) {
  std::string suites;
  std::vector<const Finding*> all;
  for (const Suite& suite : suites_of(report)) {
    suites += fmt::format("  <testsuite name=\"{}\" {}>\n", escape_markup(suite.rule),
                          attributes(count(suite.findings, report)));
    for (const Finding* finding : suite.findings) suites += case_of(*finding, report);
    suites += "  </testsuite>\n";
    all.insert(all.end(), suite.findings.begin(), suite.findings.end());
  }
  return fmt::format(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"iopact\" {}>\n{}</testsuites>\n",
      attributes(count(all, report)), suites);
}

}  // namespace iopact
