// SPDX-License-Identifier: GPL-2.0-or-later
// The suite's own test: each planted fault is noticed where it says, and each case notices one of them.
#include "conformance/breakage.h"

#include <gtest/gtest.h>
#include <sys/wait.h>

#include <array>
#include <cstdio>
#include <memory>
#include <set>
#include <sstream>
#include <stdexcept>

namespace iopact::conformance {
namespace {

struct SuiteRun {
  int status;
  std::set<std::string> started, failed;
};

// The name of a test in a line of GoogleTest's output that begins with `mark` and tells of one test.
std::string named(const std::string& line, const std::string& mark) {
  if (!line.starts_with(mark)) return {};
  const std::string name = line.substr(mark.size());
  return name.substr(0, name.find_first_of(", "));
}

SuiteRun run_suite(const std::string& options) {
  const std::string command =
      IOPACT_BINARY_DIR "/bin/vexfs-conformance --device reference " + options + " 2>&1";
  FILE* output = popen(command.c_str(), "r");
  if (output == nullptr) throw std::runtime_error("cannot run " + command);
  SuiteRun run{};
  std::array<char, 4096> buffer;
  while (fgets(buffer.data(), buffer.size(), output) != nullptr) {
    const std::string line = buffer.data();
    const bool is_end = line.ends_with(" ms)\n");
    const std::string started = named(line.substr(0, line.find('\n')), "[ RUN      ] ");
    const std::string failed = is_end ? named(line, "[  FAILED  ] ") : std::string();
    if (!started.empty()) run.started.insert(started);
    if (!failed.empty()) run.failed.insert(failed);
  }
  const int status = pclose(output);
  run.status = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  return run;
}

TEST(Breakages, NamesAreUnique) {
  std::set<std::string> names;
  for (const Breakage* breakage : all_breakages())
    EXPECT_TRUE(names.insert(breakage->name).second) << breakage->name;
}

TEST(Breakages, UnknownOnesAreRefused) { EXPECT_EQ(run_suite("--break nothing_like_that").status, 2); }

TEST(Breakages, EachIsNoticedAndEachCaseNotices) {
#ifdef __SANITIZE_ADDRESS__
  GTEST_SKIP() << "says nothing about memory, and takes minutes";
#endif
  // A node's own cases are skipped here; that its fixture can fail is seen in the guest.
  SuiteRun sound = run_suite("--gtest_filter=-Node.*");
  EXPECT_EQ(sound.status, 0);
  std::set<std::string> silent = sound.started;
  for (const Breakage* breakage : all_breakages()) {
    const SuiteRun run =
        run_suite(std::string("--break ") + breakage->name + " '--gtest_filter=" + breakage->tests + "'");
    EXPECT_EQ(run.status, 1) << breakage->name;
    EXPECT_FALSE(run.failed.empty()) << breakage->name;
    for (const std::string& name : run.failed) silent.erase(name);
  }
  EXPECT_GT(sound.started.size(), 500u);
  for (const std::string& name : silent) ADD_FAILURE() << name << " passed whatever was broken";
}

}  // namespace
}  // namespace iopact::conformance
