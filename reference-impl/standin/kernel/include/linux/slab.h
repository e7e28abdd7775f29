/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef IOPACT_STANDIN_LINUX_SLAB_H
#define IOPACT_STANDIN_LINUX_SLAB_H

#include <linux/gfp.h>
#include <linux/overflow.h>
#include <linux/types.h>

#define KMALLOC_MAX_SIZE (4UL << 20)

void *kmalloc(size_t bytes, gfp_t flags);
void *kvmalloc(size_t bytes, gfp_t flags);
void kfree(const void *memory);
void kvfree(const void *memory);

static inline void *kzalloc(size_t bytes, gfp_t flags)
{
	return kmalloc(bytes, flags | __GFP_ZERO);
}

static inline void *kmalloc_array(size_t n, size_t bytes, gfp_t flags)
{
	return kmalloc(size_mul(n, bytes), flags);
}

static inline void *kcalloc(size_t n, size_t bytes, gfp_t flags)
{
	return kmalloc(size_mul(n, bytes), flags | __GFP_ZERO);
}

static inline void *kvzalloc(size_t bytes, gfp_t flags)
{
	return kvmalloc(bytes, flags | __GFP_ZERO);
}

static inline void *kvmalloc_array(size_t n, size_t bytes, gfp_t flags)
{
	return kvmalloc(size_mul(n, bytes), flags);
}

static inline void *kvcalloc(size_t n, size_t bytes, gfp_t flags)
{
	return kvmalloc(size_mul(n, bytes), flags | __GFP_ZERO);
}

#endif
