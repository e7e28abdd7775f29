// SPDX-License-Identifier: GPL-2.0-or-later
#include "reference-impl/top_k.h"

#include <algorithm>
#include <bit>

namespace iopact {
namespace {

constexpr std::uint32_t sign_bit = 0x80000000;
constexpr std::uint32_t infinity = 0x7f800000;
constexpr std::uint32_t last_rank = 0xffffffff;
constexpr std::size_t fewest_candidates = 64;

bool before(const TopK::Hit& a, const TopK::Hit& b) { return a.order < b.order; }

}  // namespace

std::uint32_t rank_of(float score, Better better) {
  auto bits = std::bit_cast<std::uint32_t>(score);
  if ((bits & ~sign_bit) > infinity) return last_rank;
  if (bits == sign_bit) bits = 0;
  std::uint32_t ascending = bits & sign_bit ? ~bits : bits | sign_bit;
  return better == Better::smaller ? ascending : ~ascending;
}

TopK::TopK(Better better, std::size_t k, std::size_t expected)
    : better_(better), k_(k), limit_(std::max(2 * k, fewest_candidates)) {
  candidates_.reserve(std::min(limit_, expected));
}

void TopK::add(std::span<const float> scores, std::uint32_t first) {
  for (std::size_t i = 0; i < scores.size(); ++i) {
    std::uint64_t order = std::uint64_t{rank_of(scores[i], better_)} << 32 | (first + i);
    if (order >= worst_) continue;
    candidates_.push_back({order, scores[i]});
    if (candidates_.size() == limit_) keep_best();
  }
}

void TopK::keep_best() {
  auto last = candidates_.begin() + static_cast<std::ptrdiff_t>(k_ - 1);
  std::nth_element(candidates_.begin(), last, candidates_.end(), before);
  candidates_.resize(k_);
  worst_ = candidates_.back().order;
}

std::vector<TopK::Hit> TopK::take() {
  if (candidates_.size() > k_) keep_best();
  std::sort(candidates_.begin(), candidates_.end(), before);
  return std::move(candidates_);
}

}  // namespace iopact
