// SPDX-License-Identifier: GPL-2.0-or-later
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>

#include "abi/cli/inputs.h"
#include "abi/model/suggest.h"
#include "abi/report/layout_report.h"

namespace iopact {

namespace {

std::vector<std::string> format_names() {
  std::vector<std::string> out;
  for (const LayoutFormat& format : layout_formats()) out.emplace_back(format.name);
  return out;
}

// The names without the keyword that may stand before them. Empty, and `failure` set, for one that the spec
// lacks.
std::optional<std::vector<std::string>> known_structs(const Spec& spec, const std::vector<std::string>& asked,
                                                      Outcome& failure) {
  std::vector<std::string> out;
  for (std::string_view name : asked) {
    for (const std::string_view keyword : {"struct ", "union "}) {
      if (name.starts_with(keyword)) name.remove_prefix(keyword.size());
    }
    if (spec.find_struct(name) == nullptr) {
      std::vector<std::string_view> known;
      for (const Aggregate& aggregate : spec.structs) known.push_back(aggregate.name);
      failure = usage_error("iopact layout", fmt::format("{} has no struct '{}'{}", spec.file, clip(name),
                                                         did_you_mean(name, known)));
      return std::nullopt;
    }
    out.emplace_back(name);
  }
  return out;
}

}  // namespace

Outcome layout_command(CommandLine& line) {
  std::string file;
  std::vector<std::string> structs;
  std::string target_list = "x86_64,i386";
  line.app().add_option("SPEC", file, "the spec")->required();
  line.app().add_option("STRUCT", structs, "only these structs, and the commands that carry them");
  line.app()
      .add_option("--target", target_list, "comma separated, or 'all'; without it x86_64,i386")
      ->type_name("T,...");
  line.accept_formats(format_names());
  if (const auto stop = line.parse()) return *stop;

  Outcome failure;
  const auto targets = read_targets("iopact layout", target_list, failure);
  if (!targets) return failure;
  const std::optional<Spec> spec = read_spec(line, file, failure);
  if (!spec) return failure;
  const auto names = known_structs(*spec, structs, failure);
  if (!names) return failure;

  LayoutReport report{&*spec, {}, *names, line.colour_output()};
  for (const Target* target : *targets) report.layouts.push_back(lay_out(*spec, *target));
  return {exit_clean, find_layout_format(line.common().format)->render(report), ""};
}

}  // namespace iopact
