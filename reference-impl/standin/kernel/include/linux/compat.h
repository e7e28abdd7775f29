/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef IOPACT_STANDIN_LINUX_COMPAT_H
#define IOPACT_STANDIN_LINUX_COMPAT_H

#include <linux/compiler.h>
#include <linux/types.h>

typedef u32 compat_uptr_t;
typedef u32 compat_ulong_t;
typedef s32 compat_long_t;

static inline void __user *compat_ptr(compat_uptr_t address)
{
	return (void __user *)(unsigned long)address;
}

#endif
