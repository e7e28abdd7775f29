/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef IOPACT_STANDIN_LINUX_BYTEORDER_H
#define IOPACT_STANDIN_LINUX_BYTEORDER_H

#include <linux/types.h>

/* The host is little-endian, as the callers are. */
#define le16_to_cpu(n) ((u16)(n))
#define le32_to_cpu(n) ((u32)(n))
#define le64_to_cpu(n) ((u64)(n))
#define be16_to_cpu(n) __builtin_bswap16(n)
#define be32_to_cpu(n) __builtin_bswap32(n)
#define be64_to_cpu(n) __builtin_bswap64(n)
#define cpu_to_be16(n) __builtin_bswap16(n)
#define cpu_to_be32(n) __builtin_bswap32(n)
#define cpu_to_be64(n) __builtin_bswap64(n)

#endif
