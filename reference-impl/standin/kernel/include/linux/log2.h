/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef IOPACT_STANDIN_LINUX_LOG2_H
#define IOPACT_STANDIN_LINUX_LOG2_H

static inline unsigned long roundup_pow_of_two(unsigned long n)
{
	return n <= 1 ? 1 : 1UL << (64 - __builtin_clzl(n - 1));
}

#define is_power_of_2(n) ((n) != 0 && ((n) & ((n)-1)) == 0)
#define ilog2(n) (63 - __builtin_clzll(n))

#endif
