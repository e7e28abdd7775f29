/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the stand-ins know about the thread that runs in the driver. */
#ifndef IOPACT_STANDIN_THREAD_H
#define IOPACT_STANDIN_THREAD_H

#include <stdbool.h>
#include <stdint.h>

#include "reference-impl/standin/standin.h"

#define STANDIN_NEVER UINT64_MAX

struct standin_thread {
	const struct standin_caller *caller;
	int locks_held;
	int fpu_sections; /* open now: 0 or 1 */
	uint64_t allocations_until_failure;
	uint64_t failures_left;
	bool failure_met;
	uint64_t looks_until_signal;
	bool killed;
};

extern _Thread_local struct standin_thread standin_thread;

/* Ends the process when the thread must not sleep now. */
void standin_might_sleep(const char *where);

/* Looks for a fatal signal, which may arrive just now. */
bool standin_is_killed(void);

#endif
