/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef IOPACT_STANDIN_LINUX_UACCESS_H
#define IOPACT_STANDIN_LINUX_UACCESS_H

#include <linux/kernel.h>
#include <linux/sched.h>
#include <linux/string.h>
#include <linux/types.h>

/* Bytes not copied; what copy_from_user() could not read becomes zero. */
unsigned long copy_from_user(void *to, const void __user *from, unsigned long bytes) __must_check;
unsigned long copy_to_user(void __user *to, const void *from, unsigned long bytes) __must_check;
unsigned long clear_user(void __user *to, unsigned long bytes) __must_check;

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
