/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef IOPACT_STANDIN_LINUX_CAPABILITY_H
#define IOPACT_STANDIN_LINUX_CAPABILITY_H

#include_next <linux/capability.h>

#include <linux/types.h>

/* Whether the caller has it: what calls this says so itself. */
bool capable(int capability);

#endif
