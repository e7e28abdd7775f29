/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef IOPACT_STANDIN_LINUX_MINMAX_H
#define IOPACT_STANDIN_LINUX_MINMAX_H

/* Of unlike types: refused at compile time, as the kernel's. */
#define STANDIN_PICK(x, op, y)                                  \
	__extension__({                                         \
		__typeof__(x) standin_x = (x);                  \
		__typeof__(y) standin_y = (y);                  \
		(void)(&standin_x == &standin_y);               \
		standin_x op standin_y ? standin_x : standin_y; \
	})

#define min(x, y) STANDIN_PICK(x, <, y)
#define max(x, y) STANDIN_PICK(x, >, y)
#define min_t(type, x, y) min((type)(x), (type)(y))
#define max_t(type, x, y) max((type)(x), (type)(y))
#define clamp_t(type, value, low, high) min_t(type, max_t(type, value, low), high)
#define clamp(value, low, high) min((__typeof__(value))max(value, low), high)
#define min3(x, y, z) min((__typeof__(x))min(x, y), z)
#define swap(a, b)                                \
	do {                                      \
		__typeof__(a) standin_swap = (a); \
		(a) = (b);                        \
		(b) = standin_swap;               \
	} while (0)

#endif
