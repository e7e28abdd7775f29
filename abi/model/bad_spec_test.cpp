// SPDX-License-Identifier: GPL-2.0-or-later
// Each testdata/bad/NAME.json with its whole diagnostics in NAME.expected. IOPACT_UPDATE=1 writes the
// expected files anew, to be read before they are committed.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <set>
#include <sstream>

#include "abi/model/load.h"
#include "abi/model/spec_rules.h"

namespace iopact {
namespace {

namespace fs = std::filesystem;

const fs::path folder = fs::path(IOPACT_SOURCE_DIR) / "abi/model/testdata/bad";

std::string read(const fs::path& path) {
  std::ifstream stream(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

std::string line_of(std::string_view text, int line) {
  for (; line > 1; --line) text.remove_prefix(std::min(text.find('\n') + 1, text.size()));
  return std::string(text.substr(0, text.find('\n')));
}

void render(const Finding& finding, std::string_view text, std::string& out) {
  const Place& place = finding.places.front();
  out += fmt::format("{}:{}:{}: {}: {} [{}]\n", place.file, place.line, place.column,
                     to_string(finding.severity), finding.message, finding.rule);
  out += fmt::format("  {}\n  {:>{}}\n", line_of(text, place.line), '^', place.column);
  out += fmt::format("  at: {} ({})\n  fix: {}\n", place.pointer, finding.subject, finding.fix);
  for (std::size_t i = 1; i < finding.places.size(); ++i)
    out += fmt::format("  see: {}:{}:{} {}\n", finding.places[i].file, finding.places[i].line,
                       finding.places[i].column, finding.places[i].pointer);
}

std::string render(const LoadResult& result) {
  std::string out;
  for (const Finding& finding : result.findings) render(finding, result.text, out);
  return out + (result.is_spec ? "" : "not a spec\n");
}

LoadResult load(const fs::path& path) { return load_spec_text(read(path), path.filename().string()); }

std::vector<fs::path> bad_specs() {
  std::vector<fs::path> out;
  for (const auto& entry : fs::directory_iterator(folder))
    if (entry.path().extension() == ".json") out.push_back(entry.path());
  std::sort(out.begin(), out.end());
  return out;
}

std::string test_name(const testing::TestParamInfo<fs::path>& info) {
  std::string name = info.param.stem().string();
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
}

class BadSpec : public testing::TestWithParam<fs::path> {};

TEST_P(BadSpec, IsDiagnosed) {
  const LoadResult result = load(GetParam());
  EXPECT_FALSE(result.spec);
  EXPECT_FALSE(result.findings.empty());
  fs::path expected = GetParam();
  expected.replace_extension(".expected");
  if (std::getenv("IOPACT_UPDATE") != nullptr) std::ofstream(expected, std::ios::binary) << render(result);
  EXPECT_EQ(render(result), read(expected));
}

// Every place lies in the text, and no finding is told twice.
TEST_P(BadSpec, PointsIntoTheText) {
  const LoadResult result = load(GetParam());
  std::set<std::string> seen;
  for (const Finding& finding : result.findings) {
    for (const Place& place : finding.places) {
      EXPECT_GE(place.line, 1);
      EXPECT_GE(place.column, 1);
      EXPECT_LE(static_cast<std::size_t>(place.column), line_of(result.text, place.line).size() + 1);
    }
    EXPECT_NE(finding.fix, "") << finding.message;
    EXPECT_NE(finding.subject, "") << finding.message;
    std::string text;
    render(finding, result.text, text);
    EXPECT_TRUE(seen.insert(text).second) << text;
  }
}

INSTANTIATE_TEST_SUITE_P(Files, BadSpec, testing::ValuesIn(bad_specs()), test_name);

TEST(BadSpecs, CoverEveryRule) {
  std::set<std::string, std::less<>> found{"spec-read"};  // no text: see load_test.cpp
  for (const fs::path& path : bad_specs())
    for (const Finding& finding : load(path).findings) found.insert(finding.rule);
  std::set<std::string, std::less<>> known;
  for (const SpecRule& rule : spec_rules()) known.emplace(rule.id);
  EXPECT_EQ(found, known);
}

}  // namespace
}  // namespace iopact
