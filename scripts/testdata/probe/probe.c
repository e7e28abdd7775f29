// SPDX-License-Identifier: GPL-2.0-only
/*
 * A module that misbehaves when it is told to, so that the guest runner can
 * be seen to notice: write "warn", "oops" or "hang" to /dev/probe.
 */
#include <linux/fs.h>
#include <linux/irqflags.h>
#include <linux/miscdevice.h>
#include <linux/module.h>
#include <linux/uaccess.h>

static void warn(void)
{
	WARN(1, "provoked warning\n");
}

static void oops(void)
{
	int *volatile nowhere = NULL;

	*nowhere = 1;
}

static void hang(void)
{
	local_irq_disable();
	for (;;)
		cpu_relax();
}

static const struct {
	const char *name;
	void (*act)(void);
} deeds[] = {
	{ "warn", warn },
	{ "oops", oops },
	{ "hang", hang },
};

static ssize_t probe_write(struct file *file, const char __user *from,
			   size_t count, loff_t *pos)
{
	char word[8] = "";
	size_t i;

	if (count >= sizeof(word) || copy_from_user(word, from, count))
		return -EINVAL;
	for (i = 0; i < ARRAY_SIZE(deeds); i++) {
		if (sysfs_streq(word, deeds[i].name)) {
			deeds[i].act();
			return count;
		}
	}
	return -EINVAL;
}

static const struct file_operations probe_fops = {
	.owner = THIS_MODULE,
	.write = probe_write,
};

static struct miscdevice probe_device = {
	.minor = MISC_DYNAMIC_MINOR,
	.name = "probe",
	.fops = &probe_fops,
};
module_misc_device(probe_device);

MODULE_DESCRIPTION("Misbehaves on request, for tests of the guest runner");
MODULE_LICENSE("GPL");
