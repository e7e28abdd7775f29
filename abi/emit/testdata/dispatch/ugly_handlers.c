// SPDX-License-Identifier: GPL-2.0-or-later
#include <linux/byteorder.h>
#include <linux/errno.h>

#include "abi/emit/testdata/golden/legacy/kernel/ugly_abi.h"
#include "bodies.h"
#include "kernel_side.h"

#define A(member) arg->member
#define BE16(n) be16_to_cpu(n)
#define KIND(n) (enum ugly_kind)(n)
#define SWAP(a, b) do { void *swapped = a; a = (void *)b; b = swapped; } while (0)

int ugly_reset(struct file *file)
{
	dispatch_calls++;
	return -5;
}

int ugly_get_mixed(struct file *file, struct ugly_mixed *arg)
{
	dispatch_calls++;
	DO_UGLY_MIXED;
}

int ugly_set_bits(struct file *file, const struct ugly_bits *arg)
{
	dispatch_calls++;
	DO_UGLY_BITS;
}

int ugly_packed(struct file *file, struct ugly_packed *arg)
{
	dispatch_calls++;
	DO_UGLY_PACKED;
}

int ugly_aligned(struct file *file, struct ugly_aligned *arg)
{
	dispatch_calls++;
	DO_UGLY_ALIGNED;
}

int ugly_nested(struct file *file, struct ugly_nested *arg)
{
	dispatch_calls++;
	DO_UGLY_NESTED;
}

int ugly_pointers(struct file *file, struct ugly_pointers *arg)
{
	dispatch_calls++;
	DO_UGLY_POINTERS;
}

int ugly_table(struct file *file, struct ugly_table *arg, struct ugly_packed *items)
{
	dispatch_calls++;
	DO_UGLY_TABLE;
}

int ugly_get_long(struct file *file, struct ugly_get_long_argument *arg)
{
	dispatch_calls++;
	DO_UGLY_GET_LONG;
}

int ugly_set_name(struct file *file, const struct ugly_set_name_argument *arg)
{
	dispatch_calls++;
	DO_UGLY_SET_NAME;
}
