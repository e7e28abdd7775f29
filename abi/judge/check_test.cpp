// SPDX-License-Identifier: GPL-2.0-or-later
#include "abi/judge/check.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "abi/model/load.h"

namespace iopact {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr std::string_view spec_text = R"({
  "interface": "box", "title": "Box", "version": "1.0.0", "level": "legacy",
  "license": "GPL-2.0-only WITH Linux-syscall-note",
  "header": {"name": "box.h", "guard": "_UAPI_BOX_H"}, "type": {"letter": "B"},
  "device": {"node": "/dev/box", "mode": "0600"},
  "constants": [
    {"name": "BOX_MAX", "value": 8, "doc": "d"},
    {"name": "BOX_NONE", "value": -1, "doc": "d"},
    {"name": "BOX_NAME", "value": {"string": "box"}, "doc": "d"},
    {"name": "BOX_LID_SIZE", "size_of": "box_lid", "doc": "d"}
  ],
  "enums": [{"name": "box_kind", "doc": "d", "values": [
    {"name": "BOX_SMALL", "value": 0, "doc": "d"},
    {"name": "BOX_OLD", "value": 1, "retired": true, "doc": "d"}]}],
  "flag_sets": [{"name": "box_flags", "doc": "d", "flags": [{"name": "BOX_TOP", "value": "0x80000000", "doc": "d"}]}],
  "structs": [
    {"name": "box_lid", "doc": "d", "fields": [
      {"name": "owner", "type": "void *", "doc": "d"},
      {"name": "a", "type": "__u32", "doc": "d"},
      {"name": "b", "type": "__u32", "doc": "d"},
      {"name": "low", "type": "__u32", "bits": 4, "doc": "d"},
      {"name": "high", "type": "__u32", "bits": 28, "doc": "d"},
      {"name": "last", "type": "__u32", "doc": "d"}]},
    {"name": "box", "doc": "d", "fields": [
      {"name": "lid", "type": "struct box_lid", "doc": "d"},
      {"name": "flags", "type": "__u32", "flags": "box_flags", "doc": "d"},
      {"name": "kind", "type": "__u32", "enum": "box_kind", "doc": "d"}]}
  ],
  "commands": [
    {"name": "BOX_OPEN", "nr": 1, "direction": "write", "argument": "struct box", "doc": "d"},
    {"name": "BOX_SHUT", "nr": 2, "direction": "none", "doc": "d"}
  ],
  "retired": {"numbers": []}, "waivers": []
})";

// The spec's own layout as a compiler would have found it, to be spoilt.
class CheckTest : public testing::Test {
 protected:
  CheckTest() : loaded_(load_spec_text(spec_text, "box.json")) {}

  void SetUp() override {
    ASSERT_TRUE(loaded_.spec) << (loaded_.findings.empty() ? "" : loaded_.findings[0].message);
    found = find("x86_64");
  }

  const Spec& spec() const { return *loaded_.spec; }

  Found find(std::string_view target) const {
    const auto layout = lay_out(spec(), *find_target(target));
    Found result{layout.structs, {}};
    for (auto& is : result.structs) {
      is.aggregate = nullptr;
      std::erase_if(is.fields, [](const FieldLayout& row) { return row.depth > 0; });
      for (auto& row : is.fields) row.field = nullptr;
    }
    for (const auto& command : layout.commands)
      result.values.push_back({command.command->name, std::uint64_t{command.value}});
    result.values.push_back({"BOX_MAX", std::uint64_t{8}});
    result.values.push_back({"BOX_NONE", std::int64_t{-1}});
    result.values.push_back({"BOX_NAME", std::string("box")});
    result.values.push_back({"BOX_LID_SIZE", std::uint64_t{24}});
    result.values.push_back({"BOX_SMALL", std::uint64_t{0}});
    result.values.push_back({"BOX_TOP", std::uint64_t{0x80000000}});
    return result;
  }

  StructLayout& layout(std::string_view name) { return const_cast<StructLayout&>(*found.find_struct(name)); }
  FieldLayout& row(std::string_view name, std::string_view path) {
    return const_cast<FieldLayout&>(*layout(name).find(path));
  }
  FoundValue& value(std::string_view name) { return const_cast<FoundValue&>(*found.find_value(name)); }

  static std::vector<std::string> print(const std::vector<Difference>& differences) {
    std::vector<std::string> lines;
    for (const auto& is : differences)
      lines.push_back(fmt::format("{}{} {}: {} | {} | {}", is.follows ? "  " : "", is.rule, is.subject,
                                  is.expected, is.found, is.remark));
    return lines;
  }
  std::vector<std::string> header(std::string_view target = "x86_64") const {
    return print(Expectation(spec(), *find_target(target)).compare_header(found));
  }
  std::vector<std::string> object(std::string_view target = "x86_64") const {
    return print(Expectation(spec(), *find_target(target)).compare_object(found));
  }

  Found found;

 private:
  LoadResult loaded_;
};

TEST_F(CheckTest, WhatTheSpecSaysIsNoDifference) {
  EXPECT_THAT(header(), IsEmpty());
  EXPECT_THAT(object(), IsEmpty());
  found = find("i386");
  EXPECT_THAT(header("i386"), IsEmpty()) << "a size constant has the 64-bit value on every target";
}

TEST_F(CheckTest, SwappedFieldsAreNamedAsSuch) {
  std::swap(row("box_lid", "a").offset, row("box_lid", "b").offset);
  EXPECT_THAT(header(),
              ElementsAre("layout-mismatch struct box_lid.a: offset 8, 4 bytes | offset 12, 4 bytes | "
                          "swapped with b",
                          "layout-mismatch struct box_lid.b: offset 12, 4 bytes | offset 8, 4 bytes | "
                          "swapped with a"));
}

TEST_F(CheckTest, AMissingLastFieldAndTheSizeThatFollows) {
  std::erase_if(layout("box").fields, [](const auto& field) { return field.path == "kind"; });
  layout("box").size = 28;
  EXPECT_THAT(header(),
              ElementsAre("missing-field struct box.kind: offset 28, 4 bytes | - | missing",
                          "  layout-mismatch struct box: 32 bytes, aligned to 8 | 28 bytes, aligned to 8 | "
                          "of another size"));
}

TEST_F(CheckTest, AWidenedFieldMovesTheOnesBehindIt) {
  row("box_lid", "a").size = 8;
  row("box_lid", "b").offset = 16;
  EXPECT_THAT(
      header(),
      ElementsAre(
          "layout-mismatch struct box_lid.a: offset 8, 4 bytes | offset 8, 8 bytes | of another size",
          "  layout-mismatch struct box_lid.b: offset 12, 4 bytes | offset 16, 4 bytes | moved along"));
}

TEST_F(CheckTest, AnExtraFieldAndWhatItMoves) {
  auto& fields = layout("box").fields;
  FieldLayout extra = row("box", "flags");
  extra.path = "debug";
  fields.insert(fields.begin() + 1, extra);
  row("box", "flags").offset = 28;
  row("box", "kind").offset = 32;
  EXPECT_THAT(
      header(),
      ElementsAre("  layout-mismatch struct box.flags: offset 24, 4 bytes | offset 28, 4 bytes | moved along",
                  "  layout-mismatch struct box.kind: offset 28, 4 bytes | offset 32, 4 bytes | moved along",
                  "extra-field struct box.debug: - | offset 24, 4 bytes | not in the spec"));
}

TEST_F(CheckTest, ARenamedFieldIsOneDifference) {
  row("box", "flags").path = "options";
  EXPECT_THAT(header(),
              ElementsAre("missing-field struct box.flags: offset 24, 4 bytes | options | options stands in "
                          "its place"));
}

TEST_F(CheckTest, MembersOfANamedStructAreLeftToIt) {
  row("box_lid", "last").offset = 24;
  const auto lines = header();
  ASSERT_EQ(lines.size(), 1u);
  EXPECT_THAT(lines[0], testing::StartsWith("layout-mismatch struct box_lid.last:"));
}

TEST_F(CheckTest, Bitfields) {
  row("box_lid", "high").bit_offset = 136;
  EXPECT_THAT(
      header(),
      ElementsAre("layout-mismatch struct box_lid.high: bit 132, 28 bits | bit 136, 28 bits | moved"));
}

TEST_F(CheckTest, ABitfieldAsWideAsItsTypeMayBeWrittenAsAPlainMember) {
  auto& low = row("box_lid", "low");
  low.bit_size = 0;
  EXPECT_THAT(header(),
              ElementsAre("layout-mismatch struct box_lid.low: bit 128, 4 bits | offset 16, 4 bytes | of "
                          "another size"));
  auto& last = row("box_lid", "last");
  last.bit_size = 32;
  last.bit_offset = 160;
  EXPECT_EQ(header().size(), 1u);
}

TEST_F(CheckTest, SizeAndAlignmentAloneAreDifferences) {
  layout("box").align = 4;
  EXPECT_THAT(header(),
              ElementsAre("layout-mismatch struct box: 32 bytes, aligned to 8 | 32 bytes, aligned to 4 | of "
                          "another alignment"));
  layout("box").align = 0;  // not known
  EXPECT_THAT(header(), IsEmpty());
  layout("box").size = 40;
  EXPECT_THAT(header(), ElementsAre("layout-mismatch struct box: 32 bytes | 40 bytes | of another size"));
}

TEST_F(CheckTest, AMissingStructIsToldOnce) {
  std::erase_if(found.structs, [](const auto& is) { return is.name == "box"; });
  std::erase_if(found.values, [](const auto& is) { return is.name == "BOX_OPEN"; });
  EXPECT_THAT(header(), ElementsAre("missing-struct struct box: 32 bytes | - | not defined"));
  EXPECT_THAT(object(), IsEmpty()) << "an object need not hold every struct";
}

TEST_F(CheckTest, CommandNumbers) {
  value("BOX_OPEN").value = std::uint64_t{0x40204203};
  value("BOX_SHUT").value = std::int64_t{-1};
  EXPECT_THAT(header(), ElementsAre("command-mismatch command BOX_OPEN: 0x40204201 | 0x40204203 | nr 3 for 1",
                                    "command-mismatch command BOX_SHUT: 0x4202 | -1 | not a request number"));
  std::erase_if(found.values, [](const auto& is) { return is.name == "BOX_SHUT"; });
  EXPECT_EQ(header().back(), "missing-command command BOX_SHUT: 0x4202 | - | not defined");
}

TEST_F(CheckTest, ANumberThatFollowsFromItsStruct) {
  value("BOX_OPEN").value = std::uint64_t{0x40284201};
  EXPECT_THAT(header(),
              ElementsAre("command-mismatch command BOX_OPEN: 0x40204201 | 0x40284201 | size 40 for 32"));
  layout("box").size = 40;
  EXPECT_EQ(header().back(), "  command-mismatch command BOX_OPEN: 0x40204201 | 0x40284201 | size 40 for 32");
}

TEST_F(CheckTest, Constants) {
  value("BOX_MAX").value = std::uint64_t{9};
  value("BOX_NONE").value = std::uint64_t{0xffffffff};
  value("BOX_NAME").value = std::string("tin");
  value("BOX_LID_SIZE").value = std::uint64_t{16};
  value("BOX_TOP").value = std::uint64_t{0x40000000};
  std::erase_if(found.values, [](const auto& is) { return is.name == "BOX_SMALL"; });
  EXPECT_THAT(header(), ElementsAre("constant-mismatch constant BOX_MAX: 8 | 9 | ",
                                    "constant-mismatch constant BOX_NONE: -1 | 4294967295 | ",
                                    "constant-mismatch constant BOX_NAME: \"box\" | \"tin\" | ",
                                    "constant-mismatch constant BOX_LID_SIZE: 24 | 16 | ",
                                    "missing-constant enum box_kind.BOX_SMALL: 0 | - | not defined",
                                    "constant-mismatch flags box_flags.BOX_TOP: 0x80000000 | 0x40000000 | "));
}

TEST_F(CheckTest, ARetiredEnumeratorMayLackButNotChange) {
  found.values.push_back({"BOX_OLD", std::uint64_t{1}});
  EXPECT_THAT(header(), IsEmpty());
  value("BOX_OLD").value = std::uint64_t{2};
  EXPECT_THAT(header(), ElementsAre("constant-mismatch enum box_kind.BOX_OLD: 1 | 2 | "));
}

TEST_F(CheckTest, CompatStructsOfAnObjectHaveThe32BitLayout) {
  auto narrow = *find("i386").find_struct("box_lid");
  narrow.name = "compat_box_lid";
  found.structs.push_back(narrow);
  EXPECT_THAT(object(), IsEmpty());
  std::erase_if(found.structs.back().fields, [](const auto& field) { return field.path == "b"; });
  EXPECT_THAT(object(),
              ElementsAre("missing-field struct compat_box_lid.b: offset 8, 4 bytes | - | missing"));
  EXPECT_THAT(Expectation(spec(), *find_target("x86_64")).object_tags(),
              ElementsAre("box_lid", "compat_box_lid", "box", "compat_box"));
  EXPECT_THAT(Expectation(spec(), *find_target("i386")).object_tags(), ElementsAre("box_lid", "box"));
}

TEST_F(CheckTest, EachDefinitionInAnObjectIsCompared) {
  found.structs.push_back(*found.find_struct("box"));
  found.structs.back().fields[1].offset = 28;
  EXPECT_EQ(object().size(), 1u);
}

// ---- findings
// ------------------------------------------------------------------------------------------------

class MergeTest : public testing::Test {
 protected:
  static Difference difference(std::string found) {
    return {"layout-mismatch",
            "struct a",
            "struct a.x",
            "x",
            "offset 0, 4 bytes",
            std::move(found),
            "moved",
            false,
            {"a.json", 3, 4, "/structs/0"}};
  }
  static Sighting at(std::string label, std::string_view target, std::vector<Difference> differences) {
    return {std::move(label), find_target(target), std::move(differences)};
  }
  static std::vector<std::string> merge(std::vector<Sighting> sightings) {
    std::vector<std::string> lines;
    for (const auto& is : merge_findings(sightings, {"a.h", "mend it"}))
      lines.push_back(fmt::format("{} [{}]", is.message, fmt::join(is.targets, ",")));
    return lines;
  }
};

TEST_F(MergeTest, EqualDifferencesAreOneFindingWithItsTargets) {
  const auto same = difference("offset 4, 4 bytes");
  EXPECT_THAT(
      merge({at("gcc", "x86_64", {same}), at("clang-14", "x86_64", {same}), at("gcc", "i386", {same})}),
      ElementsAre("struct a.x has offset 4, 4 bytes, the spec offset 0, 4 bytes (moved) [x86_64,i386]"));
}

TEST_F(MergeTest, ACompilerThatStandsAloneIsNamed) {
  const auto same = difference("offset 4, 4 bytes");
  EXPECT_THAT(
      merge({at("gcc", "x86_64", {}), at("clang-14", "x86_64", {same})}),
      ElementsAre(
          "struct a.x has offset 4, 4 bytes, the spec offset 0, 4 bytes (moved) with clang-14 [x86_64]"));
}

TEST_F(MergeTest, DifferentValuesAreDifferentFindings) {
  EXPECT_EQ(merge({at("gcc", "x86_64", {difference("4")}), at("gcc", "i386", {difference("8")})}).size(), 2u);
}

TEST_F(MergeTest, WhatOnlyFollowsIsNoFinding) {
  auto follower = difference("4");
  follower.follows = true;
  EXPECT_THAT(merge({at("gcc", "x86_64", {follower})}), IsEmpty());
}

TEST_F(MergeTest, AFindingSaysWhereWhyAndWhatToDo) {
  const std::vector<Sighting> sightings{at("gcc", "x86_64", {difference("4")})};
  const auto findings = merge_findings(sightings, {"a.h", "mend it"});
  ASSERT_EQ(findings.size(), 1u);
  EXPECT_EQ(findings[0].severity, Severity::error);
  EXPECT_EQ(findings[0].subject, "struct a.x");
  EXPECT_EQ(findings[0].places.at(0).file, "a.h");
  EXPECT_EQ(findings[0].places.at(1).line, 3);
  EXPECT_EQ(findings[0].fix, "mend it");
  EXPECT_FALSE(findings[0].why.empty());
}

}  // namespace
}  // namespace iopact
