/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef IOPACT_STANDIN_ASM_FPU_API_H
#define IOPACT_STANDIN_ASM_FPU_API_H

#include <linux/types.h>

void kernel_fpu_begin(void);
void kernel_fpu_end(void);
bool irq_fpu_usable(void);

#define XFEATURE_MASK_FP (1ULL << 0)
#define XFEATURE_MASK_SSE (1ULL << 1)
#define XFEATURE_MASK_YMM (1ULL << 2)
#define XFEATURE_MASK_AVX512 (7ULL << 5)

int cpu_has_xfeatures(u64 features, const char **name);

#endif
