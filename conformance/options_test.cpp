// SPDX-License-Identifier: GPL-2.0-or-later
#include "conformance/options.h"

#include <gtest/gtest.h>

namespace iopact::conformance {
namespace {

std::string error_of(const std::vector<std::string>& arguments) {
  try {
    parse_options(arguments);
  } catch (const UsageError& error) {
    return error.what();
  }
  return "none";
}

TEST(Options, TakeValuesEitherWay) {
  const Options options = parse_options({"--device=driver", "--width", "32", "--programs=7", "--seed", "9"});
  EXPECT_EQ(options.device, "driver");
  EXPECT_EQ(options.width, Width::bits32);
  EXPECT_EQ(options.programs, 7u);
  EXPECT_EQ(options.seed, 9u);
}

TEST(Options, SayWhatIsWrong) {
  EXPECT_EQ(error_of({"--devices", "x"}), "unknown option --devices");
  EXPECT_EQ(error_of({"--device"}), "--device wants a value");
  EXPECT_EQ(error_of({"--width", "16"}), "--width is 64 or 32, not \"16\"");
  EXPECT_EQ(error_of({"--seed", "12x"}), "--seed wants a number, not \"12x\"");
  EXPECT_EQ(error_of({"--device", "node:/dev/vexfs", "--width", "32"}),
            "a node is called with the process's own width");
}

}  // namespace
}  // namespace iopact::conformance
