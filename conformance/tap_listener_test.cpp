// SPDX-License-Identifier: GPL-2.0-or-later
#include "conformance/tap_listener.h"

#include <gtest/gtest.h>
#include <sys/wait.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

namespace iopact::conformance {
namespace {

std::string tap_of(const std::string& options) {
  const std::string file = std::filesystem::path(testing::TempDir()) / "tap_listener_test.tap";
  std::filesystem::remove(file);
  const std::string command =
      IOPACT_BINARY_DIR "/bin/vexfs-conformance --device reference --tap " + file + " " + options;
  EXPECT_NE(std::system((command + " > /dev/null 2>&1").c_str()), -1);
  std::ifstream in(file);
  return {std::istreambuf_iterator<char>(in), {}};
}

TEST(TapListener, OneLinePerTest) {
  EXPECT_EQ(tap_of("--gtest_filter=Files.AreIndependent:Files.AreGoneAtTheLastClose"),
            "KTAP version 1\n"
            "1..2\n"
            "ok 1 Files.AreIndependent\n"
            "ok 2 Files.AreGoneAtTheLastClose\n"
            "# Totals: pass:2 fail:0 skip:0\n");
}

TEST(TapListener, SkippedWithTheReason) {
  EXPECT_EQ(tap_of("--gtest_filter=Node.DupSharesTheFile"),
            "KTAP version 1\n"
            "1..1\n"
            "ok 1 Node.DupSharesTheFile # SKIP a node only\n"
            "# Totals: pass:0 fail:0 skip:1\n");
}

TEST(TapListener, FailedWithWhatWasSeen) {
  const std::string tap = tap_of("--break no_metadata_is_einval --gtest_filter=Metadata.IsMissingAtFirst");
  EXPECT_NE(tap.find(": Expected equality of these values:\n#   vexfs.get(info)\n"), std::string::npos)
      << tap;
  EXPECT_NE(tap.find("\nnot ok 1 Metadata.IsMissingAtFirst\n"), std::string::npos) << tap;
  EXPECT_NE(tap.find("\n# Totals: pass:0 fail:1 skip:0\n"), std::string::npos) << tap;
}

}  // namespace
}  // namespace iopact::conformance
