// SPDX-License-Identifier: GPL-2.0-or-later
// One file testdata/diff/NAME.json per change: patches (RFC 6902) of lint/base.json for the old and the new
// side, and every finding that must come out, no more.
#include "abi/judge/diff.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>

#include "abi/model/load.h"

namespace iopact {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

fs::path data_dir() { return fs::path(IOPACT_SOURCE_DIR) / "abi/judge/testdata"; }

json read_json(const fs::path& file) {
  std::ifstream in(file);
  return json::parse(in);
}

Spec side(const json& data, const char* name) {
  json text = read_json(data_dir() / "lint/base.json");
  if (data.contains(name)) text = text.patch(data.at(name));
  LoadResult result = load_spec_text(text.dump(1), std::string(name) + ".json");
  for (const Finding& finding : result.findings) ADD_FAILURE() << name << ": " << finding.message;
  return result.spec ? *result.spec : Spec{};
}

std::vector<fs::path> case_files() {
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(data_dir() / "diff")) files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  return files;
}

// "rule verdict subject [targets]"
std::string line_of(const Finding& finding) {
  std::string line = finding.rule + " " + std::string(to_string(finding.verdict)) + " " + finding.subject;
  for (const std::string& target : finding.targets) line += " " + target;
  return line;
}

std::string line_of(const json& expected) {
  std::string line = expected.at("rule").get<std::string>() + " " +
                     expected.at("verdict").get<std::string>() + " " +
                     expected.at("subject").get<std::string>();
  for (const json& target : expected.value("targets", json::array())) line += " " + target.get<std::string>();
  return line;
}

class DiffCase : public testing::TestWithParam<fs::path> {};

TEST_P(DiffCase, gives_exactly_the_expected_findings) {
  const json data = read_json(GetParam());
  std::vector<std::string> expected;
  for (const json& row : data.at("expect")) expected.push_back(line_of(row));
  std::vector<std::string> found;
  for (const Finding& finding : diff(side(data, "old"), side(data, "new"))) found.push_back(line_of(finding));
  EXPECT_THAT(found, testing::UnorderedElementsAreArray(expected));
}

INSTANTIATE_TEST_SUITE_P(Changes, DiffCase, testing::ValuesIn(case_files()), [](const auto& test) {
  std::string name = test.param.stem().string();
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
});

TEST(Diff, every_change_rule_has_a_case) {
  std::set<std::string> seen;
  for (const fs::path& file : case_files()) {
    const json data = read_json(file);
    for (const json& row : data.at("expect")) seen.insert(row.at("rule").get<std::string>());
  }
  for (const Rule& rule : change_rules()) EXPECT_TRUE(seen.contains(std::string(rule.id))) << rule.id;
}

TEST(Diff, a_finding_says_what_breaks_and_where) {
  const json change = {{"new", json::array({{{"op", "replace"}, {"path", "/commands/0/nr"}, {"value", 7}}})}};
  const std::vector<Finding> findings = diff(side(change, "old"), side(change, "new"));
  ASSERT_EQ(findings.size(), 1u);
  EXPECT_EQ(findings[0].message, "DEMO_IOC_SUBMIT was 0x40187101 and is 0x40187107 on x86_64");
  EXPECT_EQ(findings[0].why, "a program built against the old header gets ENOTTY");
  EXPECT_EQ(findings[0].severity, Severity::error);
  ASSERT_EQ(findings[0].places.size(), 2u);
  EXPECT_EQ(findings[0].places[0].file, "new.json");
  EXPECT_EQ(findings[0].places[1].file, "old.json");
}

TEST(Diff, the_released_vexfs_is_unbroken) {
  const fs::path specs = fs::path(IOPACT_SOURCE_DIR) / "abi/spec";
  const LoadResult released = load_spec(specs / "released/vexfs-2.0.0.json");
  const LoadResult current = load_spec(specs / "vexfs.json");
  ASSERT_TRUE(released.spec && current.spec);
  for (const Finding& finding : diff(*released.spec, *current.spec)) {
    EXPECT_NE(finding.verdict, Verdict::breaking) << finding.message;
  }
}

}  // namespace
}  // namespace iopact
