// SPDX-License-Identifier: GPL-2.0-or-later
#include "abi/cli/run_test.h"

namespace iopact {
namespace {

class DecodeCommand : public CommandTest {};

const std::string spec = "abi/spec/vexfs.json";

TEST_F(DecodeCommand, reads_a_number_without_a_spec) {
  expect({"decode", "0xc01c5603", "--target", "i386"}, 0,
         "0xc01c5603 = 3223082499\n  read-write, type 'V', nr 3, size 28  on i386\n", "");
}

TEST_F(DecodeCommand, finds_a_command) {
  expect_file({"decode", "0x40205604", "--spec", spec}, 0, "decode-right.text");
}

// The number that programs in the field used for batch insert.
TEST_F(DecodeCommand, names_the_nearest_commands) {
  expect_file({"decode", "0x40185603", "--spec", spec}, 1, "decode-wrong.text");
}

TEST_F(DecodeCommand, is_a_finding_on_the_other_width) {
  const Delivery delivery = run({"decode", "0x40145604", "--spec", spec, "--target", "x86_64"});
  EXPECT_EQ(delivery.outcome.exit_code, exit_findings);
  EXPECT_NE(delivery.outcome.output->find("this is the i386 number of VEXFS_IOC_BATCH_INSERT"),
            std::string::npos);
  EXPECT_EQ(run({"decode", "0x40145604", "--spec", spec}).outcome.exit_code, exit_clean);
}

TEST_F(DecodeCommand, takes_a_negative_number) {
  EXPECT_EQ(run({"decode", "--spec", spec, "--", "-1070574077"}).outcome.exit_code, exit_clean);
}

TEST_F(DecodeCommand, says_what_is_wrong_with_its_arguments) {
  const std::string name = "iopact decode";
  expect_usage({"decode"}, name, "NUMBER is required");
  expect_usage({"decode", "0xg"}, name,
               "'0xg' is not a request number: 32 bits in decimal, 0x hexadecimal or 0 octal");
  expect_usage({"decode", "1", "--target", "all"}, name, "--target takes one target here");
  expect_usage({"decode", "1", "--target", "i386x"}, name, "unknown target 'i386x'; did you mean 'i386'?");
  EXPECT_EQ(run({"decode", "1", "--spec", "nothing.json"}).outcome.exit_code, exit_cannot_run);
}

}  // namespace
}  // namespace iopact
