/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The part of a kernel that the driver sees when it is built for userspace: what stands in for user memory,
 * allocation, locks, signals, floating-point sections and module loading. Each stand-in does what the
 * kernel's does as far as the driver can tell, and is stricter where the kernel would only misbehave: code
 * that sleeps in a floating-point section, frees what was not allocated or comes back with a lock held ends
 * the process with a message.
 *
 * This header is the controls, for tests and for driver_device.cpp; the kernel's names are under
 * kernel/include/.
 */
#ifndef IOPACT_STANDIN_H
#define IOPACT_STANDIN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Memory of the calling process: bytes not copied are returned, as from copy_from_user() and copy_to_user().
 */
struct standin_caller {
  void* context;
  size_t (*copy_in)(void* context, void* to, uint64_t from, size_t bytes);
  size_t (*copy_out)(void* context, uint64_t to, const void* from, size_t bytes);
};

/* A thread is inside a system call of this caller from enter to leave. Leaving with a lock held or within a
 * floating-point section ends the process. */
void standin_enter(const struct standin_caller* caller);
void standin_leave(void);

/* Allocations that have not been freed, of all threads. */
size_t standin_live_allocations(void);

/* Of this thread's allocations from now on, `count` fail from the n-th (0: the next) on. Pending: it has not
 * come. */
void standin_fail_allocations(uint64_t n, uint64_t count);
bool standin_fail_allocations_pending(void);
void standin_clear_faults(void);

/* A fatal signal arrives at this thread before the n-th time that the driver looks for one, and stays until
 * standin_clear_faults(). Pending: it has not come. */
void standin_signal_at(uint64_t n);
bool standin_signal_pending(void);

/* Loads and unloads the driver: 0 or a negative errno of its init function. Loaded once at a time. Unloading
 * ends the process when an allocation is left. */
int standin_load(void);
void standin_unload(void);
/* Sets a module parameter from text, as on insmod's command line: 0 or a negative errno. */
int standin_set_param(const char* name, const char* value);
/* The registered device's name, after standin_load(). */
const char* standin_device_name(void);

/* An open file of the registered device, through its file operations; `mode` is FMODE_READ (1) and
 * FMODE_WRITE (2). Null and a positive errno on failure. Between standin_enter() and standin_leave(), as all
 * that follows. */
struct file;
struct file* standin_open(unsigned mode, int* error);
void standin_close(struct file* file);
long standin_ioctl(struct file* file, unsigned number, uint64_t argument);
long standin_compat_ioctl(struct file* file, unsigned number, uint32_t argument);
int64_t standin_pread(struct file* file, uint64_t to, size_t bytes, uint64_t offset);

/* Ends the process with a message: a rule of the kernel was broken. */
void standin_bug(const char* what) __attribute__((noreturn));

#ifdef __cplusplus
}
#endif

#endif
