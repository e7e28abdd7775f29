// SPDX-License-Identifier: GPL-2.0-or-later
#include "abi/model/diagnostics.h"

#include <algorithm>
#include <utility>

namespace iopact {

namespace {

bool is_at_or_below(std::string_view pointer, std::string_view root) {
  return pointer.starts_with(root) && (pointer.size() == root.size() || pointer[root.size()] == '/');
}

}  // namespace

Finding& Diagnostics::error(std::string_view rule, Place at, std::string message, std::string fix) {
  Finding finding;
  finding.rule = rule;
  finding.places.push_back(std::move(at));
  finding.message = std::move(message);
  finding.fix = std::move(fix);
  ++count_;
  if (findings_.size() >= limit) return dropped_ = std::move(finding);
  return findings_.emplace_back(std::move(finding));
}

Finding& Diagnostics::error(std::string_view rule, Position at, std::string pointer, std::string message,
                            std::string fix) {
  return error(rule, place(at, std::move(pointer)), std::move(message), std::move(fix));
}

Place Diagnostics::place(Position at, std::string pointer) const {
  return Place{file_, at.line, at.column, std::move(pointer)};
}

bool Diagnostics::damaged(std::string_view pointer, std::size_t among) const {
  if (count_ > limit) return true;
  const auto end = findings_.begin() + static_cast<std::ptrdiff_t>(std::min(among, findings_.size()));
  return std::any_of(findings_.begin(), end, [&](const Finding& finding) {
    return is_at_or_below(finding.places.front().pointer, pointer);
  });
}

}  // namespace iopact
