// SPDX-License-Identifier: GPL-2.0-or-later
// The spec's own facts, its texts and its waivers.
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "abi/model/checking.h"
#include "abi/model/names.h"
#include "abi/model/suggest.h"

namespace iopact {

namespace {

bool is_one_of(char c, std::string_view others) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         others.find(c) != std::string_view::npos;
}

bool consists_of(std::string_view text, std::string_view others) {
  return std::all_of(text.begin(), text.end(), [&](char c) { return is_one_of(c, others); });
}

bool is_written(const Checking& checking, std::string_view path) {
  return checking.below({}, path) != nullptr;
}

void check_version(Checking& checking) {
  if (!is_written(checking, "/version") || parse_version(checking.spec.version)) return;
  checking.error("spec-version", {}, "/version",
                 fmt::format("\"{}\" is no version", clip(checking.spec.version)),
                 "write three numbers, such as \"1.0.0\"");
}

// The name becomes a file in the output directory, never a path out of it.
void check_header(Checking& checking) {
  const std::string& name = checking.spec.header;
  if (!is_written(checking, "/header/name")) return;
  if (name.size() > 2 && name.ends_with(".h") && name[0] != '.' && consists_of(name, "_-.")) return;
  checking.error("spec-header", {}, "/header/name",
                 fmt::format("\"{}\" is no header's file name", clip(name)),
                 "write a name without directories that ends in .h, such as \"foo.h\"");
}

void check_license(Checking& checking) {
  const std::string& license = checking.spec.license;
  if (!is_written(checking, "/license") || (!license.empty() && consists_of(license, " .-+()"))) return;
  checking.error("spec-license", {}, "/license",
                 fmt::format("\"{}\" is no SPDX license expression", clip(license)),
                 "write for example \"GPL-2.0-only WITH Linux-syscall-note\"");
}

void check_node(Checking& checking) {
  const std::string& node = checking.spec.device_node;
  if (!is_written(checking, "/device/node")) return;
  const bool sane = node.starts_with('/') && node.size() > 1 && node.find("/.") == std::string::npos &&
                    node.find("//") == std::string::npos && !node.ends_with('/') &&
                    consists_of(node, "/_-.:");
  if (sane) return;
  checking.error("spec-device", {}, "/device/node", fmt::format("\"{}\" is no device node", clip(node)),
                 "write an absolute path, such as \"/dev/foo\"");
}

bool is_kebab_case(std::string_view text) {
  const auto lower = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; };
  return !text.empty() && text[0] != '-' && std::all_of(text.begin(), text.end(), lower);
}

void check_waiver(Checking& checking, const Waiver& waiver) {
  if (!is_kebab_case(waiver.rule))
    checking.error("spec-waiver", waiver.at, "/rule", fmt::format("\"{}\" is no rule id", clip(waiver.rule)),
                   "write the id that stands in the finding, such as \"no-pointer\"");
  if (waiver.subject.empty())
    checking.error("spec-waiver", waiver.at, "/at", "this waiver does not say what it is for",
                   "write the finding's subject, such as \"struct foo.flags\"");
  if (waiver.reason.empty())
    checking.error("spec-waiver", waiver.at, "/reason", "this waiver has no reason",
                   "say why the finding stands and cannot be fixed");
  if (waiver.owner.empty())
    checking.error("spec-waiver", waiver.at, "/owner", "this waiver has no owner", "name who answers for it");
  if (checking.below(waiver.at, "/expires") != nullptr && !is_date(waiver.expires))
    checking.error("spec-waiver", waiver.at, "/expires",
                   fmt::format("\"{}\" is no date", clip(waiver.expires)),
                   "write a day that exists as YYYY-MM-DD, or remove the key");
}

}  // namespace

void validate_interface(Checking& checking) {
  check_version(checking);
  check_header(checking);
  check_license(checking);
  check_node(checking);
}

void validate_waivers(Checking& checking) {
  std::map<std::pair<std::string_view, std::string_view>, const Waiver*> seen;
  for (const Waiver& waiver : checking.spec.waivers) {
    if (checking.damaged(waiver.at)) continue;
    check_waiver(checking, waiver);
    const auto [first, added] =
        seen.emplace(std::pair<std::string_view, std::string_view>(waiver.rule, waiver.subject), &waiver);
    if (added) continue;
    Finding& finding =
        checking.error("spec-waiver", waiver.at, "", "this finding is waived twice", "remove one waiver");
    finding.places.push_back(first->second->at);
  }
}

}  // namespace iopact
