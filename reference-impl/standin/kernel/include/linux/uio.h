/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef IOPACT_STANDIN_LINUX_UIO_H
#define IOPACT_STANDIN_LINUX_UIO_H

#include <linux/types.h>

#endif
