/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef IOPACT_STANDIN_LINUX_STRING_H
#define IOPACT_STANDIN_LINUX_STRING_H

#include <string.h>

#include <linux/types.h>

static inline void *memset32(u32 *to, u32 value, size_t count)
{
	for (size_t i = 0; i < count; i++)
		to[i] = value;
	return to;
}

static inline void *memset64(u64 *to, u64 value, size_t count)
{
	for (size_t i = 0; i < count; i++)
		to[i] = value;
	return to;
}

/* The first byte that is not `c`, or NULL. */
static inline void *memchr_inv(const void *start, int c, size_t bytes)
{
	const unsigned char *at = start;

	for (; bytes; bytes--, at++)
		if (*at != (unsigned char)c)
			return (void *)at;
	return NULL;
}

static inline bool sysfs_streq(const char *a, const char *b)
{
	return strcmp(a, b) == 0;
}

int match_string(const char *const *array, size_t n, const char *string);

#endif
