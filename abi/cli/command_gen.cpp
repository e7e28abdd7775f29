// SPDX-License-Identifier: GPL-2.0-or-later
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <fstream>
#include <sstream>

#include "abi/cli/generated_files.h"
#include "abi/cli/inputs.h"
#include "abi/cli/write_file.h"
#include "abi/emit/drift.h"

namespace iopact {

namespace fs = std::filesystem;

namespace {

std::optional<std::string> read_text(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) return std::nullopt;
  std::ostringstream text;
  text << in.rdbuf();
  return std::move(text).str();
}

// Writes what differs, each file whole or not at all, and says so.
Outcome write_all(const std::vector<GeneratedFile>& files) {
  Outcome outcome;
  for (const GeneratedFile& file : files) {
    if (read_text(file.path) == file.text) continue;
    std::error_code error;
    fs::create_directories(file.path.parent_path(), error);
    const std::string trouble = write_file(file.path, file.text);
    if (!trouble.empty())
      return {exit_cannot_run, std::nullopt, outcome.messages + "iopact gen: " + trouble + "\n"};
    outcome.messages += fmt::format("wrote {}\n", file.path.string());
  }
  if (outcome.messages.empty()) outcome.messages = fmt::format("{} files are current\n", files.size());
  return outcome;
}

Outcome check_all(const CommandLine& line, const std::vector<GeneratedFile>& files,
                  const std::vector<fs::path>& stale) {
  std::vector<Finding> findings;
  std::string diffs;
  for (const GeneratedFile& file : files) {
    const std::string path = file.path.lexically_normal().string();
    const std::optional<std::string> text = read_text(file.path);
    if (!text) {
      findings.push_back(emit::missing_file(path));
      continue;
    }
    const std::vector<Finding> found = emit::drift(path, *text, file.text);
    findings.insert(findings.end(), found.begin(), found.end());
    diffs += emit::unified_diff(path, *text, file.text);
  }
  for (const fs::path& path : stale) findings.push_back(emit::stale_file(path.lexically_normal().string()));
  Outcome outcome = findings_outcome(line, findings);
  if (line.common().format == "text") *outcome.output += diffs;
  return outcome;
}

std::optional<Outcome> unknown_backend(const std::vector<std::string>& only) {
  const std::vector<std::string> names = backend_names();
  const std::vector<std::string_view> known(names.begin(), names.end());
  for (const std::string& name : only) {
    if (std::ranges::find(names, name) != names.end()) continue;
    const std::string guess = did_you_mean(name, known);
    return usage_error(
        "iopact gen",
        fmt::format("unknown back-end '{}'{}", name,
                    guess.empty() ? fmt::format("; there are {}", fmt::join(names, ", ")) : guess));
  }
  return std::nullopt;
}

}  // namespace

Outcome gen_command(CommandLine& line) {
  Generation generation;
  bool check = false;
  line.app().add_option("SPEC", generation.spec_file, "the spec")->required();
  line.app().add_option("--out", generation.out,
                        "folder of the generated files; without it ../gen beside the spec's folder");
  line.app().add_option("--doc", generation.document, "Markdown file whose generated block is kept current");
  line.app().add_option("--only", generation.only, "only these back-ends, comma separated")->delimiter(',');
  line.app().add_flag("--check", check, "write nothing: compare, and print what differs");
  line.accept_formats(report_format_names());
  if (const auto stop = line.parse()) return *stop;

  if (auto wrong = unknown_backend(generation.only)) return *wrong;
  Outcome failure;
  const std::optional<Spec> spec = read_spec(line, generation.spec_file.string(), failure);
  if (!spec) return failure;
  if (generation.out.empty()) generation.out = generation.spec_file.parent_path() / "../gen";
  generation.out = generation.out.lexically_normal();

  const std::vector<Finding> hindered = obstacles(*spec, generation);
  if (!hindered.empty()) return findings_outcome(line, hindered);
  const std::vector<GeneratedFile> files = generate(*spec, generation);
  if (!check) return write_all(files);
  return check_all(line, files, stale_files(*spec, generation));
}

}  // namespace iopact
