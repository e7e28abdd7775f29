// SPDX-License-Identifier: GPL-2.0-or-later
#include "conformance/tap_listener.h"

#include <sstream>

namespace iopact::conformance {
namespace {

// One of KTAP's diagnostic lines for each line of text.
void print_diagnostics(std::ostream& out, const std::string& text) {
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) out << "# " << line << '\n';
}

}  // namespace

void TapListener::OnTestProgramStart(const testing::UnitTest& tests) {
  out_ << "KTAP version 1\n1.." << tests.test_to_run_count() << std::endl;
}

void TapListener::OnTestPartResult(const testing::TestPartResult& result) {
  std::ostringstream message;
  if (result.file_name() != nullptr) message << result.file_name() << ':' << result.line_number() << ": ";
  message << result.message();
  messages_.push_back(message.str());
}

void TapListener::OnTestEnd(const testing::TestInfo& test) {
  const testing::TestResult& result = *test.result();
  if (result.Failed()) {
    for (const std::string& message : messages_) print_diagnostics(out_, message);
  }
  out_ << (result.Failed() ? "not ok " : "ok ") << ++number_ << ' ' << test.test_suite_name() << '.'
       << test.name();
  if (result.Skipped()) {
    const std::string reason = messages_.empty() ? std::string() : messages_.back();
    const std::size_t at = reason.find(": ");
    out_ << " # SKIP " << (at == std::string::npos ? reason : reason.substr(at + 2));
  }
  out_ << std::endl;
  messages_.clear();
}

void TapListener::OnTestProgramEnd(const testing::UnitTest& tests) {
  out_ << "# Totals: pass:" << tests.successful_test_count() << " fail:" << tests.failed_test_count()
       << " skip:" << tests.skipped_test_count() << std::endl;
}

}  // namespace iopact::conformance
