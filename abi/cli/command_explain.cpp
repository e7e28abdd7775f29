// SPDX-License-Identifier: GPL-2.0-or-later
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>

#include "abi/cli/command_line.h"
#include "abi/judge/rule.h"
#include "abi/model/suggest.h"
#include "abi/report/json_text.h"
#include "abi/report/text_table.h"

namespace iopact {

namespace {

using Json = nlohmann::ordered_json;

std::string_view name_of(Category category) {
  switch (category) {
    case Category::must:
      return "must";
    case Category::should:
      return "should";
    case Category::advice:
      return "advice";
  }
  return "";
}

std::vector<const Rule*> rules_by_id() {
  std::vector<const Rule*> rules = all_rules();
  std::ranges::sort(rules, {}, &Rule::id);
  return rules;
}

Json rule_json(const Rule& rule) {
  return {{"id", rule.id},           {"category", name_of(rule.category)},
          {"purpose", rule.purpose}, {"source", rule.source},
          {"why", rule.explanation}, {"example", rule.example},
          {"fix", rule.fix}};
}

std::string indented(std::string_view text) {
  std::string out = "  ";
  for (const char c : text) {
    out += c;
    if (c == '\n') out += "  ";
  }
  return out;
}

std::string rule_text(const Rule& rule, bool colour) {
  std::string out = fmt::format("{} ({})\n{}\n", paint(rule.id, Style::bold, colour), name_of(rule.category),
                                indented(rule.purpose));
  const auto add = [&](std::string_view heading, std::string_view text) {
    if (!text.empty()) out += fmt::format("\n{}\n{}\n", paint(heading, Style::cyan, colour), indented(text));
  };
  add("Why", rule.explanation);
  add("Example of what is found", rule.example);
  add("What to do", rule.fix);
  add("Source", rule.source);
  return out;
}

std::string list_text(bool colour) {
  using Align = TextTable::Align;
  TextTable table({Align::left, Align::left, Align::left}, 0);
  for (const Rule* rule : rules_by_id()) {
    table.add({{std::string(rule->id), Style::bold},
               {std::string(name_of(rule->category))},
               {std::string(rule->purpose)}});
  }
  return table.render(colour);
}

std::string list_json() {
  Json out = Json::array();
  for (const Rule* rule : rules_by_id()) out.push_back(rule_json(*rule));
  return json_text({{"rules", std::move(out)}});
}

Outcome unknown_rule(const std::string& id) {
  std::vector<std::string_view> known;
  for (const Rule* rule : all_rules()) known.push_back(rule->id);
  const std::string guess = did_you_mean(id, known);
  return usage_error(
      "iopact explain",
      fmt::format("no rule '{}'{}", clip(id), guess.empty() ? "; without a name all are listed" : guess));
}

}  // namespace

Outcome explain_command(CommandLine& line) {
  std::string id;
  line.app().add_option("RULE", id, "the rule's name, as findings show it; without it all rules are listed");
  line.accept_formats({"text", "json"});
  if (const auto stop = line.parse()) return *stop;

  const bool as_json = line.common().format == "json";
  if (id.empty()) return {exit_clean, as_json ? list_json() : list_text(line.colour_output()), ""};
  const Rule* rule = find_rule(id);
  if (rule == nullptr) return unknown_rule(id);
  return {exit_clean, as_json ? json_text(rule_json(*rule)) : rule_text(*rule, line.colour_output()), ""};
}

}  // namespace iopact
