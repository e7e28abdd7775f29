// SPDX-License-Identifier: GPL-2.0-or-later
// Every rule has one file testdata/lint/RULE.json: patches (RFC 6902) of base.json that make it fire at a
// named place and that leave it silent.
#include "abi/judge/lint.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>

#include "abi/judge/waive.h"
#include "abi/model/load.h"

namespace iopact {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr std::string_view today = "2026-01-01";

fs::path data_dir() { return fs::path(IOPACT_SOURCE_DIR) / "abi/judge/testdata/lint"; }

json read_json(const std::string& name) {
  std::ifstream in(data_dir() / (name + ".json"));
  return json::parse(in);
}

Spec load(const json& text) {
  LoadResult result = load_spec_text(text.dump(1), "base.json");
  for (const Finding& finding : result.findings) {
    if (finding.severity == Severity::error) ADD_FAILURE() << finding.message << " at " << finding.subject;
  }
  return result.spec ? *result.spec : Spec{};
}

std::vector<Finding> judge(const Spec& spec) {
  std::vector<Finding> findings = lint(spec);
  apply_waivers(findings, spec.waivers, today);
  return findings;
}

std::vector<std::string> unwaived(const std::vector<Finding>& findings, const std::string& rule) {
  std::vector<std::string> subjects;
  for (const Finding& finding : findings) {
    if (finding.rule == rule && !finding.is_waived) subjects.push_back(finding.subject);
  }
  return subjects;
}

std::vector<std::string> rule_names() {
  std::vector<std::string> names;
  for (const LintRule* rule : all_lint_rules()) names.emplace_back(rule->rule.id);
  for (const Rule& rule : waiver_rules()) names.emplace_back(rule.id);
  return names;
}

TEST(Lint, base_is_silent) {
  for (const Finding& finding : judge(load(read_json("base")))) {
    ADD_FAILURE() << finding.rule << " at " << finding.subject << ": " << finding.message;
  }
}

class LintRuleCase : public testing::TestWithParam<std::string> {};

TEST_P(LintRuleCase, fires) {
  const json data = read_json(GetParam());
  const Spec spec = load(read_json("base").patch(data.at("fires")));
  EXPECT_THAT(unwaived(judge(spec), GetParam()), testing::Contains(data.at("at").get<std::string>()));
}

TEST_P(LintRuleCase, is_silent) {
  const json data = read_json(GetParam());
  const Spec spec = load(read_json("base").patch(data.at("silent")));
  EXPECT_THAT(unwaived(judge(spec), GetParam()), testing::IsEmpty());
}

INSTANTIATE_TEST_SUITE_P(Rules, LintRuleCase, testing::ValuesIn(rule_names()), [](const auto& test) {
  std::string name = test.param;
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
});

TEST(Lint, every_data_file_belongs_to_a_rule) {
  const std::vector<std::string> names = rule_names();
  for (const auto& entry : fs::directory_iterator(data_dir())) {
    const std::string stem = entry.path().stem().string();
    EXPECT_TRUE(stem == "base" || std::count(names.begin(), names.end(), stem) == 1) << entry.path();
  }
}

TEST(Rules, ids_are_unique_and_complete) {
  std::set<std::string_view> seen;
  for (const Rule* rule : all_rules()) {
    EXPECT_TRUE(seen.insert(rule->id).second) << rule->id;
    for (const std::string_view text :
         {rule->purpose, rule->source, rule->explanation, rule->example, rule->fix}) {
      EXPECT_FALSE(text.empty()) << rule->id;
    }
  }
  EXPECT_EQ(find_rule("no-hole")->id, "no-hole");
  EXPECT_EQ(find_rule("no-holes"), nullptr);
}

TEST(Lint, severity_follows_category_and_level) {
  EXPECT_EQ(severity_of(Category::must, Level::strict), Severity::error);
  EXPECT_EQ(severity_of(Category::must, Level::legacy), Severity::warning);
  EXPECT_EQ(severity_of(Category::should, Level::strict), Severity::warning);
  EXPECT_EQ(severity_of(Category::should, Level::legacy), Severity::note);
}

TEST(Lint, a_waived_finding_does_not_fail) {
  json data = read_json("base");
  data["structs"][0]["packed"] = true;
  Spec spec = load(data);
  EXPECT_TRUE(fails(judge(spec), Severity::error));
  spec.waivers.push_back({"packed-justified", "struct demo_request", "Shipped so.", "demo", "", {}});
  EXPECT_FALSE(fails(judge(spec), Severity::error));
}

TEST(Lint, vexfs_has_nothing_unanswered) {
  const LoadResult result = load_spec(fs::path(IOPACT_SOURCE_DIR) / "abi/spec/vexfs.json");
  ASSERT_TRUE(result.spec);
  for (const Finding& finding : judge(*result.spec)) {
    EXPECT_TRUE(finding.is_waived || finding.severity == Severity::note)
        << finding.rule << " at " << finding.subject << ": " << finding.message;
  }
}

}  // namespace
}  // namespace iopact
