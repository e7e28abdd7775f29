// SPDX-License-Identifier: GPL-2.0-or-later
#include "abi/read/process.h"

#include <gtest/gtest.h>

namespace iopact {
namespace {

using End = ProcessResult::End;
using std::chrono_literals::operator""ms;

TEST(Process, CapturesBothStreamsAndTheStatus) {
  const auto result = run_process({"sh", "-c", "echo out; echo err >&2; exit 3"});
  EXPECT_EQ(result.end, End::exited);
  EXPECT_EQ(result.code, 3);
  EXPECT_EQ(result.out, "out\n");
  EXPECT_EQ(result.err, "err\n");
  EXPECT_EQ(result.describe(), "exit status 3");
}

TEST(Process, ArgumentsReachTheProgramUntouched) {
  const auto result = run_process({"printf", "%s", "$(id); `id` 'a b' \"c\" *"});
  EXPECT_EQ(result.out, "$(id); `id` 'a b' \"c\" *");
}

TEST(Process, StandardInputIsEmpty) { EXPECT_EQ(run_process({"cat"}).out, ""); }

TEST(Process, SpeaksEnglish) { EXPECT_EQ(run_process({"sh", "-c", "echo $LC_ALL"}).out, "C\n"); }

TEST(Process, LargeOutputOnBothStreamsDoesNotBlock) {
  const auto result = run_process({"sh", "-c", "head -c 300000 /dev/zero >&2; head -c 300000 /dev/zero"});
  EXPECT_EQ(result.out.size(), 300000u);
  EXPECT_EQ(result.err.size(), 300000u);
}

TEST(Process, MissingProgram) {
  const auto result = run_process({"no-such-program-iopact"});
  EXPECT_EQ(result.end, End::not_started);
  EXPECT_EQ(result.describe(), "No such file or directory");
  EXPECT_FALSE(result.succeeded());
}

TEST(Process, Signal) {
  const auto result = run_process({"sh", "-c", "kill -SEGV $$"});
  EXPECT_EQ(result.end, End::signalled);
  EXPECT_EQ(result.describe(), "killed by signal 11");
}

TEST(Process, TimeLimitKillsTheWholeGroup) {
  const auto start = std::chrono::steady_clock::now();
  const auto result = run_process({"sh", "-c", "sleep 30 & sleep 30"}, {.timeout = 100ms});
  EXPECT_EQ(result.end, End::timed_out);
  EXPECT_LT(std::chrono::steady_clock::now() - start, 5000ms);
}

TEST(Process, TimeLimitHoldsForAChildThatClosedItsOutput) {
  const auto result = run_process({"sh", "-c", "exec >&- 2>&-; sleep 30"}, {.timeout = 100ms});
  EXPECT_EQ(result.end, End::timed_out);
}

TEST(Process, OutputLimit) {
  const auto result = run_process({"cat", "/dev/zero"}, {.output_bytes = 100'000});
  EXPECT_EQ(result.end, End::too_much_output);
}

TEST(FindProgram, LooksInPathAndAcceptsPaths) {
  EXPECT_TRUE(find_program("sh"));
  EXPECT_EQ(find_program("/bin/sh"), "/bin/sh");
  EXPECT_FALSE(find_program("no-such-program-iopact"));
  EXPECT_FALSE(find_program("/etc/passwd"));
  EXPECT_FALSE(find_program("/tmp"));
  EXPECT_FALSE(find_program(""));
}

}  // namespace
}  // namespace iopact
