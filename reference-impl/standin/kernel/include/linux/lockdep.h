/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef IOPACT_STANDIN_LINUX_LOCKDEP_H
#define IOPACT_STANDIN_LINUX_LOCKDEP_H

#include <linux/mutex.h>

void standin_assert_held(const struct mutex *mutex);

#define lockdep_assert_held(lock) standin_assert_held(lock)

#endif
