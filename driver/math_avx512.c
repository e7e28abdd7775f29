// SPDX-License-Identifier: GPL-2.0-only
/*
 * VexFS v2 vector store: arithmetic with AVX-512F
 */
#define VEXFS_LANES	16
#define VEXFS_KERNELS	vexfs_kernels_avx512
#define VEXFS_NAME	"avx512"

#ifndef __CHECKER__ /* sparse knows no vectors */
#include "math_kernels.h"
#endif
