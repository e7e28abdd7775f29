// SPDX-License-Identifier: GPL-2.0-or-later
#include <linux/byteorder.h>
#include <linux/capability.h>
#include <linux/errno.h>
#include <linux/uaccess.h>

#include "abi/emit/testdata/golden/odd/kernel/odd_abi.h"
#include "bodies.h"
#include "kernel_side.h"

#define A(member) arg->member
#define BE16(n) be16_to_cpu(n)
#define BE64(n) be64_to_cpu(n)
#define ADDRESS(p) ((unsigned long)(p))
#define SWAP(a, b) do { void *swapped = a; a = b; b = swapped; } while (0)

unsigned int dispatch_calls;
int dispatch_is_narrow;
int dispatch_is_capable;

struct file *dispatch_file(unsigned int mode)
{
	static struct file file;

	file.f_mode = mode;
	return &file;
}

bool capable(int capability)
{
	return dispatch_is_capable && capability >= 0;
}

int odd_values(struct file *file, const struct odd_values *arg)
{
	dispatch_calls++;
	DO_ODD_VALUES;
}

int odd_deep(struct file *file, struct odd_deep *arg)
{
	dispatch_calls++;
	DO_ODD_DEEP;
}

int odd_full(struct file *file, struct odd_full *arg)
{
	dispatch_calls++;
	DO_ODD_FULL;
}

/* One element behind the fixed part, of either width: changed and put back. */
static int change_link(void *element, struct odd_link *link)
{
	struct compat_odd_link compat;
	int ret;

	if (!dispatch_is_narrow) {
		if (copy_from_user(link, element, sizeof(*link)))
			return -EFAULT;
	} else {
		if (copy_from_user(&compat, element, sizeof(compat)))
			return -EFAULT;
		odd_link_from_compat(link, &compat);
	}
	ret = odd_link_check(link);
	if (ret)
		return ret;
	link->data = (char *)link->data + link->key;
	if (!dispatch_is_narrow) {
		if (copy_to_user(element, &link->key, sizeof(link->key)) ||
		    copy_to_user((char *)element + offsetof(struct odd_link, data), &link->data, sizeof(link->data)))
			return -EFAULT;
		return 0;
	}
	ret = odd_link_to_compat(&compat, link);
	if (ret)
		return ret;
	return copy_to_user(element, &compat, sizeof(compat)) ? -EFAULT : 0;
}

int odd_list(struct file *file, struct odd_list *arg, void *links)
{
	size_t stride = dispatch_is_narrow ? sizeof(struct compat_odd_link) : sizeof(struct odd_link);
	unsigned int i;
	int ret;

	dispatch_calls++;
	for (i = 0; i < arg->used % 4; i++) {
		struct odd_link link;

		ret = change_link((char *)links + i * stride, &link);
		if (ret)
			return ret;
		arg->state += link.key;
	}
	arg->used++;
	return 0;
}

int odd_report(struct file *file, struct odd_report *arg)
{
	dispatch_calls++;
	DO_ODD_REPORT;
}

int odd_grow(struct file *file, struct odd_grow *arg)
{
	dispatch_calls++;
	DO_ODD_GROW;
}

int odd_long(struct file *file, struct odd_long_argument *arg)
{
	dispatch_calls++;
	DO_ODD_LONG;
}

int odd_delete(struct file *file)
{
	dispatch_calls++;
	return -7;
}
