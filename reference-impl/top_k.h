// SPDX-License-Identifier: GPL-2.0-or-later
// The k best of many scores, in memory bounded by k.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace iopact {

enum class Better { smaller, larger };

// Position of a score in the order from best to worst: smaller is better. +0 and -0 have the same rank; NaN
// comes after every number, whichever of them is better.
std::uint32_t rank_of(float score, Better better);

class TopK {
 public:
  struct Hit {
    std::uint64_t order;  // rank, then position: no two are equal
    float score;
    std::uint32_t position() const { return static_cast<std::uint32_t>(order); }
  };

  // `expected`: how many scores are going to come; k is at least 1.
  TopK(Better better, std::size_t k, std::size_t expected);

  // Scores of the vectors at `first`, `first` + 1, … in the file.
  void add(std::span<const float> scores, std::uint32_t first);

  // Best first; of equal ranks the earlier position. min(k, scores added).
  std::vector<Hit> take();

 private:
  void keep_best();

  Better better_;
  std::size_t k_;
  std::size_t limit_;            // candidates at which those that lost are dropped
  std::uint64_t worst_ = ~0ull;  // order that a new candidate must be below
  std::vector<Hit> candidates_;
};

}  // namespace iopact
