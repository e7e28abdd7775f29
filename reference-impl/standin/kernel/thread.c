// SPDX-License-Identifier: GPL-2.0-or-later
/* Stand-ins for what belongs to a thread: signals, scheduling, floating-point sections. */
#include <stdio.h>
#include <stdlib.h>

#include <asm/cpufeature.h>
#include <asm/fpu/api.h>
#include <linux/bug.h>
#include <linux/preempt.h>
#include <linux/sched/signal.h>

#include "thread.h"

_Thread_local struct standin_thread standin_thread = {
	.looks_until_signal = STANDIN_NEVER,
};

void standin_bug(const char *what)
{
	fprintf(stderr, "stand-in kernel: %s\n", what);
	abort();
}

void standin_enter(const struct standin_caller *caller)
{
	if (standin_thread.caller)
		standin_bug("a system call within a system call");
	standin_thread.caller = caller;
}

void standin_leave(void)
{
	if (standin_thread.locks_held)
		standin_bug("a lock is held when returning to the caller");
	if (standin_thread.fpu_sections)
		standin_bug("a floating-point section is open when returning to the caller");
	standin_thread.caller = NULL;
}

void standin_clear_faults(void)
{
	standin_thread.failures_left = 0;
	standin_thread.looks_until_signal = STANDIN_NEVER;
	standin_thread.killed = false;
}

void standin_signal_at(uint64_t n)
{
	standin_thread.looks_until_signal = n;
}

bool standin_signal_pending(void)
{
	return standin_thread.looks_until_signal != STANDIN_NEVER;
}

bool standin_is_killed(void)
{
	if (standin_thread.looks_until_signal != STANDIN_NEVER && standin_thread.looks_until_signal-- == 0)
		standin_thread.killed = true;
	return standin_thread.killed;
}

int fatal_signal_pending(struct task_struct *task)
{
	(void)task;
	return standin_is_killed();
}

int signal_pending(struct task_struct *task)
{
	return fatal_signal_pending(task);
}

void standin_might_sleep(const char *where)
{
	if (!standin_thread.fpu_sections)
		return;
	fprintf(stderr, "stand-in kernel: %s in a floating-point section\n", where);
	abort();
}

int cond_resched(void)
{
	standin_might_sleep("cond_resched");
	return 0;
}

bool need_resched(void)
{
	return false;
}

void preempt_disable(void)
{
	standin_thread.fpu_sections++;
}

void preempt_enable(void)
{
	standin_thread.fpu_sections--;
}

void kernel_fpu_begin(void)
{
	if (standin_thread.fpu_sections++)
		standin_bug("floating-point sections are nested");
}

void kernel_fpu_end(void)
{
	if (standin_thread.fpu_sections-- != 1)
		standin_bug("a floating-point section ends that was not open");
}

bool irq_fpu_usable(void)
{
	return standin_thread.fpu_sections == 0;
}

bool boot_cpu_has(enum standin_cpu_feature feature)
{
	switch (feature) {
	case X86_FEATURE_AVX:
	case X86_FEATURE_OSXSAVE:
		return __builtin_cpu_supports("avx");
	case X86_FEATURE_AVX2:
		return __builtin_cpu_supports("avx2");
	case X86_FEATURE_F16C:
		return __builtin_cpu_supports("f16c");
	case X86_FEATURE_FMA:
		return __builtin_cpu_supports("fma");
	case X86_FEATURE_AVX512F:
		return __builtin_cpu_supports("avx512f");
	case X86_FEATURE_AVX512BW:
		return __builtin_cpu_supports("avx512bw");
	case X86_FEATURE_AVX512DQ:
		return __builtin_cpu_supports("avx512dq");
	case X86_FEATURE_AVX512VL:
		return __builtin_cpu_supports("avx512vl");
	case X86_FEATURE_FPU:
	case X86_FEATURE_XMM:
	case X86_FEATURE_XMM2:
		return true;
	}
	return false;
}

/* The compiler's answers above include what the operating system saves. */
int cpu_has_xfeatures(u64 features, const char **name)
{
	if (name)
		*name = NULL;
	if (features & XFEATURE_MASK_AVX512)
		return __builtin_cpu_supports("avx512f");
	if (features & XFEATURE_MASK_YMM)
		return __builtin_cpu_supports("avx");
	return 1;
}
