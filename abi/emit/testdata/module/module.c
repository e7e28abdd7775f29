// SPDX-License-Identifier: GPL-2.0-or-later
/* Handlers that do nothing: what is tested is that generated code and hand-written code build together. */
#include <linux/module.h>

#include "demo_queue_abi.h"
#include "odd_abi.h"
#include "ugly_abi.h"

int odd_values(struct file *file, const struct odd_values *arg)
{
	return 0;
}

int odd_deep(struct file *file, struct odd_deep *arg)
{
	return 0;
}

int odd_full(struct file *file, struct odd_full *arg)
{
	return 0;
}

int odd_list(struct file *file, struct odd_list *arg, void __user *links)
{
	return 0;
}

int odd_report(struct file *file, struct odd_report *arg)
{
	return 0;
}

int odd_grow(struct file *file, struct odd_grow *arg)
{
	return 0;
}

int odd_long(struct file *file, struct odd_long_argument *arg)
{
	return 0;
}

int odd_delete(struct file *file)
{
	return 0;
}

int ugly_reset(struct file *file)
{
	return 0;
}

int ugly_get_mixed(struct file *file, struct ugly_mixed *arg)
{
	return 0;
}

int ugly_set_bits(struct file *file, const struct ugly_bits *arg)
{
	return 0;
}

int ugly_packed(struct file *file, struct ugly_packed *arg)
{
	return 0;
}

int ugly_aligned(struct file *file, struct ugly_aligned *arg)
{
	return 0;
}

int ugly_nested(struct file *file, struct ugly_nested *arg)
{
	return 0;
}

int ugly_pointers(struct file *file, struct ugly_pointers *arg)
{
	return ugly_pointers_text(arg) ? 0 : -EINVAL;
}

int ugly_table(struct file *file, struct ugly_table *arg, struct ugly_packed __user *items)
{
	return 0;
}

int ugly_get_long(struct file *file, struct ugly_get_long_argument *arg)
{
	return 0;
}

int ugly_set_name(struct file *file, const struct ugly_set_name_argument *arg)
{
	return 0;
}

int demo_queue_setup(struct file *file, const struct demo_queue_setup *arg)
{
	return 0;
}

int demo_queue_submit(struct file *file, struct demo_queue_submit *arg)
{
	return demo_queue_submit_jobs(arg) ? 0 : -EINVAL;
}

int demo_queue_drain(struct file *file)
{
	return 0;
}

static const struct file_operations operations[] __used = {
	{ .unlocked_ioctl = odd_ioctl, .compat_ioctl = odd_compat_ioctl },
	{ .unlocked_ioctl = ugly_ioctl, .compat_ioctl = ugly_compat_ioctl },
	{ .unlocked_ioctl = demo_queue_ioctl, .compat_ioctl = demo_queue_compat_ioctl },
};

MODULE_DESCRIPTION("Generated dispatch under test");
MODULE_LICENSE("GPL");
