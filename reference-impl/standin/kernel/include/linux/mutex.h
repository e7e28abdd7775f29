/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef IOPACT_STANDIN_LINUX_MUTEX_H
#define IOPACT_STANDIN_LINUX_MUTEX_H

#include <pthread.h>

#include <linux/compiler.h>
#include <linux/types.h>

struct mutex {
	pthread_mutex_t lock;
	pthread_t owner;
	bool held;
};

void mutex_init(struct mutex *mutex);
void mutex_destroy(struct mutex *mutex);
void mutex_lock(struct mutex *mutex);
int mutex_lock_killable(struct mutex *mutex) __must_check;
int mutex_lock_interruptible(struct mutex *mutex) __must_check;
void mutex_unlock(struct mutex *mutex);
bool mutex_is_locked(struct mutex *mutex);

#endif
