// SPDX-License-Identifier: GPL-2.0-or-later
#include "abi/model/load.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <fstream>

#include "abi/model/diagnostics.h"
#include "abi/model/spec.h"

namespace iopact {
namespace {

namespace fs = std::filesystem;

fs::path source(std::string_view path) { return fs::path(IOPACT_SOURCE_DIR) / path; }

std::string first_message(const LoadResult& result) {
  if (result.findings.empty()) return "";
  const Finding& finding = result.findings.front();
  return fmt::format("{}:{}: {}", finding.places.front().line, finding.places.front().column,
                     finding.message);
}

Spec load_good(std::string_view path) {
  LoadResult result = load_spec(source(path));
  EXPECT_TRUE(result.spec) << first_message(result);
  EXPECT_TRUE(result.is_spec);
  return result.spec ? std::move(*result.spec) : Spec{};
}

const Field& field(const Spec& spec, std::string_view name, std::size_t index) {
  return spec.find_struct(name)->fields.at(index);
}

TEST(Load, ReadsTheVexfsSpec) {
  const Spec spec = load_good("abi/spec/vexfs.json");
  EXPECT_EQ(spec.level, Level::legacy);
  EXPECT_EQ(spec.type_letter, 'V');
  EXPECT_EQ(spec.device_mode, 0600u);
  EXPECT_EQ(spec.commands.size(), 4u);
  EXPECT_EQ(std::get<std::uint64_t>(spec.find_constant("VEXFS_V2_MAGIC")->value), 0x56455832u);
  EXPECT_TRUE(spec.find_constant("VEXFS_V2_MAGIC")->hex);
  EXPECT_EQ(spell(field(spec, "vexfs_vector_search_request", 0).type), "float *");
  EXPECT_TRUE(field(spec, "vexfs_vector_search_request", 4).pointee_written);
  EXPECT_EQ(spell(*spec.find_command("VEXFS_IOC_BATCH_INSERT")->argument),
            "struct vexfs_batch_insert_request");
}

TEST(Load, ReadsAStrictSpec) {
  const Spec spec = load_good("abi/model/testdata/good/strict.json");
  EXPECT_EQ(spec.level, Level::strict);
  const Aggregate& submit = *spec.find_struct("demo_queue_submit");
  EXPECT_TRUE(submit.extensible);
  EXPECT_EQ(submit.size_field, "size");
  EXPECT_EQ(submit.min_size_after, "queued");
  EXPECT_EQ(submit.fields[2].meaning, Meaning::user_pointer);
  EXPECT_EQ(spell(*submit.fields[2].points_to), "struct demo_queue_job");
  EXPECT_EQ(submit.fields[3].constraint.range->max, 4096u);   // written as a constant's name
  EXPECT_EQ(submit.fields[4].example, 0xffffffffffffffffu);   // -1
  EXPECT_EQ(field(spec, "demo_queue_setup", 1).example, 1u);  // written as an enumerator's name
  EXPECT_EQ(spec.retired_numbers.at(0).nr, 9u);
  const Enumerator& retired = spec.find_flag_set("demo_queue_submit_flags")->flags.back();
  EXPECT_EQ(retired.name, "DEMO_QUEUE_LAZY");
  EXPECT_TRUE(retired.retired);
  EXPECT_EQ(retired.at.pointer, "/retired/flags/0");
}

TEST(Load, ReadsALegacySpec) {
  const Spec spec = load_good("abi/model/testdata/good/legacy.json");
  EXPECT_EQ(std::get<std::int64_t>(spec.find_constant("UGLY_NONE")->value), -1);
  EXPECT_EQ(std::get<std::string>(spec.find_constant("UGLY_NAME")->value), "ugly");
  EXPECT_EQ(spec.find_constant("UGLY_MIXED_SIZE")->struct_size, "ugly_mixed");
  EXPECT_FALSE(spec.find_enum("ugly_kind")->macros);
  EXPECT_TRUE(spec.find_enum("ugly_colour")->open);
  EXPECT_EQ(field(spec, "ugly_bits", 2).bits, 0u);
  EXPECT_EQ(field(spec, "ugly_bits", 2).name, "");
  EXPECT_TRUE(spec.find_struct("ugly_packed")->packed);
  EXPECT_EQ(spec.find_struct("ugly_aligned")->align, 16u);
  EXPECT_EQ(field(spec, "ugly_aligned", 1).align, 8u);
  EXPECT_EQ(spell(field(spec, "ugly_nested", 3).type), "union ugly_value");
  EXPECT_EQ(spell(field(spec, "ugly_nested", 4).type), "struct[2]");
  EXPECT_EQ(spell(field(spec, "ugly_table", 1).type), "__u16[UGLY_ROWS][UGLY_COLUMNS]");
  EXPECT_EQ(spec.waivers.at(0).subject, "struct ugly_pointers.text");
}

TEST(Load, ReadsNestedAggregates) {
  const Spec spec = load_good("abi/model/testdata/good/legacy.json");
  const Field& anonymous = field(spec, "ugly_nested", 2);
  const Aggregate& body = *std::get<InlineAggregate>(anonymous.type.is).body;
  EXPECT_EQ(anonymous.discriminator, "kind");
  EXPECT_EQ(body.kind, AggregateKind::unite);
  EXPECT_EQ(body.fields.at(0).selects, 0u);
  EXPECT_TRUE(std::get<InlineAggregate>(body.fields.at(1).type.is).body->packed);
}

class GoodSpec : public testing::TestWithParam<fs::path> {};

TEST_P(GoodSpec, Loads) {
  const LoadResult result = load_spec(GetParam());
  EXPECT_TRUE(result.spec) << first_message(result);
}

std::vector<fs::path> good_specs() {
  std::vector<fs::path> out;
  for (const auto& entry : fs::directory_iterator(source("abi/model/testdata/good")))
    out.push_back(entry.path());
  return out;
}

INSTANTIATE_TEST_SUITE_P(Files, GoodSpec, testing::ValuesIn(good_specs()),
                         [](const auto& item) { return item.param.stem().string(); });

void expect_unreadable(const LoadResult& result, std::string_view message) {
  EXPECT_FALSE(result.is_spec);
  EXPECT_FALSE(result.spec);
  ASSERT_EQ(result.findings.size(), 1u);
  EXPECT_EQ(result.findings[0].rule, "spec-read");
  EXPECT_EQ(result.findings[0].message, message);
}

TEST(Load, RefusesWhatCannotBeRead) {
  expect_unreadable(load_spec(source("abi/model/testdata/absent.json")),
                    "the file cannot be opened: No such file or directory");
  expect_unreadable(load_spec(source("abi/model")), "this is a directory");
  expect_unreadable(load_spec("/dev/zero"), "the file is larger than 16 MiB");
}

TEST(Load, StopsCollectingAtALimit) {
  std::string text = "{\"interface\": \"x\", \"commands\": [";
  for (int i = 0; i < 5000; ++i) text += fmt::format("{}{{\"nr\": {}}}", i > 0 ? "," : "", i);
  const LoadResult result = load_spec_text(text + "]}", "many.json");
  EXPECT_TRUE(result.is_spec);
  EXPECT_EQ(result.findings.size(), Diagnostics::limit);
}

// Any prefix of a good spec is diagnosed; none crashes or is taken for whole.
TEST(Load, SurvivesTruncation) {
  std::ifstream stream(source("abi/model/testdata/good/legacy.json"));
  const std::string text((std::istreambuf_iterator<char>(stream)), {});
  const std::size_t end = text.find_last_of('}');
  for (std::size_t length = 0; length < end; length += 7) {
    const LoadResult result = load_spec_text(text.substr(0, length), "cut.json");
    EXPECT_FALSE(result.spec);
    EXPECT_FALSE(result.is_spec);
    EXPECT_EQ(result.findings.size(), 1u) << length;
  }
}

// Replacing any value by one of another kind is an error with a place, never a crash.
TEST(Load, SurvivesValuesOfTheWrongKind) {
  std::ifstream stream(source("abi/model/testdata/good/strict.json"));
  const std::string text((std::istreambuf_iterator<char>(stream)), {});
  for (std::size_t at = text.find(": "); at != std::string::npos; at = text.find(": ", at + 1)) {
    if (text[at + 2] == '{' || text[at + 2] == '[') continue;
    const std::size_t end = text.find_first_of(",}\n", at + 2);
    const LoadResult result =
        load_spec_text(text.substr(0, at + 2) + "[null]" + text.substr(end), "wrong.json");
    EXPECT_FALSE(result.spec) << text.substr(at, end - at);
  }
}

}  // namespace
}  // namespace iopact
