/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef IOPACT_STANDIN_LINUX_SIPHASH_H
#define IOPACT_STANDIN_LINUX_SIPHASH_H

#include <linux/types.h>

typedef struct {
	u64 key[2];
} siphash_key_t;

u64 siphash_1u64(u64 value, const siphash_key_t *key);

#endif
