// SPDX-License-Identifier: GPL-2.0-or-later
#include "abi/model/finding.h"

#include <fmt/format.h>

#include <algorithm>

#include "abi/model/hash.h"

namespace iopact {

std::string fingerprint(const Finding& finding) {
  Hash hash;
  hash.add(finding.rule);
  hash.add(finding.subject);
  std::vector<std::string> targets = finding.targets;
  std::sort(targets.begin(), targets.end());
  for (const std::string& target : targets) hash.add(target);
  return fmt::format("{:012x}", (hash.value() ^ (hash.value() >> 48)) & 0xffffffffffff);
}

std::string_view to_string(Severity severity) {
  switch (severity) {
    case Severity::note:
      return "note";
    case Severity::warning:
      return "warning";
    case Severity::error:
      return "error";
  }
  return "";
}

std::string_view to_string(Verdict verdict) {
  switch (verdict) {
    case Verdict::none:
      return "none";
    case Verdict::compatible:
      return "compatible";
    case Verdict::conditional:
      return "conditional";
    case Verdict::breaking:
      return "breaking";
    case Verdict::source:
      return "source";
  }
  return "";
}

}  // namespace iopact
