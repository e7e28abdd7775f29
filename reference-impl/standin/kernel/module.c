// SPDX-License-Identifier: GPL-2.0-or-later
/* Stand-ins for loading the module and for what the VFS does before it asks a driver. */
#include <stdlib.h>
#include <string.h>

#include <linux/bug.h>
#include <linux/errno.h>
#include <linux/fs.h>
#include <linux/miscdevice.h>
#include <linux/module.h>

#include "thread.h"

/* More is cut off by read(2). */
#define MOST_READ_AT_ONCE 0x7ffff000UL

/* The end of the user's half, also for 32-bit processes: the VFS asks access_ok() before it asks the driver.
 */
#define TASK_SIZE_MAX 0x00007ffffffff000UL

/* The linker's: all parameters of the module. */
extern const struct standin_param __start_standin_params[];
extern const struct standin_param __stop_standin_params[];

static struct miscdevice *registered;

static int set_value(const struct standin_param *param, const char *text)
{
	char *end;

	if (strcmp(param->type, "charp") == 0) {
		*(const char **)param->value = text;
		return 0;
	}
	if (strcmp(param->type, "ulong") != 0)
		standin_bug("a module parameter's type has no stand-in");
	*(unsigned long *)param->value = strtoul(text, &end, 0);
	return *text && !*end ? 0 : -EINVAL;
}

int standin_set_param(const char *name, const char *value)
{
	const struct standin_param *param;

	for (param = __start_standin_params; param < __stop_standin_params; param++) {
		if (strcmp(param->name, name) == 0)
			return set_value(param, value);
	}
	return -ENOENT;
}

int standin_load(void)
{
	if (registered)
		standin_bug("the module is loaded twice");
	return standin_module_init();
}

void standin_unload(void)
{
	standin_module_exit();
	if (registered)
		standin_bug("the module leaves its device behind");
	if (standin_live_allocations())
		standin_bug("the module leaves allocations behind");
}

int misc_register(struct miscdevice *device)
{
	if (registered)
		standin_bug("a device is registered twice");
	registered = device;
	return 0;
}

void misc_deregister(struct miscdevice *device)
{
	if (registered != device)
		standin_bug("a device is taken away that is not registered");
	registered = NULL;
}

const char *standin_device_name(void)
{
	return registered->name;
}

struct file *standin_open(unsigned mode, int *error)
{
	struct file *file = calloc(1, sizeof(*file));

	*error = file ? 0 : ENOMEM;
	if (!file)
		return NULL;
	file->f_mode = mode | FMODE_PREAD;
	file->f_op = registered->fops;
	*error = file->f_op->open ? -file->f_op->open(NULL, file) : 0;
	if (*error) {
		free(file);
		return NULL;
	}
	return file;
}

void standin_close(struct file *file)
{
	if (file->f_op->release)
		file->f_op->release(NULL, file);
	free(file);
}

long standin_ioctl(struct file *file, unsigned number, uint64_t argument)
{
	return file->f_op->unlocked_ioctl ? file->f_op->unlocked_ioctl(file, number, argument) : -ENOTTY;
}

long standin_compat_ioctl(struct file *file, unsigned number, uint32_t argument)
{
	return file->f_op->compat_ioctl ? file->f_op->compat_ioctl(file, number, argument) : -ENOTTY;
}

int64_t standin_pread(struct file *file, uint64_t to, size_t bytes, uint64_t offset)
{
	loff_t position = (loff_t)offset;

	if (position < 0)
		return -EINVAL;
	if (!(file->f_mode & FMODE_PREAD))
		return -ESPIPE;
	if (!(file->f_mode & FMODE_READ))
		return -EBADF;
	if (!file->f_op->read)
		return -EINVAL;
	if (bytes > TASK_SIZE_MAX || to > TASK_SIZE_MAX - bytes)
		return -EFAULT;
	if (bytes > MOST_READ_AT_ONCE)
		bytes = MOST_READ_AT_ONCE;
	return file->f_op->read(file, (char __user *)(uintptr_t)to, bytes, &position);
}

loff_t generic_file_llseek_size(struct file *file, loff_t offset, int whence, loff_t max, loff_t end)
{
	if (whence == SEEK_CUR)
		offset += file->f_pos;
	else if (whence == SEEK_END)
		offset += end;
	else if (whence != SEEK_SET)
		return -EINVAL;
	if (offset < 0 || offset > max)
		return -EINVAL;
	file->f_pos = offset;
	return offset;
}
