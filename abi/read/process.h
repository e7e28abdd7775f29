// SPDX-License-Identifier: GPL-2.0-or-later
// Runs external programs: no shell, no inherited standard input, a time limit, output captured.
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace iopact {

struct ProcessLimits {
  std::chrono::milliseconds timeout{60'000};
  std::size_t output_bytes = std::size_t{512} << 20;  // of standard output and of standard error, each
};

struct ProcessResult {
  enum class End { exited, signalled, timed_out, too_much_output, not_started };
  End end = End::not_started;
  int code = 0;  // exit status, signal number or errno, by `end`
  std::string out;
  std::string err;

  bool succeeded() const { return end == End::exited && code == 0; }
  // "exit status 1", "killed by signal 11", "no answer within 60 s", "No such file or directory"
  std::string describe() const;
};

// argv[0] is looked up in PATH unless it holds a slash. The child and all it starts are one process group, which is
// killed when a limit is passed. Messages come in English (LC_ALL=C) and nothing is fetched from a debuginfo server.
ProcessResult run_process(const std::vector<std::string>& argv, const ProcessLimits& limits = {});

// Full path of an executable file, searched in PATH unless the name holds a slash.
std::optional<std::string> find_program(std::string_view name);

// First line of a text, without its end.
std::string_view first_line(std::string_view text);

}  // namespace iopact
