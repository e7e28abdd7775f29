/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef IOPACT_STANDIN_LINUX_VMALLOC_H
#define IOPACT_STANDIN_LINUX_VMALLOC_H

#include <linux/gfp.h>
#include <linux/types.h>

void *__vmalloc(size_t bytes, gfp_t flags);
void vfree(const void *memory);

static inline void *vmalloc(size_t bytes)
{
	return __vmalloc(bytes, GFP_KERNEL);
}

#endif
