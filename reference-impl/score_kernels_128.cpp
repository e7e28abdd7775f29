// SPDX-License-Identifier: GPL-2.0-or-later
// Registers of 128 bits: SSE2 is what every x86-64 has; other machines have their own.
#include <cstdint>

#include "reference-impl/score.h"
#include "reference-impl/score_kernels.h"

#define KERNEL [[gnu::always_inline]] inline
#define KERNEL_ENTRY

namespace iopact::kernels {
namespace {

constexpr std::size_t lanes = 4;
using Four = float __attribute__((vector_size(16), may_alias));
using Lanes = Four;
using StoredLanes = float __attribute__((vector_size(16), aligned(4), may_alias));

KERNEL Four fold_to_four(const Lanes* sums) { return (sums[0] + sums[2]) + (sums[1] + sums[3]); }

#include "reference-impl/score_kernel.inc"

}  // namespace

const Kernels vector128{sum_group<SquaredDifferences>, sum_group<Products>, sum_group<ProductsAndSquares>};

}  // namespace iopact::kernels
