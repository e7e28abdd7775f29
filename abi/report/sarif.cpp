// SPDX-License-Identifier: GPL-2.0-or-later
// SARIF 2.1.0, OASIS Standard, sections 3.13 (log) to 3.30 (region).
#include <algorithm>
#include <nlohmann/json.hpp>
#include <vector>

#include "abi/report/json_text.h"
#include "abi/report/report.h"
#include "abi/report/source_line.h"

namespace iopact {

namespace {

using Json = nlohmann::ordered_json;

// SARIF's levels have the names of our severities.
std::string_view level_of(Severity severity) { return to_string(severity); }

// A file name as a relative URI reference: everything but unreserved bytes and '/' as percent codes.
std::string uri_of(std::string_view file) {
  static constexpr std::string_view plain = "-._~/";
  static constexpr std::string_view digits = "0123456789ABCDEF";
  std::string out;
  for (const char c : file) {
    const auto byte = static_cast<unsigned char>(c);
    const bool is_word = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
    if (is_word || plain.find(c) != std::string_view::npos) {
      out += c;
    } else {
      out += {'%', digits[byte >> 4], digits[byte & 15]};
    }
  }
  return out;
}

// Our columns count bytes, SARIF has no such kind: columnKind of the run says code points.
std::size_t sarif_column(const Place& place, const Report& report) {
  const auto column = static_cast<std::size_t>(place.column);
  const std::optional<std::string> text = report.source(place.file);
  const std::optional<std::string_view> line = text ? line_of(*text, place.line) : std::nullopt;
  return line ? code_point_column(*line, column) : column;
}

Json location_json(const Place& place, const Report& report) {
  Json physical{{"artifactLocation", {{"uri", uri_of(place.file)}}}};
  if (place.line > 0) {
    physical["region"] = {{"startLine", place.line}};
    if (place.column > 0) physical["region"]["startColumn"] = sarif_column(place, report);
  }
  return {{"physicalLocation", std::move(physical)}};
}

std::string text_of(const Finding& finding) {
  std::string out = finding.message;
  if (!finding.why.empty()) out += "\n" + finding.why;
  if (!finding.fix.empty()) out += "\n" + finding.fix;
  return out;
}

Json result_json(const Finding& finding, std::size_t rule_index, const Report& report) {
  Json out{{"ruleId", finding.rule},
           {"ruleIndex", rule_index},
           {"level", level_of(finding.severity)},
           {"message", {{"text", text_of(finding)}}}};
  out["locations"] = Json::array();
  if (!finding.places.empty()) out["locations"].push_back(location_json(finding.places.front(), report));
  for (std::size_t i = 1; i < finding.places.size(); ++i) {
    out["relatedLocations"].push_back(location_json(finding.places[i], report));
  }
  out["partialFingerprints"] = {{"iopact/v1", fingerprint(finding)}};
  if (finding.is_waived) {
    out["suppressions"] = {{{"kind", "external"}, {"justification", finding.waived.reason}}};
  }
  Json properties = Json::object();
  if (!finding.targets.empty()) properties["targets"] = finding.targets;
  if (finding.verdict != Verdict::none) properties["verdict"] = to_string(finding.verdict);
  if (!properties.empty()) out["properties"] = std::move(properties);
  return out;
}

Json rule_json(const std::string& id, const Report& report) {
  const RuleText text = report.rule(id);
  Json out{{"id", id}, {"shortDescription", {{"text", text.purpose.empty() ? id : text.purpose}}}};
  if (!text.why.empty()) out["fullDescription"] = {{"text", text.why}};
  if (!text.fix.empty()) out["help"] = {{"text", text.fix}};
  return out;
}

}  // namespace

std::string render_sarif(const Report& report) {
  std::vector<std::string> rules;
  Json results = Json::array();
  for (const Finding& finding : report.findings) {
    const auto found = std::ranges::find(rules, finding.rule);
    const auto index = static_cast<std::size_t>(found - rules.begin());
    if (found == rules.end()) rules.push_back(finding.rule);
    results.push_back(result_json(finding, index, report));
  }
  Json driver{{"name", "iopact"}, {"rules", Json::array()}};
  for (const std::string& rule : rules) driver["rules"].push_back(rule_json(rule, report));
  Json run{{"tool", {{"driver", std::move(driver)}}},
           {"columnKind", "unicodeCodePoints"},
           {"results", std::move(results)}};
  return json_text({{"$schema", "https://json.schemastore.org/sarif-2.1.0.json"},
                    {"version", "2.1.0"},
                    {"runs", Json::array({std::move(run)})}});
}

}  // namespace iopact
