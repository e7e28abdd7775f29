// SPDX-License-Identifier: GPL-2.0-or-later
// The sums behind the scores, for each instruction set. Private to score.cpp.
#pragma once

#include <cstddef>

namespace iopact::kernels {

inline constexpr std::size_t group_rows = 8;  // rows summed by one call

struct Rows {
  const float* row[group_rows];  // none is null; the same row may stand twice
  const float* query;
  std::size_t blocks;  // sixteen elements each
};

struct Sums {
  alignas(64) float first[group_rows];   // of (q-v)^2, or of q*v
  alignas(64) float second[group_rows];  // of v*v, where it is asked for
};

// The three sums that metrics are made of.
struct Kernels {
  void (*squared_differences)(const Rows& rows, Sums& sums);
  void (*products)(const Rows& rows, Sums& sums);
  void (*products_and_squares)(const Rows& rows, Sums& sums);
};

extern const Kernels vector128;
#if defined(__x86_64__) || defined(__i386__)
#define IOPACT_X86_KERNELS 1
extern const Kernels avx2;
extern const Kernels avx512;
#endif

}  // namespace iopact::kernels
