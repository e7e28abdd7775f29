/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef IOPACT_STANDIN_LINUX_RANDOM_H
#define IOPACT_STANDIN_LINUX_RANDOM_H

#include <linux/types.h>

void get_random_bytes(void *to, size_t bytes);

#endif
