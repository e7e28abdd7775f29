/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef IOPACT_STANDIN_LINUX_INIT_H
#define IOPACT_STANDIN_LINUX_INIT_H

#include <linux/compiler.h>

#endif
