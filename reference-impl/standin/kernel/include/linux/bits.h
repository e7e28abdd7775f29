/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef IOPACT_STANDIN_LINUX_BITS_H
#define IOPACT_STANDIN_LINUX_BITS_H

#define BITS_PER_BYTE 8
#define BIT(n) (1UL << (n))
#define BIT_ULL(n) (1ULL << (n))
#define GENMASK(high, low) (((~0UL) << (low)) & (~0UL >> (63 - (high))))

#endif
