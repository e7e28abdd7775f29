/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef IOPACT_STANDIN_LINUX_RWSEM_H
#define IOPACT_STANDIN_LINUX_RWSEM_H

#include <pthread.h>

#include <linux/compiler.h>
#include <linux/types.h>

struct rw_semaphore {
	pthread_rwlock_t lock;
};

void init_rwsem(struct rw_semaphore *sem);
void down_read(struct rw_semaphore *sem);
int down_read_killable(struct rw_semaphore *sem) __must_check;
void up_read(struct rw_semaphore *sem);
void down_write(struct rw_semaphore *sem);
int down_write_killable(struct rw_semaphore *sem) __must_check;
void up_write(struct rw_semaphore *sem);

#endif
