// SPDX-License-Identifier: GPL-2.0-or-later
// The arguments of one command: the options that all commands share, and the command's own beside them.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "abi/cli/command.h"

namespace CLI {
class App;
}

namespace iopact {

// What the program runs in; tests bring their own.
struct Console {
  bool output_is_terminal = false;
  bool messages_are_terminal = false;
  // Called with one line that ends in a newline, at once: progress of a long run, on standard error.
  std::function<void(std::string_view)> progress = [](std::string_view) {};
};

struct CommonOptions {
  std::string format;       // --format: one of the accepted ones
  std::string output_file;  // -o: empty for standard output
  std::string waivers;      // --waivers: file, empty for none
  unsigned jobs = 1;        // -j: at least 1
};

class CommandLine {
 public:
  CommandLine(const Subcommand& command, std::vector<std::string> arguments, Console console);
  ~CommandLine();
  CommandLine(const CommandLine&) = delete;
  CommandLine& operator=(const CommandLine&) = delete;

  // For the command's own options and positional arguments; include <CLI/CLI.hpp> to use it.
  CLI::App& app() { return *app_; }

  // What --format takes, the default first. Without a call: "text" alone.
  void accept_formats(std::vector<std::string> names);

  // Reads the arguments into the bound variables. A result must be returned by the command: help was asked
  // for, or the usage was wrong.
  std::optional<Outcome> parse();

  const CommonOptions& common() const { return common_; }
  bool colour_output() const;  // never for a file
  bool colour_messages() const;
  void progress(std::string_view line) const { console_.progress(line); }

 private:
  std::unique_ptr<CLI::App> app_;
  std::vector<std::string> arguments_;
  Console console_;
  CommonOptions common_;
  std::string colour_ = "auto";
  std::vector<std::string> formats_{"text"};
};

// "iopact layout: message", and where help is to be had. Exit code 2.
Outcome usage_error(std::string_view command, std::string_view message);

// ", did you mean 'x'?" for the known word nearest to a mistyped one, or "".
std::string did_you_mean(std::string_view word, const std::vector<std::string_view>& known);

}  // namespace iopact
