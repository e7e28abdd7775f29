/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef IOPACT_STANDIN_LINUX_MISCDEVICE_H
#define IOPACT_STANDIN_LINUX_MISCDEVICE_H

#include <linux/fs.h>
#include <linux/types.h>

#define MISC_DYNAMIC_MINOR 255

struct miscdevice {
	int minor;
	const char *name;
	const struct file_operations *fops;
	umode_t mode;
};

int misc_register(struct miscdevice *device) __must_check;
void misc_deregister(struct miscdevice *device);

#endif
