// SPDX-License-Identifier: GPL-2.0-or-later
#include <cstdint>

#include "reference-impl/score.h"
#include "reference-impl/score_kernels.h"

#ifdef IOPACT_X86_KERNELS

#define KERNEL [[gnu::always_inline, gnu::target("avx512f")]] inline
#define KERNEL_ENTRY [[gnu::target("avx512f")]]

namespace iopact::kernels {
namespace {

constexpr std::size_t lanes = 16;
using Four = float __attribute__((vector_size(16), may_alias));
using Eight = float __attribute__((vector_size(32), may_alias));
using Lanes = float __attribute__((vector_size(64), may_alias));
using StoredLanes = float __attribute__((vector_size(64), aligned(4), may_alias));

KERNEL Four fold_to_four(const Lanes* sums) {
  Eight eight = __builtin_shufflevector(sums[0], sums[0], 0, 1, 2, 3, 4, 5, 6, 7) +
                __builtin_shufflevector(sums[0], sums[0], 8, 9, 10, 11, 12, 13, 14, 15);
  return __builtin_shufflevector(eight, eight, 0, 1, 2, 3) +
         __builtin_shufflevector(eight, eight, 4, 5, 6, 7);
}

#include "reference-impl/score_kernel.inc"

}  // namespace

const Kernels avx512{sum_group<SquaredDifferences>, sum_group<Products>, sum_group<ProductsAndSquares>};

}  // namespace iopact::kernels

#endif
