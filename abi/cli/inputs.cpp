// SPDX-License-Identifier: GPL-2.0-or-later
#include "abi/cli/inputs.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <ctime>
#include <fstream>
#include <sstream>

#include "abi/judge/rule.h"
#include "abi/judge/waive.h"
#include "abi/model/load.h"
#include "abi/model/suggest.h"
#include "abi/report/report.h"

namespace iopact {

namespace {

std::optional<std::string> read_file(const std::string& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) return std::nullopt;
  std::ostringstream text;
  text << in.rdbuf();
  return std::move(text).str();
}

RuleText rule_text(std::string_view id) {
  const Rule* rule = find_rule(id);
  if (rule == nullptr) return {};
  return {std::string(rule->purpose), std::string(rule->explanation), std::string(rule->fix)};
}

std::vector<std::string_view> split(std::string_view list) {
  std::vector<std::string_view> out;
  for (std::size_t comma = 0; comma != std::string_view::npos;) {
    comma = list.find(',');
    out.push_back(list.substr(0, comma));
    if (comma != std::string_view::npos) list.remove_prefix(comma + 1);
  }
  return out;
}

Outcome unknown_target(std::string_view command, std::string_view name) {
  std::vector<std::string_view> known;
  for (const Target& target : all_targets()) known.push_back(target.name);
  const std::string guess = did_you_mean(name, known);
  const std::string list = guess.empty() ? fmt::format("; there are {}", fmt::join(known, ", ")) : guess;
  return usage_error(command, fmt::format("unknown target '{}'{}", clip(name), list));
}

// ISO date, in UTC.
std::string today() { return fmt::format("{:%Y-%m-%d}", fmt::gmtime(std::time(nullptr))); }

// What is wrong with the file, among the messages.
Outcome refusal(const CommandLine& line, const LoadResult& loaded, ExitCode exit_code) {
  Report report = report_on(loaded.findings, Severity::error, line.colour_messages());
  report.source = [&](const std::string&) { return loaded.text; };
  return {exit_code, std::nullopt, render_text(report)};
}

}  // namespace

std::optional<Spec> read_spec(const CommandLine& line, const std::string& file, Outcome& failure) {
  LoadResult loaded = load_spec(file);
  if (loaded.spec) return std::move(loaded.spec);
  failure = refusal(line, loaded, loaded.is_spec ? exit_findings : exit_cannot_run);
  return std::nullopt;
}

std::optional<std::vector<Waiver>> read_waivers(const CommandLine& line, Outcome& failure) {
  if (line.common().waivers.empty()) return std::vector<Waiver>{};
  LoadResult loaded = load_waiver_file(line.common().waivers);
  if (loaded.spec) return std::move(loaded.spec->waivers);
  failure = refusal(line, loaded, exit_cannot_run);
  return std::nullopt;
}

void answer_findings(std::vector<Finding>& findings, const std::vector<Waiver>& own,
                     const std::vector<Waiver>& beside) {
  std::vector<Waiver> all = own;
  all.insert(all.end(), beside.begin(), beside.end());
  apply_waivers(findings, all, today());
}

void add_fail_on(CommandLine& line, std::string& word) {
  word = "warning";
  line.app()
      .add_option("--fail-on", word, "the weakest severity that fails")
      ->check(CLI::IsMember({"note", "warning", "error"}))
      ->capture_default_str();
}

Severity severity_named(std::string_view word) {
  if (word == "note") return Severity::note;
  return word == "error" ? Severity::error : Severity::warning;
}
std::optional<std::vector<const Target*>> read_targets(std::string_view command, const std::string& list,
                                                       Outcome& failure) {
  std::vector<const Target*> out;
  if (list == "all") {
    for (const Target& target : all_targets()) out.push_back(&target);
    return out;
  }
  for (const std::string_view name : split(list)) {
    const Target* target = find_target(name);
    if (target == nullptr) {
      failure = unknown_target(command, name);
      return std::nullopt;
    }
    out.push_back(target);
  }
  return out;
}

Report report_on(const std::vector<Finding>& findings, Severity threshold, bool colour) {
  return {findings, read_file, rule_text, threshold, colour};
}

std::vector<std::string> report_format_names() {
  std::vector<std::string> out;
  for (const Format& format : report_formats()) out.emplace_back(format.name);
  return out;
}

Outcome findings_outcome(const CommandLine& line, const std::vector<Finding>& findings, Severity threshold) {
  const Format* format = find_format(line.common().format);
  const Report report = report_on(findings, threshold, line.colour_output());
  return {fails(findings, threshold) ? exit_findings : exit_clean, format->render(report), ""};
}

}  // namespace iopact
