// SPDX-License-Identifier: GPL-2.0-or-later
#include "abi/cli/run_test.h"

#include <fmt/format.h>

#include <cstdlib>
#include <set>

#include "abi/cli/deliver.h"

namespace iopact {
namespace {

class Program : public CommandTest {};

TEST_F(Program, lists_its_commands) {
  const Delivery delivery = run({"--help"});
  EXPECT_EQ(delivery.outcome.exit_code, exit_clean);
  EXPECT_EQ(delivery.outcome.messages, "");
  for (const Subcommand& command : all_subcommands()) {
    EXPECT_NE(delivery.outcome.output->find(fmt::format("\n  {:<10}{}\n", command.name, command.summary)),
              std::string::npos)
        << command.name;
  }
  EXPECT_EQ(run({"-h"}).outcome.output, delivery.outcome.output);
}

TEST_F(Program, without_a_command_shows_the_help_as_a_message) {
  const Delivery delivery = run({});
  EXPECT_EQ(delivery.outcome.exit_code, exit_cannot_run);
  EXPECT_FALSE(delivery.outcome.output.has_value());
  EXPECT_EQ(delivery.outcome.messages, run({"--help"}).outcome.output);
}

TEST_F(Program, tells_its_version) { expect({"--version"}, 0, "iopact " IOPACT_VERSION "\n", ""); }

TEST_F(Program, suggests_a_command) {
  expect_usage({"layuot"}, "iopact", "unknown command 'layuot'; did you mean 'layout'?");
  expect_usage({"frobnicate"}, "iopact", "unknown command 'frobnicate'");
  expect_usage({"--verbose"}, "iopact", "unknown option '--verbose'");
  expect_usage({"\x1b[31m"}, "iopact", "unknown command '?[31m'");
}

TEST_F(Program, has_a_unique_name_and_a_help_for_each_command) {
  std::set<std::string_view> names;
  for (const Subcommand& command : all_subcommands()) {
    EXPECT_TRUE(names.insert(command.name).second) << command.name;
    const Delivery delivery = run({std::string(command.name), "--help"});
    EXPECT_EQ(delivery.outcome.exit_code, exit_clean) << command.name;
    ASSERT_TRUE(delivery.outcome.output.has_value()) << command.name;
    for (const char* option : {"--format", "--output", "--color", "--waivers", "--jobs", "--help"}) {
      EXPECT_NE(delivery.outcome.output->find(option), std::string::npos) << command.name << option;
    }
  }
}

TEST_F(Program, checks_the_common_options_of_each_command) {
  for (const Subcommand& command : all_subcommands()) {
    const std::string name(command.name);
    for (const std::vector<std::string>& wrong : {std::vector<std::string>{"--format", "xmlish"},
                                                  {"--color", "maybe"},
                                                  {"-j", "0"},
                                                  {"--nonsense"}}) {
      std::vector<std::string> arguments{name};
      arguments.insert(arguments.end(), wrong.begin(), wrong.end());
      const Delivery delivery = run(arguments);
      EXPECT_EQ(delivery.outcome.exit_code, exit_cannot_run) << name << wrong[0];
      EXPECT_FALSE(delivery.outcome.output.has_value()) << name << wrong[0];
      EXPECT_TRUE(delivery.outcome.messages.ends_with(fmt::format("\nTry 'iopact {} --help'.\n", name)))
          << name;
    }
  }
}

TEST_F(Program, hands_on_where_the_output_goes) {
  const Delivery delivery = run({"decode", "1", "-o", "there"});
  EXPECT_EQ(delivery.output_file, "there");
  EXPECT_TRUE(delivery.outcome.output.has_value());
}

TEST_F(Program, paints_for_terminals_only) {
  const auto is_painted = [](std::vector<std::string> arguments, bool terminal) {
    Console console;
    console.output_is_terminal = terminal;
    arguments.insert(arguments.begin(), {"decode", "1"});
    return run(arguments, console).outcome.output->find('\x1b') != std::string::npos;
  };
  ASSERT_EQ(unsetenv("NO_COLOR"), 0);
  EXPECT_TRUE(is_painted({}, true));
  EXPECT_FALSE(is_painted({}, false));
  EXPECT_TRUE(is_painted({"--color", "always"}, false));
  EXPECT_FALSE(is_painted({"--color", "never"}, true));
  EXPECT_FALSE(is_painted({"--color", "always", "-o", "file"}, true)) << "never for a file";
  ASSERT_EQ(setenv("NO_COLOR", "1", 1), 0);
  EXPECT_FALSE(is_painted({}, true));
  ASSERT_EQ(unsetenv("NO_COLOR"), 0);
}

// The process itself: its exit status, and that nothing heavy is linked into it, for it has to start in
// milliseconds.
int status_of(const std::string& arguments) {
  const std::string line = fmt::format("{}/bin/iopact {} >/dev/null 2>&1", IOPACT_BINARY_DIR, arguments);
  const int status = std::system(line.c_str());
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

TEST_F(Program, answers_with_its_exit_status) {
  EXPECT_EQ(status_of("layout abi/spec/vexfs.json"), 0);
  EXPECT_EQ(status_of("decode 0x40185603 --spec abi/spec/vexfs.json"), 1);
  EXPECT_EQ(status_of("decode nonsense"), 2);
  EXPECT_EQ(status_of(""), 2);
  EXPECT_EQ(status_of("decode 1 -o /dev/null/file"), 2) << "an output that cannot be written";
  EXPECT_EQ(status_of("decode 1 -o /dev/full"), 2);
}

TEST_F(Program, links_no_compiler) {
  const std::string list = testing::TempDir() + "iopact_links";
  const std::string line = fmt::format("ldd {}/bin/iopact > '{}'", IOPACT_BINARY_DIR, list);
  ASSERT_EQ(std::system(line.c_str()), 0);
  const std::string libraries = read_text(list);
  EXPECT_NE(libraries.find("libc.so"), std::string::npos);
  EXPECT_EQ(libraries.find("LLVM"), std::string::npos) << libraries;
  EXPECT_EQ(libraries.find("clang"), std::string::npos) << libraries;
}

}  // namespace
}  // namespace iopact
