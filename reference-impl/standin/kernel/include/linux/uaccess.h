/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef IOPACT_STANDIN_LINUX_UACCESS_H
#define IOPACT_STANDIN_LINUX_UACCESS_H

#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/sched.h>
#include <linux/string.h>
#include <linux/types.h>

/* Bytes not copied; what copy_from_user() could not read becomes zero. */
unsigned long copy_from_user(void *to, const void __user *from, unsigned long bytes) __must_check;
unsigned long copy_to_user(void __user *to, const void *from, unsigned long bytes) __must_check;
unsigned long clear_user(void __user *to, unsigned long bytes) __must_check;

/* 1 when all of it is zero, 0 when not, or -EFAULT. */
static inline int check_zeroed_user(const void __user *from, size_t bytes)
{
	char piece;
	int zeroed = 1;

	for (; bytes; bytes--, from = (const char *)from + 1) {
		if (copy_from_user(&piece, from, 1))
			return -EFAULT;
		if (piece)
			zeroed = 0;
	}
	return zeroed;
}

static inline int copy_struct_from_user(void *to, size_t ksize, const void __user *from, size_t usize)
{
	size_t common = ksize < usize ? ksize : usize;
	int zeroed = 1;

	memset((char *)to + common, 0, ksize - common);
	if (usize > ksize)
		zeroed = check_zeroed_user((const char *)from + ksize, usize - ksize);
	if (zeroed <= 0)
		return zeroed ? zeroed : -E2BIG;
	return copy_from_user(to, from, common) ? -EFAULT : 0;
}

#define put_user(value, to)                                                              \
	__extension__({                                                                  \
		__typeof__(*(to)) standin_value = (value);                               \
		copy_to_user((to), &standin_value, sizeof(standin_value)) ? -EFAULT : 0; \
	})

#define get_user(value, from)                                                                        \
	__extension__({                                                                              \
		__typeof__(*(from)) standin_value;                                                   \
		int standin_ret =                                                                    \
			copy_from_user(&standin_value, (from), sizeof(standin_value)) ? -EFAULT : 0; \
		(value) = standin_value;                                                             \
		standin_ret;                                                                         \
	})

#endif
