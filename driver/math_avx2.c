// SPDX-License-Identifier: GPL-2.0-only
/*
 * VexFS v2 vector store: arithmetic with AVX2 and F16C
 */
#define VEXFS_LANES	8
#define VEXFS_KERNELS	vexfs_kernels_avx2
#define VEXFS_NAME	"avx2"

#ifndef __CHECKER__ /* sparse knows no vectors */
#include "math_kernels.h"
#endif
