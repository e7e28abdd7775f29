// SPDX-License-Identifier: GPL-2.0-only
/*
 * VexFS v2 vector store: arithmetic with what every x86-64 has
 */
#define VEXFS_LANES	4
#define VEXFS_KERNELS	vexfs_kernels_sse2
#define VEXFS_NAME	"sse2"

#ifndef __CHECKER__ /* sparse knows no vectors */
#include "math_kernels.h"
#endif
