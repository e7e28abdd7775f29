// SPDX-License-Identifier: GPL-2.0-or-later
#include "abi/model/request_number.h"

#include <gtest/gtest.h>

#include "abi/model/load.h"

namespace iopact {
namespace {

TEST(ParseRequestNumber, takes_what_programs_and_traces_print) {
  EXPECT_EQ(parse_request_number("0x40205604"), 0x40205604U);
  EXPECT_EQ(parse_request_number("0XC0305603UL"), 0xc0305603U);
  EXPECT_EQ(parse_request_number("1075860996"), 0x40205604U);
  EXPECT_EQ(parse_request_number("010010053004"), 0x40205604U);
  EXPECT_EQ(parse_request_number("0"), 0U);
  EXPECT_EQ(parse_request_number("-1070574077"), 0xc0305603U);
  EXPECT_EQ(parse_request_number("0xffffffffc0305603"), 0xc0305603U);
}

TEST(ParseRequestNumber, rejects_all_else) {
  for (const char* text : {"", "-", "u", "0x", "12z", "0x1 ", "089", "0x100000000", "0xfffffffe00000000",
                           "1e3", "-0x80000001", "99999999999999999999999"}) {
    EXPECT_EQ(parse_request_number(text), std::nullopt) << text;
  }
}

class LookUp : public testing::Test {
 protected:
  void SetUp() override {
    LoadResult loaded = load_spec(std::string(IOPACT_SOURCE_DIR) + "/abi/spec/vexfs.json");
    ASSERT_TRUE(loaded.spec.has_value());
    spec = std::move(*loaded.spec);
  }

  Spec spec;
};

TEST_F(LookUp, without_a_spec_only_reads_the_number) {
  const RequestReport report = look_up_request(0x20005600, nullptr, nullptr);
  ASSERT_EQ(report.readings.size(), 2U);
  EXPECT_EQ(report.readings[0].parts.size, 0x2000U);
  EXPECT_EQ(report.readings[0].parts.transfer, Transfer::none);
  EXPECT_EQ(report.readings[1].parts.size, 0U);
  EXPECT_EQ(report.readings[1].targets.front()->name, "ppc64le");
  EXPECT_TRUE(report.matches.empty());
}

TEST_F(LookUp, finds_a_command_and_its_targets) {
  const RequestReport report = look_up_request(0x40145604, &spec, nullptr);
  EXPECT_TRUE(report.is_command());
  ASSERT_EQ(report.matches.size(), 1U);
  EXPECT_EQ(report.matches[0].command->name, "VEXFS_IOC_BATCH_INSERT");
  ASSERT_FALSE(report.matches[0].targets.empty());
  EXPECT_EQ(report.matches[0].targets[0]->name, "i386");
  EXPECT_TRUE(report.nearest.empty());
}

TEST_F(LookUp, on_one_target_another_target_s_number_is_no_command) {
  const RequestReport report = look_up_request(0x40145604, &spec, find_target("x86_64"));
  EXPECT_FALSE(report.is_command());
  EXPECT_EQ(report.matches.size(), 1U);
  ASSERT_EQ(report.nearest.size(), 1U);
  EXPECT_EQ(report.nearest[0].command->name, "VEXFS_IOC_BATCH_INSERT");
}

TEST_F(LookUp, names_the_nearest_commands_and_what_differs) {
  const RequestReport report = look_up_request(0x40185603, &spec, nullptr);
  EXPECT_FALSE(report.is_command());
  ASSERT_EQ(report.nearest.size(), 2U);
  EXPECT_EQ(report.nearest[0].by, Nearness::same_nr);
  EXPECT_EQ(report.nearest[0].command->name, "VEXFS_IOC_VECTOR_SEARCH");
  ASSERT_EQ(report.nearest[0].differences.size(), 2U);
  EXPECT_EQ(report.nearest[0].differences[0].what, "direction");
  EXPECT_EQ(report.nearest[0].differences[1].command, "48");
  EXPECT_EQ(report.nearest[1].by, Nearness::same_direction);
  EXPECT_EQ(report.nearest[1].command->name, "VEXFS_IOC_BATCH_INSERT");
  ASSERT_EQ(report.nearest[1].differences.size(), 2U);
  EXPECT_EQ(report.nearest[1].differences[0].what, "nr");
}

TEST_F(LookUp, falls_back_on_the_nearest_nr) {
  const RequestReport report = look_up_request(0x00004109, &spec, nullptr);
  ASSERT_EQ(report.nearest.size(), 1U);
  EXPECT_EQ(report.nearest[0].by, Nearness::nearest_nr);
  EXPECT_EQ(report.nearest[0].command->name, "VEXFS_IOC_BATCH_INSERT");
  EXPECT_EQ(report.nearest[0].differences.size(), 4U) << "direction, type, nr and size";
}

TEST_F(LookUp, knows_retired_numbers_of_its_own_type) {
  spec.retired_numbers.push_back({7, "VEXFS_IOC_OLD", "never worked", {}});
  EXPECT_NE(look_up_request(0x00005607, &spec, nullptr).retired, nullptr);
  EXPECT_EQ(look_up_request(0x00004107, &spec, nullptr).retired, nullptr);
}

TEST_F(LookUp, survives_a_spec_without_commands) {
  spec.commands.clear();
  const RequestReport report = look_up_request(1, &spec, nullptr);
  EXPECT_FALSE(report.is_command());
  EXPECT_TRUE(report.nearest.empty());
}

}  // namespace
}  // namespace iopact
