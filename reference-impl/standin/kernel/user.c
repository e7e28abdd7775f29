// SPDX-License-Identifier: GPL-2.0-or-later
/* Stand-ins for access to the caller's memory. */
#include <string.h>

#include <linux/bug.h>
#include <linux/uaccess.h>

#include "thread.h"

#define CLEAR_BYTES 4096

static const struct standin_caller *caller(const char *where)
{
	standin_might_sleep(where);
	if (!standin_thread.caller)
		standin_bug("user memory is touched outside a system call");
	return standin_thread.caller;
}

unsigned long copy_from_user(void *to, const void __user *from, unsigned long bytes)
{
	const struct standin_caller *c = caller("copy_from_user");
	size_t missing = c->copy_in(c->context, to, (uintptr_t)from, bytes);

	memset((char *)to + bytes - missing, 0, missing);
	return missing;
}

unsigned long copy_to_user(void __user *to, const void *from, unsigned long bytes)
{
	const struct standin_caller *c = caller("copy_to_user");

	return c->copy_out(c->context, (uintptr_t)to, from, bytes);
}

unsigned long clear_user(void __user *to, unsigned long bytes)
{
	static const char zeroes[CLEAR_BYTES];
	unsigned long missing = 0;
	unsigned long piece;

	for (; bytes && !missing; bytes -= piece - missing, to = (char *)to + piece) {
		piece = bytes < CLEAR_BYTES ? bytes : CLEAR_BYTES;
		missing = copy_to_user(to, zeroes, piece);
	}
	return bytes;
}
