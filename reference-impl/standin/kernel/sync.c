// SPDX-License-Identifier: GPL-2.0-or-later
/* Stand-ins for sleeping locks. */
#include <linux/bug.h>
#include <linux/errno.h>
#include <linux/lockdep.h>
#include <linux/mutex.h>
#include <linux/rwsem.h>

#include "thread.h"

static void check(int error)
{
	if (error)
		standin_bug("a lock is used against its rules");
}

/* As in the kernel, a signal matters only to who would have to wait. */
static int lock_killable(int taken, const char *where)
{
	standin_might_sleep(where);
	return taken && standin_is_killed() ? -EINTR : 0;
}

static void mutex_taken(struct mutex *mutex)
{
	mutex->owner = pthread_self();
	mutex->held = true;
	standin_thread.locks_held++;
}

void mutex_init(struct mutex *mutex)
{
	check(pthread_mutex_init(&mutex->lock, NULL));
	mutex->held = false;
}

void mutex_destroy(struct mutex *mutex)
{
	check(pthread_mutex_destroy(&mutex->lock));
}

int mutex_lock_killable(struct mutex *mutex)
{
	int busy = pthread_mutex_trylock(&mutex->lock);
	int ret = lock_killable(busy, "mutex_lock");

	if (ret)
		return ret;
	if (busy)
		check(pthread_mutex_lock(&mutex->lock));
	mutex_taken(mutex);
	return 0;
}

int mutex_lock_interruptible(struct mutex *mutex)
{
	return mutex_lock_killable(mutex);
}

void mutex_lock(struct mutex *mutex)
{
	standin_might_sleep("mutex_lock");
	check(pthread_mutex_lock(&mutex->lock));
	mutex_taken(mutex);
}

void mutex_unlock(struct mutex *mutex)
{
	standin_assert_held(mutex);
	mutex->held = false;
	standin_thread.locks_held--;
	check(pthread_mutex_unlock(&mutex->lock));
}

bool mutex_is_locked(struct mutex *mutex)
{
	return mutex->held;
}

void standin_assert_held(const struct mutex *mutex)
{
	if (!mutex->held || !pthread_equal(mutex->owner, pthread_self()))
		standin_bug("a mutex is not held by who needs it");
}

void init_rwsem(struct rw_semaphore *sem)
{
	check(pthread_rwlock_init(&sem->lock, NULL));
}

int down_read_killable(struct rw_semaphore *sem)
{
	int busy = pthread_rwlock_tryrdlock(&sem->lock);
	int ret = lock_killable(busy, "down_read");

	if (ret)
		return ret;
	if (busy)
		check(pthread_rwlock_rdlock(&sem->lock));
	standin_thread.locks_held++;
	return 0;
}

int down_write_killable(struct rw_semaphore *sem)
{
	int busy = pthread_rwlock_trywrlock(&sem->lock);
	int ret = lock_killable(busy, "down_write");

	if (ret)
		return ret;
	if (busy)
		check(pthread_rwlock_wrlock(&sem->lock));
	standin_thread.locks_held++;
	return 0;
}

void down_read(struct rw_semaphore *sem)
{
	standin_might_sleep("down_read");
	check(pthread_rwlock_rdlock(&sem->lock));
	standin_thread.locks_held++;
}

void down_write(struct rw_semaphore *sem)
{
	standin_might_sleep("down_write");
	check(pthread_rwlock_wrlock(&sem->lock));
	standin_thread.locks_held++;
}

static void up(struct rw_semaphore *sem)
{
	standin_thread.locks_held--;
	check(pthread_rwlock_unlock(&sem->lock));
}

void up_read(struct rw_semaphore *sem)
{
	up(sem);
}

void up_write(struct rw_semaphore *sem)
{
	up(sem);
}
