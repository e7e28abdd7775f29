/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef IOPACT_STANDIN_LINUX_FS_H
#define IOPACT_STANDIN_LINUX_FS_H

#include <linux/kernel.h>
#include <linux/types.h>

#define FMODE_READ ((fmode_t)0x1)
#define FMODE_WRITE ((fmode_t)0x2)
#define FMODE_PREAD ((fmode_t)0x8)

#define MAX_LFS_FILESIZE ((loff_t)INT64_MAX)

struct module;
struct inode;
struct poll_table_struct;
struct vm_area_struct;

struct file {
	fmode_t f_mode;
	const struct file_operations *f_op;
	void *private_data;
	loff_t f_pos;
};

struct file_operations {
	struct module *owner;
	loff_t (*llseek)(struct file *file, loff_t offset, int whence);
	ssize_t (*read)(struct file *file, char __user *to, size_t bytes, loff_t *position);
	ssize_t (*write)(struct file *file, const char __user *from, size_t bytes, loff_t *position);
	long (*unlocked_ioctl)(struct file *file, unsigned int number, unsigned long argument);
	long (*compat_ioctl)(struct file *file, unsigned int number, unsigned long argument);
	int (*open)(struct inode *inode, struct file *file);
	int (*release)(struct inode *inode, struct file *file);
};

loff_t generic_file_llseek_size(struct file *file, loff_t offset, int whence, loff_t max, loff_t end);

#endif
