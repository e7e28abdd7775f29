/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef IOPACT_STANDIN_LINUX_SCHED_H
#define IOPACT_STANDIN_LINUX_SCHED_H

#include <linux/compiler.h>
#include <linux/types.h>

struct task_struct;

#define current ((struct task_struct *)0)

int cond_resched(void);
bool need_resched(void);

#endif
