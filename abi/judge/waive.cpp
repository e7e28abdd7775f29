// SPDX-License-Identifier: GPL-2.0-or-later
#include "abi/judge/waive.h"

#include <algorithm>
#include <string>

namespace iopact {
namespace {

constexpr Rule rules[] = {
    {.id = "waiver-unused",
     .category = Category::must,
     .purpose = "A waiver answers a finding that exists.",
     .source = "checked-in deviations only shrink: syzkaller, tools/syz-check",
     .explanation =
         "A waiver whose finding is gone hides the next one that happens to have its rule and place.",
     .example = R"({"rule": "no-hole", "at": "struct foo.bar", ...} where struct foo has no hole)",
     .fix = "remove the waiver, or correct its rule and place"},
    {.id = "waiver-expired",
     .category = Category::must,
     .purpose = "A waiver is in force only until the day it names.",
     .source = "iopact",
     .explanation = "An expiry is a promise to look again; past it the finding counts once more.",
     .example = R"({"rule": "no-hole", ..., "expires": "2020-01-31"})",
     .fix = "mend what the finding says, or renew the waiver with a reason"},
};

Finding about(const Waiver& waiver, const Rule& rule, std::string message) {
  Finding finding;
  finding.rule = rule.id;
  finding.severity = Severity::warning;
  finding.places = {waiver.at};
  finding.subject = waiver.rule + " at " + waiver.subject;
  finding.message = std::move(message);
  finding.why = rule.explanation;
  finding.fix = rule.fix;
  return finding;
}

// ISO dates order as text.
bool expired(const Waiver& waiver, std::string_view today) {
  return !waiver.expires.empty() && waiver.expires < today;
}

bool answer(std::vector<Finding>& findings, const Waiver& waiver) {
  bool used = false;
  for (Finding& finding : findings) {
    if (finding.rule != waiver.rule || finding.subject != waiver.subject) continue;
    finding.is_waived = true;
    finding.waived = {waiver.reason, waiver.owner, waiver.expires};
    used = true;
  }
  return used;
}

}  // namespace

std::span<const Rule> waiver_rules() { return rules; }

void apply_waivers(std::vector<Finding>& findings, std::span<const Waiver> waivers, std::string_view today) {
  std::vector<Finding> own;
  for (const Waiver& waiver : waivers) {
    if (expired(waiver, today)) {
      own.push_back(
          about(waiver, rules[1],
                "the waiver of " + waiver.rule + " at " + waiver.subject + " expired on " + waiver.expires));
    } else if (!answer(findings, waiver)) {
      own.push_back(about(waiver, rules[0],
                          "no finding of " + waiver.rule + " at " + waiver.subject + " is left to waive"));
    }
  }
  findings.insert(findings.end(), own.begin(), own.end());
}

bool fails(std::span<const Finding> findings, Severity threshold) {
  return std::any_of(findings.begin(), findings.end(),
                     [&](const Finding& f) { return !f.is_waived && f.severity >= threshold; });
}

}  // namespace iopact
