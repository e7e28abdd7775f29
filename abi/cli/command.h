// SPDX-License-Identifier: GPL-2.0-or-later
// A command of the program. To add one, say `foo`:
// 1. write abi/cli/command_foo.cpp with
//      Outcome foo_command(CommandLine& line) {
//        std::string spec;
//        line.app().add_option("SPEC", spec, "the spec to look at")->required();
//        line.accept_formats(report_format_names());
//        if (const auto stop = line.parse()) return *stop;
//        …
//        return findings_outcome(line, findings);      // or {.exit_code = …, .output = …}
//      }
// 2. declare it below and give it a row in commands.cpp;
// 3. write abi/cli/command_foo_test.cpp: run({"foo", …}) answers what would be printed.
// A command never prints: what it returns is written in one place (deliver.h), the output to standard output
// or to the file of -o, the messages to standard error.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace iopact {

class CommandLine;

enum ExitCode : int {
  exit_clean = 0,       // nothing at or above the failing severity
  exit_findings = 1,    // findings
  exit_cannot_run = 2,  // usage, unreadable or not a spec, a header that does not compile, a missing tool
};

struct Outcome {
  ExitCode exit_code = exit_clean;
  std::optional<std::string> output;  // the result; empty: there is none, and no file is written
  std::string messages;               // for people, on standard error
};

struct Subcommand {
  std::string_view name;
  std::string_view summary;  // one line for --help
  Outcome (*run)(CommandLine& line);
};

std::span<const Subcommand> all_subcommands();

Outcome check_command(CommandLine& line);
Outcome decode_command(CommandLine& line);
Outcome diff_command(CommandLine& line);
Outcome explain_command(CommandLine& line);
Outcome gen_command(CommandLine& line);
Outcome layout_command(CommandLine& line);
Outcome lint_command(CommandLine& line);

}  // namespace iopact
