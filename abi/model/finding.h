// SPDX-License-Identifier: GPL-2.0-or-later
// The one record that readers' errors, lint, check, diff and audit all produce; every output format is a view
// of it. Judges fill it in and never print.
#pragma once

#include <string>
#include <vector>

#include "abi/model/source.h"

namespace iopact {

enum class Severity { note, warning, error };

// The verdict of a change; `none` where a finding is not about a change.
enum class Verdict { none, compatible, conditional, breaking, source };

struct Waived {
  std::string reason;
  std::string owner;
  std::string expires;  // ISO date, may be empty
};

struct Finding {
  std::string rule;  // kebab-case id, stable: "no-implicit-padding", "layout-mismatch", "spec-unknown-key"
  Severity severity = Severity::error;
  Verdict verdict = Verdict::none;
  std::vector<Place> places;         // the first is where to change something
  std::vector<std::string> targets;  // target names it holds for; empty: all
  std::string subject;               // "struct vexfs_batch_insert_request.flags": what it is about, never a line
  std::string message;               // one sentence, no trailing period
  std::string why;                   // why it matters, may be empty
  std::string fix;                   // what to do, may be empty
  bool is_waived = false;            // answered by a waiver: reported, never failing
  Waived waived;
};

// 12 hex digits over rule, subject and targets: stable when lines move.
std::string fingerprint(const Finding& finding);

std::string_view to_string(Severity severity);
std::string_view to_string(Verdict verdict);

}  // namespace iopact
