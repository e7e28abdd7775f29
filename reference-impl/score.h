// SPDX-License-Identifier: GPL-2.0-or-later
// Scores of stored vectors against a query.
//
// Every score is defined bit for bit, so that any instruction set may compute it: IEEE binary32, nearest
// even, subnormals kept, no fused multiply-add (compile with -ffp-contract=off; on i386 with SSE, not x87).
// Sixteen accumulators start at +0, term j goes to accumulator j mod 16 in order of j, then halves are folded
// together.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "abi/gen/uapi/vexfs_v2_uapi.h"
#include "reference-impl/aligned.h"

namespace iopact {

enum class Metric : std::uint32_t {
  euclidean = VEXFS_SEARCH_EUCLIDEAN,
  cosine = VEXFS_SEARCH_COSINE,
  dot_product = VEXFS_SEARCH_DOT_PRODUCT,
};

inline constexpr std::size_t accumulators = 16;

constexpr std::size_t padded_dimensions(std::size_t dimensions) {
  return (dimensions + accumulators - 1) / accumulators * accumulators;
}

// The definition, one term after the other. Both spans have the same length.
float score(Metric metric, std::span<const float> query, std::span<const float> vector);

// scalar is the definition; vector128 is what the compiler makes of 128-bit vectors (SSE2, NEON).
enum class InstructionSet { scalar, vector128, avx2, avx512 };

// Those this machine can run, narrowest first; never empty.
std::vector<InstructionSet> instruction_sets();

// Scores many vectors against one query, bit for bit as score() does but for the payload of NaN.
class Scorer {
 public:
  Scorer(Metric metric, std::span<const float> query, InstructionSet set = instruction_sets().back());

  // Row i starts at rows[i * stride]. padded_dimensions() elements of every row are read; those past the
  // dimensions must be 0. `scores` takes `count` values.
  void score_rows(const float* rows, std::size_t stride, std::size_t count, float* scores) const;

 private:
  void score_group(const float* rows, std::size_t stride, std::size_t count, float* scores) const;

  Metric metric_;
  InstructionSet set_;
  std::size_t dimensions_;
  AlignedVector<float> query_;  // padded with zeros, which add nothing: no accumulator is ever -0
  float query_squares_ = 0;
};

}  // namespace iopact
