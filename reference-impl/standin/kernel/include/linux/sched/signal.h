/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef IOPACT_STANDIN_LINUX_SCHED_SIGNAL_H
#define IOPACT_STANDIN_LINUX_SCHED_SIGNAL_H

#include <linux/sched.h>

int fatal_signal_pending(struct task_struct *task);
int signal_pending(struct task_struct *task);

#endif
