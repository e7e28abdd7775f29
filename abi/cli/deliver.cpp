// SPDX-License-Identifier: GPL-2.0-or-later
#include "abi/cli/deliver.h"

#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>

#include "abi/cli/write_file.h"

namespace iopact {

namespace {

void write_message(std::string_view text) { std::fwrite(text.data(), 1, text.size(), stderr); }

// "" or what went wrong.
std::string write_output(std::string_view text) {
  const bool is_written =
      std::fwrite(text.data(), 1, text.size(), stdout) == text.size() && std::fflush(stdout) == 0;
  return is_written ? "" : fmt::format("cannot write to standard output: {}", std::strerror(errno));
}

}  // namespace

Console process_console() { return {isatty(STDOUT_FILENO) != 0, isatty(STDERR_FILENO) != 0, write_message}; }

int deliver(const Delivery& delivery) {
  const Outcome& outcome = delivery.outcome;
  write_message(outcome.messages);
  if (!outcome.output) return outcome.exit_code;
  const std::string problem = delivery.output_file.empty()
                                  ? write_output(*outcome.output)
                                  : write_file(delivery.output_file, *outcome.output);
  if (problem.empty()) return outcome.exit_code;
  write_message(fmt::format("iopact: {}\n", problem));
  return exit_cannot_run;
}

}  // namespace iopact
