/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef IOPACT_STANDIN_LINUX_BUG_H
#define IOPACT_STANDIN_LINUX_BUG_H

#include <stdbool.h>

void standin_bug(const char *what) __attribute__((noreturn));

/* A warning in the kernel log is a failure of any suite: it ends the process at once. */
#define WARN_ON(condition)                                      \
	__extension__({                                         \
		bool standin_warn = (condition);                \
		if (standin_warn)                               \
			standin_bug("WARN_ON(" #condition ")"); \
		standin_warn;                                   \
	})
#define WARN_ON_ONCE(condition) WARN_ON(condition)
#define BUG_ON(condition) ((void)WARN_ON(condition))

#endif
