// SPDX-License-Identifier: GPL-2.0-or-later
#include "abi/cli/run.h"

#include <fmt/format.h>

#include <algorithm>
#include <exception>

#include "abi/model/suggest.h"

namespace iopact {

namespace {

std::string help_text() {
  std::string out =
      "iopact - one spec for an ioctl interface: checked, laid out, generated\n\nUsage: iopact COMMAND "
      "[OPTION...] [ARGUMENT...]\n\nCommands:\n";
  for (const Subcommand& command : all_subcommands())
    out += fmt::format("  {:<10}{}\n", command.name, command.summary);
  return out +
         "\n'iopact COMMAND --help' tells more. Exit status: 0 nothing found, 1 findings, 2 could not run.\n";
}

Outcome unknown_command(const std::string& name) {
  std::vector<std::string_view> known;
  for (const Subcommand& command : all_subcommands()) known.push_back(command.name);
  const std::string_view kind = name.starts_with('-') ? "option" : "command";
  return usage_error("iopact", fmt::format("unknown {} '{}'{}", kind, clip(name), did_you_mean(name, known)));
}

Delivery run_command(const Subcommand& command, std::vector<std::string> arguments, Console console) {
  CommandLine line(command, std::move(arguments), std::move(console));
  Outcome outcome = command.run(line);
  return {std::move(outcome), line.common().output_file};
}

Delivery dispatch(std::vector<std::string> arguments, Console console) {
  if (arguments.empty()) return {{exit_cannot_run, std::nullopt, help_text()}, ""};
  const std::string name = arguments.front();
  if (name == "--help" || name == "-h") return {{exit_clean, help_text(), ""}, ""};
  if (name == "--version") return {{exit_clean, "iopact " IOPACT_VERSION "\n", ""}, ""};
  const auto commands = all_subcommands();
  const auto found = std::ranges::find(commands, name, &Subcommand::name);
  if (found == commands.end()) return {unknown_command(name), ""};
  arguments.erase(arguments.begin());
  return run_command(*found, std::move(arguments), std::move(console));
}

}  // namespace

Delivery run(std::vector<std::string> arguments, Console console) {
  try {
    return dispatch(std::move(arguments), std::move(console));
  } catch (const std::exception& error) {
    return {{exit_cannot_run, std::nullopt, fmt::format("iopact: {}\n", error.what())}, ""};
  }
}

}  // namespace iopact
