// SPDX-License-Identifier: GPL-2.0-or-later
#include <fmt/format.h>

#include <CLI/CLI.hpp>

#include "abi/cli/inputs.h"
#include "abi/model/suggest.h"
#include "abi/report/request_report.h"

namespace iopact {

namespace {

constexpr std::string_view usage_name = "iopact decode";

Outcome not_a_number(const std::string& text) {
  return usage_error(usage_name,
                     fmt::format("'{}' is not a request number: 32 bits in decimal, 0x hexadecimal or "
                                 "0 octal",
                                 clip(text)));
}

}  // namespace

Outcome decode_command(CommandLine& line) {
  std::string number;
  std::string file;
  std::string target_name;
  line.app().add_option("NUMBER", number, "the request, as ioctl() gets it")->required();
  line.app().add_option("--spec", file, "look for the command in this spec")->type_name("SPEC");
  line.app().add_option("--target", target_name, "on this target only; without it on all")->type_name("T");
  line.accept_formats({"text", "json"});
  if (const auto stop = line.parse()) return *stop;

  const std::optional<std::uint32_t> value = parse_request_number(number);
  if (!value) return not_a_number(number);
  Outcome failure;
  const Target* asked = nullptr;
  if (!target_name.empty()) {
    const auto targets = read_targets(usage_name, target_name, failure);
    if (!targets) return failure;
    if (targets->size() != 1) return usage_error(usage_name, "--target takes one target here");
    asked = targets->front();
  }
  std::optional<Spec> spec;
  if (!file.empty()) {
    spec = read_spec(line, file, failure);
    if (!spec) return failure;
  }
  const RequestReport report = look_up_request(*value, spec ? &*spec : nullptr, asked);
  const bool is_found = !spec || report.is_command();
  return {is_found ? exit_clean : exit_findings,
          line.common().format == "json" ? request_json(report) : request_text(report, line.colour_output()),
          ""};
}

}  // namespace iopact
