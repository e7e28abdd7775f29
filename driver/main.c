// SPDX-License-Identifier: GPL-2.0-only
/*
 * VexFS v2 vector store: module and character device
 */
#include <linux/miscdevice.h>
#include <linux/module.h>

#include "vexfs_math.h"
#include "vexfs.h"

unsigned long vexfs_max_bytes = 64 << 20;
module_param_named(max_bytes, vexfs_max_bytes, ulong, 0644);
MODULE_PARM_DESC(max_bytes, "limit of the vectors' bytes in one file (default 64 MiB)");

static char *simd = "auto";
module_param(simd, charp, 0444);
MODULE_PARM_DESC(simd, "instruction set: auto (default), " VEXFS_MATH_NAMES);

static int vexfs_open(struct inode *inode, struct file *file)
{
	file->private_data = vexfs_file_create();
	return file->private_data ? 0 : -ENOMEM;
}

static int vexfs_release(struct inode *inode, struct file *file)
{
	vexfs_file_destroy(file->private_data);
	return 0;
}

static const struct file_operations vexfs_fops = {
	.owner = THIS_MODULE,
	.open = vexfs_open,
	.release = vexfs_release,
	.llseek = vexfs_llseek,
	.read = vexfs_read,
	.unlocked_ioctl = vexfs_v2_ioctl,
#ifdef CONFIG_COMPAT
	.compat_ioctl = vexfs_v2_compat_ioctl,
#endif
};

static struct miscdevice vexfs_device = {
	.minor = MISC_DYNAMIC_MINOR,
	.name = "vexfs",
	.fops = &vexfs_fops,
	.mode = 0600,
};

static int __init vexfs_init(void)
{
	int ret = vexfs_math_select(simd);

	return ret ?: misc_register(&vexfs_device);
}

static void __exit vexfs_exit(void)
{
	misc_deregister(&vexfs_device);
}

module_init(vexfs_init);
module_exit(vexfs_exit);

MODULE_DESCRIPTION("VexFS v2 vector store");
MODULE_LICENSE("GPL");
