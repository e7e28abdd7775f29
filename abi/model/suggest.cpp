// SPDX-License-Identifier: GPL-2.0-or-later
#include "abi/model/suggest.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <vector>

namespace iopact {

namespace {

constexpr std::size_t longest = 64;

// One of the words starts with the other.
bool extends(std::string_view a, std::string_view b) {
  constexpr std::size_t shortest = 3;
  return std::min(a.size(), b.size()) >= shortest && (a.starts_with(b) || b.starts_with(a));
}

}  // namespace

std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before(b.size() + 1), above(b.size() + 1), row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) above[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      row[j] = std::min({above[j] + 1, row[j - 1] + 1, above[j - 1] + (a[i - 1] != b[j - 1])});
      const bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
      if (swapped) row[j] = std::min(row[j], before[j - 2] + 1);
    }
    before.swap(above);
    above.swap(row);
  }
  return above[b.size()];
}

std::string_view nearest(std::string_view word, std::span<const std::string_view> known) {
  if (word.size() > longest) return {};
  std::string_view best, extended;
  std::size_t best_distance = std::max<std::size_t>(word.size() / 3, 1) + 1;
  for (const std::string_view candidate : known) {
    if (candidate.size() > longest) continue;
    if (extended.empty() && extends(word, candidate)) extended = candidate;
    const std::size_t distance = edit_distance(word, candidate);
    if (distance < best_distance && distance < candidate.size()) {
      best = candidate;
      best_distance = distance;
    }
  }
  return best.empty() ? extended : best;
}

std::string suggest_name(std::string_view word, std::span<const std::string_view> names,
                         std::string_view otherwise) {
  const std::string_view close = nearest(word, names);
  if (!close.empty()) return fmt::format("did you mean \"{}\"?", close);
  constexpr std::size_t few = 8;
  if (names.empty() || names.size() > few) return std::string(otherwise);
  return fmt::format("{}: {}", otherwise, fmt::join(names, ", "));
}

std::string clip(std::string_view word) {
  std::string out(word.substr(0, longest));
  for (char& c : out)
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) c = '?';
  if (word.size() > longest) out += "...";
  return out;
}

}  // namespace iopact
