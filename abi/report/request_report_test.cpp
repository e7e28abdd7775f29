// SPDX-License-Identifier: GPL-2.0-or-later
#include "abi/report/request_report.h"

#include <gtest/gtest.h>

#include "abi/model/golden_test.h"
#include "abi/model/load.h"

namespace iopact {
namespace {

class RequestFormats : public testing::Test {
 protected:
  void SetUp() override {
    LoadResult loaded =
        load_spec_text(read_text(std::string(IOPACT_SOURCE_DIR) + "/abi/spec/vexfs.json"), "vexfs.json");
    ASSERT_TRUE(loaded.spec.has_value());
    spec = std::move(*loaded.spec);
  }

  std::string text(std::uint32_t value, const Target* asked = nullptr) const {
    return request_text(look_up_request(value, &spec, asked), false);
  }

  Spec spec;
};

TEST_F(RequestFormats, tell_what_a_wrong_number_comes_nearest_to) {
  expect_golden(text(0x40185603), "abi/report/testdata/request-wrong.text");
  expect_golden(request_json(look_up_request(0x40185603, &spec, nullptr)),
                "abi/report/testdata/request-wrong.json");
}

TEST_F(RequestFormats, tell_which_command_it_is) {
  expect_golden(text(0x40205604), "abi/report/testdata/request-right.text");
  expect_golden(request_json(look_up_request(0x40205604, &spec, nullptr)),
                "abi/report/testdata/request-right.json");
}

TEST_F(RequestFormats, tell_a_number_of_the_other_width) {
  EXPECT_EQ(text(0x40145604, find_target("x86_64")),
            "0x40145604 = 1075074564\n"
            "  write, type 'V', nr 4, size 20  on x86_64\n"
            "no command of vexfs.json has this number on x86_64\n"
            "  the same nr has VEXFS_IOC_BATCH_INSERT (write, nr 4, size 32): 0x40205604 on x86_64\n"
            "    size differs: 20 in the number, 32 in the command\n"
            "this is the i386 number of VEXFS_IOC_BATCH_INSERT; on x86_64 it is 0x40205604\n");
}

TEST_F(RequestFormats, tell_a_retired_number) {
  spec.commands.clear();
  spec.retired_numbers.push_back({7, "VEXFS_IOC_OLD", "never worked", {}});
  EXPECT_EQ(text(0x00005607, find_target("x86_64")),
            "0x00005607 = 22023\n"
            "  none, type 'V', nr 7, size 0  on x86_64\n"
            "no command of vexfs.json has this number on x86_64\n"
            "  nr 7 was VEXFS_IOC_OLD and is retired: never worked\n");
}

TEST_F(RequestFormats, show_a_type_that_is_no_letter_as_a_number) {
  EXPECT_EQ(request_text(look_up_request(0x00000b01, nullptr, find_target("x86_64")), false),
            "0x00000b01 = 2817\n  none, type 0x0b, nr 1, size 0  on x86_64\n");
}

}  // namespace
}  // namespace iopact
