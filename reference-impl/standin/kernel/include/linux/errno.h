/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef IOPACT_STANDIN_LINUX_ERRNO_H
#define IOPACT_STANDIN_LINUX_ERRNO_H

#include_next <linux/errno.h>

#endif
