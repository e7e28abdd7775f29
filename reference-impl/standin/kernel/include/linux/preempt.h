/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef IOPACT_STANDIN_LINUX_PREEMPT_H
#define IOPACT_STANDIN_LINUX_PREEMPT_H

void preempt_disable(void);
void preempt_enable(void);

#endif
