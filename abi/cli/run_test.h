// SPDX-License-Identifier: GPL-2.0-or-later
// Runs commands as the program would, in the repository's root, so that file names in the output are the same
// on every machine.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <vector>

#include "abi/cli/run.h"
#include "abi/model/golden_test.h"

namespace iopact {

class CommandTest : public testing::Test {
 protected:
  void SetUp() override { std::filesystem::current_path(IOPACT_SOURCE_DIR); }

  // What stands on standard output, standard error and in the exit status.
  static void expect(std::vector<std::string> arguments, int exit_code, const std::string& output,
                     const std::string& messages) {
    const Delivery delivery = run(std::move(arguments));
    EXPECT_EQ(delivery.outcome.output.value_or(""), output);
    EXPECT_EQ(delivery.outcome.messages, messages);
    EXPECT_EQ(delivery.outcome.exit_code, exit_code);
  }

  // The same with the output in abi/cli/testdata/.
  static void expect_file(std::vector<std::string> arguments, int exit_code, const std::string& file) {
    const Delivery delivery = run(std::move(arguments));
    expect_golden(delivery.outcome.output.value_or(""), "abi/cli/testdata/" + file);
    EXPECT_EQ(delivery.outcome.messages, "");
    EXPECT_EQ(delivery.outcome.exit_code, exit_code);
  }

  // Wrong usage: no output, this message, exit 2.
  static void expect_usage(std::vector<std::string> arguments, const std::string& command,
                           const std::string& message) {
    expect(std::move(arguments), exit_cannot_run, "",
           command + ": " + message + "\nTry '" + command + " --help'.\n");
  }
};

}  // namespace iopact
