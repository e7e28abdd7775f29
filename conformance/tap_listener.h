// SPDX-License-Identifier: GPL-2.0-or-later
// Results as KTAP (the kernel's Test Anything Protocol), one line per test as it ends: what was printed
// before a guest died says how far it got.
#pragma once

#include <gtest/gtest.h>

#include <ostream>
#include <string>
#include <vector>

namespace iopact::conformance {

class TapListener : public testing::EmptyTestEventListener {
 public:
  // `out` must outlive the listener.
  explicit TapListener(std::ostream& out) : out_(out) {}

  void OnTestProgramStart(const testing::UnitTest& tests) override;
  void OnTestPartResult(const testing::TestPartResult& result) override;
  void OnTestEnd(const testing::TestInfo& test) override;
  void OnTestProgramEnd(const testing::UnitTest& tests) override;

 private:
  std::ostream& out_;
  int number_ = 0;
  std::vector<std::string> messages_;
};

}  // namespace iopact::conformance
