// SPDX-License-Identifier: GPL-2.0-or-later
// The same findings in every format, against testdata/findings.NAME.
#include "abi/report/report.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <map>
#include <nlohmann/json.hpp>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validation_results.hpp>
#include <valijson/validator.hpp>

#include "abi/model/golden_test.h"

namespace iopact {
namespace {

const std::string long_line = std::string(150, '.') + "here" + std::string(150, '.');

const std::map<std::string, std::string> sources{
    {"spec/a b.json", "{\n\t\"type\": \"__u16\"\n}\n"},
    {"spec/utf8.json", "{\"doc\": \"\u00fcber \u2260 \x1b[31m\", \"x\": 1}\r\n"},
    {"spec/long.json", long_line},
};

std::optional<std::string> source(const std::string& file) {
  const auto found = sources.find(file);
  return found == sources.end() ? std::nullopt : std::optional(found->second);
}

RuleText rule(std::string_view id) {
  if (id != "no-hole") return {};
  return {"No struct has a hole.", "A hole leaks.", "Write the padding as a member."};
}

Finding finding(std::string id, Severity severity, std::string message, std::vector<Place> places) {
  Finding out;
  out.rule = std::move(id);
  out.severity = severity;
  out.message = std::move(message);
  out.places = std::move(places);
  out.subject = "struct a.b";
  return out;
}

std::vector<Finding> samples() {
  std::vector<Finding> out;
  out.push_back(finding("no-hole", Severity::error, "four bytes before b are nobody's",
                        {{"spec/a b.json", 2, 10, "/structs/0"}, {"old.h", 7, 0, ""}}));
  out.back().targets = {"x86_64", "s390x"};
  out.back().why = "they carry what the kernel's stack held";
  out.back().fix = "add \"__u32 pad\"";
  out.push_back(finding("no-hole", Severity::warning, "at the x after \u00fcber \u2260",
                        {{"spec/utf8.json", 1, 28, ""}}));
  out.push_back(finding("number-changed", Severity::warning, "a|b <c> & \"d\" *e* \x1b[31m 100%",
                        {{"spec/long.json", 1, 151, ""}}));
  out.back().verdict = Verdict::breaking;
  out.push_back(finding("number-changed", Severity::note, "nothing is known about where", {}));
  out.back().verdict = Verdict::conditional;
  out.back().subject = "command A";
  out.push_back(finding("no-pointer", Severity::error, "a is a pointer", {{"gone.json", 9, 9, "/x"}}));
  out.back().is_waived = true;
  out.back().waived = {"shipped in 2.0", "jane", "2031-01-31"};
  return out;
}

Report report_on(const std::vector<Finding>& findings, bool colour = false) {
  return {findings, source, rule, Severity::warning, colour};
}

class EveryFormat : public testing::TestWithParam<Format> {};

INSTANTIATE_TEST_SUITE_P(All, EveryFormat,
                         testing::ValuesIn(report_formats().begin(), report_formats().end()),
                         [](const auto& test) { return std::string(test.param.name); });

TEST_P(EveryFormat, shows_the_findings) {
  const std::vector<Finding> findings = samples();
  expect_golden(GetParam().render(report_on(findings)),
                fmt::format("abi/report/testdata/findings.{}", GetParam().name));
}

TEST_P(EveryFormat, shows_that_there_are_none) {
  expect_golden(GetParam().render(report_on({})),
                fmt::format("abi/report/testdata/none.{}", GetParam().name));
}

TEST_P(EveryFormat, is_found_by_name) {
  ASSERT_NE(find_format(GetParam().name), nullptr);
  EXPECT_EQ(find_format(GetParam().name)->render, GetParam().render);
  EXPECT_EQ(find_format("xml"), nullptr);
}

TEST(ReportText, paints_on_request) {
  const std::vector<Finding> findings = samples();
  expect_golden(render_text(report_on(findings, true)), "abi/report/testdata/findings.colour");
}

// "" or where the document breaks the schema.
std::string violations(const std::string& schema_file, const nlohmann::json& document) {
  using Adapter = valijson::adapters::NlohmannJsonAdapter;
  const auto schema_text =
      nlohmann::json::parse(read_text(std::string(IOPACT_SOURCE_DIR) + "/" + schema_file));
  valijson::Schema schema;
  valijson::SchemaParser(valijson::SchemaParser::kDraft7).populateSchema(Adapter(schema_text), schema);
  valijson::ValidationResults results;
  std::string out;
  if (valijson::Validator().validate(schema, Adapter(document), &results)) return out;
  for (valijson::ValidationResults::Error error; results.popError(error);) {
    for (const std::string& step : error.context) out += step;
    out += ": " + error.description + "\n";
  }
  return out;
}

struct Published {
  std::string schema;
  std::string (*render)(const Report& report);
};
const Published json{"abi/report/findings-1.schema.json", render_json};
const Published sarif{"abi/report/testdata/sarif.schema.json", render_sarif};

TEST(ReportSchema, holds_for_what_is_written) {
  const std::vector<Finding> findings = samples();
  for (const Published& one : {json, sarif}) {
    EXPECT_EQ(violations(one.schema, nlohmann::json::parse(one.render(report_on(findings)))), "");
    EXPECT_EQ(violations(one.schema, nlohmann::json::parse(one.render(report_on({})))), "");
  }
}

TEST(ReportSchema, rejects_what_it_should) {
  const std::vector<Finding> findings = samples();
  const auto document = nlohmann::json::parse(render_json(report_on(findings)));
  const auto broken = [&](const char* pointer, const nlohmann::json& value) {
    auto copy = document;
    copy[nlohmann::json::json_pointer(pointer)] = value;
    return !violations(json.schema, copy).empty();
  };
  EXPECT_TRUE(broken("/version", 2));
  EXPECT_TRUE(broken("/findings/0/severity", "fatal"));
  EXPECT_TRUE(broken("/findings/0/fingerprint", "123"));
  EXPECT_TRUE(broken("/findings/0/extra", 1));
  EXPECT_TRUE(broken("/findings/0/places/0/line", -1));
  EXPECT_TRUE(broken("/findings/4/waived/expires", "soon"));
  auto copy = nlohmann::json::parse(render_sarif(report_on(findings)));
  copy["runs"][0]["results"][0]["level"] = "fatal";
  EXPECT_FALSE(violations(sarif.schema, copy).empty());
}

// A name that is not UTF-8 must not stop a report.
TEST(ReportJson, replaces_bytes_that_are_not_utf8) {
  std::vector<Finding> findings{finding("no-hole", Severity::error, "bad \xff byte", {{"f\xfe", 1, 1, ""}})};
  EXPECT_TRUE(nlohmann::json::accept(render_json(report_on(findings))));
  EXPECT_TRUE(nlohmann::json::accept(render_sarif(report_on(findings))));
}

TEST(Tally, counts_waived_findings_only_as_such) {
  const Tally counts = tally(samples());
  EXPECT_EQ(counts.errors, 1U);
  EXPECT_EQ(counts.warnings, 2U);
  EXPECT_EQ(counts.notes, 1U);
  EXPECT_EQ(counts.waived, 1U);
  EXPECT_EQ(to_string(counts), "1 error, 2 warnings, 1 note, 1 waived");
  EXPECT_EQ(to_string(Tally{}), "no findings");
}

TEST(Place, leaves_out_what_is_unknown) {
  EXPECT_EQ(to_string(Place{"a.h", 3, 4, ""}), "a.h:3:4");
  EXPECT_EQ(to_string(Place{"a.h", 3, 0, ""}), "a.h:3");
  EXPECT_EQ(to_string(Place{"a.h", 0, 4, ""}), "a.h");
}

}  // namespace
}  // namespace iopact
