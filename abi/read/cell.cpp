// SPDX-License-Identifier: GPL-2.0-or-later
#include "abi/read/cell.h"

#include <fmt/format.h>

#include <charconv>

#include "abi/read/elf_object.h"
#include "abi/read/pahole.h"
#include "abi/read/process.h"
#include "abi/read/temporary.h"

namespace iopact {
namespace {

using Arguments = std::vector<std::string>;

// What any UAPI header starts from.
constexpr std::string_view trial_text = "#include <linux/ioctl.h>\n#include <linux/types.h>\n";

Arguments probe_options(const Compiler& compiler, const Spec& spec, const std::string& header) {
  Arguments options{"-std=gnu11", "-w", "-O0", "-ffreestanding", "-g", "-fno-eliminate-unused-debug-types",
                    "-D" + no_assertions_macro(spec), "-include", header};
  if (compiler.brand == Brand::clang) options.emplace_back("-fstandalone-debug");
  return options;
}

// A compiler's command for one target in a folder of its own.
class Workbench {
 public:
  explicit Workbench(Arguments command) : command_(std::move(command)) {}

  ProcessResult compile(std::string_view text, const Arguments& options) const {
    Arguments command = command_;
    command.insert(command.end(), options.begin(), options.end());
    command.insert(command.end(), {"-MD", "-MF", dependencies(), "-c", folder_.write("probe.c", text), "-o", object()});
    return run_process(command);
  }
  std::string object() const { return folder_.path("probe.o"); }
  std::string dependencies() const { return folder_.path("probe.d"); }
  std::string source() const { return folder_.path("probe.c"); }

 private:
  Arguments command_;
  TemporaryFolder folder_;
};

Result<RawFacts> read_object(const Workbench& bench, const std::vector<std::string>& tags) {
  const auto object = open_elf_object(bench.object());
  if (!object) return object.failure();
  auto found = read_tags(*object, tags);
  if (!found) return found.failure();
  return RawFacts{std::move(*found), section_contents(bench.object(), probe_string_section)};
}

int take_number(std::string_view text) {
  int number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

// "file:12:5" from its end.
Place parse_place(std::string_view text) {
  const auto column = text.rfind(':');
  const auto line = column == std::string_view::npos ? column : text.rfind(':', column - 1);
  if (line == std::string_view::npos || line == 0) return {std::string(text), 0, 0, ""};
  return {std::string(text.substr(0, line)), take_number(text.substr(line + 1)), take_number(text.substr(column + 1)),
          ""};
}

}  // namespace

Failure first_error(std::string_view diagnostics) {
  for (auto rest = diagnostics; !rest.empty();) {
    const auto line = first_line(rest);
    rest.remove_prefix(std::min(rest.size(), line.size() + 1));
    for (const std::string_view mark : {": error: ", ": fatal error: "})
      if (const auto at = line.find(mark); at != std::string_view::npos)
        return {std::string(line.substr(at + mark.size())), parse_place(line.substr(0, at))};
  }
  return {std::string(first_line(diagnostics))};
}

std::vector<std::string> parse_dependencies(std::string_view rule) {
  std::vector<std::string> result;
  std::string word;
  const auto finish = [&] {
    if (!word.empty()) result.push_back(std::exchange(word, {}));
  };
  rule.remove_prefix(std::min(rule.size(), rule.find(": ")));
  for (std::size_t i = std::min<std::size_t>(rule.size(), 2); i < rule.size(); ++i) {
    const char c = rule[i];
    const char next = i + 1 < rule.size() ? rule[i + 1] : '\0';
    if (c == '\\' && next == '\n')
      ++i;
    else if ((c == '\\' && (next == ' ' || next == '#')) || (c == '$' && next == '$'))
      word += rule[++i];
    else if (c == ' ' || c == '\n')
      finish();
    else
      word += c;
  }
  finish();
  return result;
}

Result<CellReading> read_cell(const Spec& spec, const std::string& header, const Compiler& compiler,
                               const Target& target) {
  auto command = compiler_command(compiler, target);
  if (!command) return Failure{command.error(), {}, true};
  const Workbench bench(std::move(*command));
  const auto options = probe_options(compiler, spec, header);
  const auto compile_and_read = [&](const Probe& probe) -> Result<RawFacts> {
    const auto result = bench.compile(probe.text, options);
    if (!result.succeeded()) return result.err.empty() ? Failure{result.describe()} : first_error(result.err);
    return read_object(bench, probe.tags);
  };
  auto found = read_header(spec, compile_and_read);
  if (!found) {
    const auto trial = bench.compile(trial_text, {});
    if (trial.succeeded()) return found.failure();
    return Failure{fmt::format("{} cannot compile the kernel's headers for {}: {}", compiler.name, target.name,
                               first_error(trial.err).message),
                   {}, true};
  }
  std::string rule;
  read_file(bench.dependencies(), rule);
  CellReading reading{std::move(*found), {}};
  for (auto& file : parse_dependencies(rule))
    if (file != bench.source()) reading.files.push_back(std::move(file));
  return reading;
}

}  // namespace iopact
