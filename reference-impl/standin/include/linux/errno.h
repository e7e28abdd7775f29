/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef IOPACT_STANDIN_LINUX_ERRNO_H
#define IOPACT_STANDIN_LINUX_ERRNO_H

#include <errno.h>

#endif
