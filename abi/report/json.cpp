// SPDX-License-Identifier: GPL-2.0-or-later
#include <nlohmann/json.hpp>

#include "abi/report/json_text.h"
#include "abi/report/report.h"

namespace iopact {

namespace {

using Json = nlohmann::ordered_json;

Json place_json(const Place& place) {
  Json out{{"file", place.file}, {"line", place.line}, {"column", place.column}};
  if (!place.pointer.empty()) out["pointer"] = place.pointer;
  return out;
}

Json finding_json(const Finding& finding) {
  Json out{{"rule", finding.rule}, {"severity", to_string(finding.severity)}};
  if (finding.verdict != Verdict::none) out["verdict"] = to_string(finding.verdict);
  out["subject"] = finding.subject;
  out["message"] = finding.message;
  if (!finding.why.empty()) out["why"] = finding.why;
  if (!finding.fix.empty()) out["fix"] = finding.fix;
  out["places"] = Json::array();
  for (const Place& place : finding.places) out["places"].push_back(place_json(place));
  out["targets"] = finding.targets;
  out["fingerprint"] = fingerprint(finding);
  if (finding.is_waived) {
    out["waived"] = {{"reason", finding.waived.reason}, {"owner", finding.waived.owner}};
    if (!finding.waived.expires.empty()) out["waived"]["expires"] = finding.waived.expires;
  }
  return out;
}

}  // namespace

std::string render_json(const Report& report) {
  Json out{{"version", 1}, {"findings", Json::array()}};
  for (const Finding& finding : report.findings) out["findings"].push_back(finding_json(finding));
  const Tally counts = tally(report.findings);
  out["summary"] = {{"errors", counts.errors},
                    {"warnings", counts.warnings},
                    {"notes", counts.notes},
                    {"waived", counts.waived}};
  return json_text(out);
}

}  // namespace iopact
