// SPDX-License-Identifier: GPL-2.0-or-later
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <filesystem>

#include "abi/cli/checking.h"
#include "abi/cli/inputs.h"
#include "abi/judge/waive.h"
#include "abi/read/clang_reader.h"
#include "abi/read/pahole.h"
#include "abi/read/reading_cache.h"

namespace iopact {
namespace {

using State = CheckedCell::State;

constexpr const char* command_name = "iopact check";

struct Options {
  std::string spec;
  std::vector<std::string> compilers;  // empty: all that are installed
  std::string targets = "all";
  std::string header;                  // empty: the generated one
  std::vector<std::string> objects;
  std::string cache_folder;
  bool no_cache = false;

  bool names_targets() const { return targets != "all"; }
  bool wants_matrix() const { return objects.empty() || !compilers.empty() || names_targets() || !header.empty(); }
};

std::string footer() {
  const auto reader = find_clang_reader();
  const auto opinion = reader ? reader->name : reader.error();
  return fmt::format(
      "The header is compiled by every compiler for every target; pahole reads the DWARF back. Objects (.o, .ko,\n"
      "vmlinux, programs) are checked for the target they were built for; with --object alone no header is compiled.\n"
      "Second opinion on each target's layout: {}.\n",
      opinion);
}

void add_options(CLI::App& app, Options& options) {
  app.add_option("SPEC", options.spec, "the spec")->required();
  app.add_option("--cc", options.compilers, "compilers; without it all gcc and clang that are installed")
      ->delimiter(',')
      ->type_name("CC,...");
  app.add_option("--target", options.targets, "comma separated; without it all that a compiler is installed for")
      ->type_name("T,...");
  app.add_option("--header", options.header, "header to check; without it ../gen/uapi/ beside the spec's folder")
      ->type_name("FILE");
  app.add_option("--object", options.objects, "objects to check as they are")->type_name("FILE...");
  app.add_option("--cache", options.cache_folder, "folder for results; without it the user's cache folder")
      ->type_name("DIR");
  app.add_flag("--no-cache", options.no_cache, "compile everything anew");
  app.footer(footer());
}

Outcome cannot_run(std::string_view message) {
  return {exit_cannot_run, std::nullopt, fmt::format("{}: {}\n", command_name, message)};
}

// Of the names given, or all. Nothing, and `failure` set, for one that is not installed.
std::optional<std::vector<Compiler>> choose_compilers(const Options& options, Outcome& failure) {
  if (options.compilers.empty()) {
    auto installed = installed_compilers();
    if (!installed.empty()) return installed;
    failure = cannot_run("no compiler is installed: install the package gcc");
    return std::nullopt;
  }
  std::vector<Compiler> chosen;
  for (const auto& name : options.compilers) {
    auto compiler = find_compiler(name);
    if (!compiler) {
      failure = cannot_run(compiler.error());
      return std::nullopt;
    }
    chosen.push_back(std::move(*compiler));
  }
  return chosen;
}

bool is_readable_file(const std::string& file) {
  std::error_code error;
  return std::filesystem::is_regular_file(file, error);
}

std::string cache_folder(const Options& options) {
  if (options.no_cache) return "";
  return options.cache_folder.empty() ? default_cache_folder() : options.cache_folder;
}

// What was asked for by name must have been checked somewhere.
void require_named(const Options& options, const HeaderCheck& check, Checking& checking) {
  const auto was_tried = [&](const auto& is_it) {
    return std::ranges::any_of(checking.cells,
                               [&](const auto& cell) { return is_it(cell.sighting) && cell.state != State::skipped; });
  };
  const auto note_of = [&](const auto& is_it) {
    return std::ranges::find_if(checking.cells, [&](const auto& cell) { return is_it(cell.sighting); })->note;
  };
  const auto require = [&](const auto& is_it, std::string_view name) {
    if (!was_tried(is_it)) checking.failures.push_back(fmt::format("{} could not be checked: {}", name, note_of(is_it)));
  };
  if (options.names_targets())
    for (const auto* target : check.targets)
      require([&](const Sighting& cell) { return cell.target == target; }, target->name);
  if (!options.compilers.empty())
    for (const auto& compiler : check.compilers)
      require([&](const Sighting& cell) { return cell.label == compiler.name; }, compiler.name);
}

// Runs the matrix into `checking`, or answers why it cannot.
std::optional<Outcome> run_matrix(const CommandLine& line, const Options& options, const Spec& spec,
                                  const std::string& header, Checking& checking) {
  Outcome failure;
  const auto targets = read_targets(command_name, options.targets, failure);
  if (!targets) return failure;
  const auto compilers = choose_compilers(options, failure);
  if (!compilers) return failure;
  if (!is_readable_file(header))
    return cannot_run(fmt::format("no header {}: write it with iopact gen {}, or name one with --header", header,
                                  spec.file));
  const HeaderCheck check{.header = header,
                          .compilers = *compilers,
                          .targets = *targets,
                          .with_libclang = options.compilers.empty(),
                          .jobs = line.common().jobs,
                          .cache_folder = cache_folder(options)};
  checking = check_header(spec, check);
  require_named(options, check, checking);
  return std::nullopt;
}

Outcome make_outcome(const CommandLine& line, const CheckReport& report, const std::vector<std::string>& failures) {
  Outcome outcome;
  const auto& format = line.common().format;
  if (format == "text")
    outcome.output = check_text(report);
  else if (format == "json")
    outcome.output = check_json(report);
  else
    outcome.output = find_format(format)->render(report.findings);
  if (fails(report.findings.findings, report.findings.threshold)) outcome.exit_code = exit_findings;
  for (const auto& failure : failures) {
    outcome.exit_code = exit_cannot_run;
    outcome.messages += fmt::format("{}: {}\n", command_name, failure);
  }
  return outcome;
}

}  // namespace

Outcome check_command(CommandLine& line) {
  Options options;
  add_options(line.app(), options);
  line.accept_formats(report_format_names());
  if (auto stop = line.parse()) return std::move(*stop);
  Outcome failure;
  const auto spec = read_spec(line, options.spec, failure);
  if (!spec) return failure;
  if (const auto pahole = find_pahole(); !pahole) return cannot_run(pahole.error());

  CheckReport report;
  Checking matrix;
  if (options.wants_matrix()) {
    report.header = options.header.empty() ? generated_header(*spec) : options.header;
    if (auto stop = run_matrix(line, options, *spec, report.header, matrix)) return std::move(*stop);
  }
  auto objects = check_objects(*spec, options.objects);
  std::vector<Finding> findings = std::move(matrix.findings);
  std::ranges::move(objects.findings, std::back_inserter(findings));
  std::ranges::move(objects.failures, std::back_inserter(matrix.failures));

  report.spec_file = spec->file;
  report.struct_count = spec->structs.size();
  report.columns = std::move(matrix.columns);
  report.cells = std::move(matrix.cells);
  report.objects = std::move(objects.cells);
  report.findings = report_on(findings, Severity::warning, line.colour_output());
  report.colour = line.colour_output();
  return make_outcome(line, report, matrix.failures);
}

}  // namespace iopact
