/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The kernel's C of the interfaces under test, called from C++. */
#ifndef IOPACT_DISPATCH_KERNEL_SIDE_H
#define IOPACT_DISPATCH_KERNEL_SIDE_H

#ifdef __cplusplus
extern "C" {
#endif

struct file;

/* A file open in a mode: bit 0 to read, bit 1 to write. The same object each time. */
struct file *dispatch_file(unsigned int mode);

/* What the handlers saw: calls of any of them, and the width of the caller, which they ask for. */
extern unsigned int dispatch_calls;
extern int dispatch_is_narrow;
extern int dispatch_is_capable;

long odd_ioctl(struct file *file, unsigned int cmd, unsigned long arg);
long odd_compat_ioctl(struct file *file, unsigned int cmd, unsigned long arg);
long ugly_ioctl(struct file *file, unsigned int cmd, unsigned long arg);
long ugly_compat_ioctl(struct file *file, unsigned int cmd, unsigned long arg);
long demo_queue_ioctl(struct file *file, unsigned int cmd, unsigned long arg);
long demo_queue_compat_ioctl(struct file *file, unsigned int cmd, unsigned long arg);

#ifdef __cplusplus
}
#endif

#endif
