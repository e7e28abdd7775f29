/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef IOPACT_STANDIN_LINUX_COMPAT_H
#define IOPACT_STANDIN_LINUX_COMPAT_H

#include <linux/compiler.h>
#include <linux/types.h>

typedef u32 compat_uptr_t;
typedef u32 compat_ulong_t;
typedef s32 compat_long_t;
typedef u32 compat_size_t;
typedef s32 compat_ssize_t;
typedef u64 __attribute__((aligned(4))) compat_u64; /* x86's callers */
typedef s64 __attribute__((aligned(4))) compat_s64;

static inline void __user *compat_ptr(compat_uptr_t address)
{
	return (void __user *)(unsigned long)address;
}

static inline compat_uptr_t ptr_to_compat(void __user *address)
{
	return (u32)(unsigned long)address;
}

#endif
