// SPDX-License-Identifier: GPL-2.0-or-later
#include "abi/emit/testdata/golden/strict/kernel/demo_queue_abi.h"
#include "bodies.h"
#include "kernel_side.h"

#define A(member) arg->member

int demo_queue_setup(struct file *file, const struct demo_queue_setup *arg)
{
	dispatch_calls++;
	DO_DEMO_SETUP;
}

int demo_queue_submit(struct file *file, struct demo_queue_submit *arg)
{
	dispatch_calls++;
	DO_DEMO_SUBMIT;
}

int demo_queue_drain(struct file *file)
{
	dispatch_calls++;
	return 0;
}
