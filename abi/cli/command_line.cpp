// SPDX-License-Identifier: GPL-2.0-or-later
#include "abi/cli/command_line.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdlib>
#include <thread>

#include "abi/model/suggest.h"

namespace iopact {

namespace {

// auto: on a terminal, unless NO_COLOR asks for none (no-color.org).
bool wants_colour(std::string_view choice, bool is_terminal) {
  if (choice != "auto") return choice == "always";
  const char* no_colour = std::getenv("NO_COLOR");
  return is_terminal && (no_colour == nullptr || *no_colour == '\0');
}

bool is_one_of(const std::string& word, const std::vector<std::string>& words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

// CLI11 prints list-valued choices with braces; this is its check with a message in our words.
std::string check_choice(const std::string& word, const std::vector<std::string>& words) {
  if (is_one_of(word, words)) return "";
  const std::vector<std::string_view> known(words.begin(), words.end());
  return fmt::format("'{}' is none of {}{}", clip(word), fmt::join(words, ", "), did_you_mean(word, known));
}

}  // namespace

CommandLine::CommandLine(const Subcommand& command, std::vector<std::string> arguments, Console console)
    : app_(std::make_unique<CLI::App>(std::string(command.summary), std::string(command.name))),
      arguments_(std::move(arguments)),
      console_(std::move(console)) {
  common_.jobs = std::max(1U, std::thread::hardware_concurrency());
  app_->name(fmt::format("iopact {}", command.name));
  app_->get_formatter()->column_width(32);
  app_->set_help_flag("-h,--help", "print this help");
}

CommandLine::~CommandLine() = default;

void CommandLine::accept_formats(std::vector<std::string> names) { formats_ = std::move(names); }

std::optional<Outcome> CommandLine::parse() {
  static const std::vector<std::string> colours{"auto", "always", "never"};
  common_.format = formats_.front();
  app_->add_option("--format", common_.format, fmt::format("how to print: {}", fmt::join(formats_, ", ")))
      ->type_name("NAME")
      ->check([this](const std::string& word) { return check_choice(word, formats_); });
  app_->add_option("-o,--output", common_.output_file, "write to this file instead of standard output")
      ->type_name("FILE");
  app_->add_option("--color", colour_, "auto, always or never")
      ->type_name("WHEN")
      ->check([](const std::string& word) { return check_choice(word, colours); });
  app_->add_option("--waivers", common_.waivers, "answers to findings, beside the spec's own")
      ->type_name("FILE");
  app_->add_option("-j,--jobs", common_.jobs, "how much to do at once")
      ->type_name("N")
      ->check(CLI::Range(1U, 1024U));
  try {
    std::vector<std::string> reversed(arguments_.rbegin(), arguments_.rend());
    app_->parse(std::move(reversed));
  } catch (const CLI::CallForHelp&) {
    return Outcome{exit_clean, app_->help(), ""};
  } catch (const CLI::ParseError& error) {
    return usage_error(app_->get_name(), error.what());
  }
  return std::nullopt;
}

bool CommandLine::colour_output() const {
  return common_.output_file.empty() && wants_colour(colour_, console_.output_is_terminal);
}

bool CommandLine::colour_messages() const { return wants_colour(colour_, console_.messages_are_terminal); }

Outcome usage_error(std::string_view command, std::string_view message) {
  return {exit_cannot_run, std::nullopt,
          fmt::format("{}: {}\nTry '{} --help'.\n", command, message, command)};
}

std::string did_you_mean(std::string_view word, const std::vector<std::string_view>& known) {
  const std::string_view best = nearest(word, known);
  return best.empty() ? "" : fmt::format("; did you mean '{}'?", best);
}

}  // namespace iopact
