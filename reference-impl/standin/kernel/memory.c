// SPDX-License-Identifier: GPL-2.0-or-later
/* Stand-ins for the kernel's allocators. */
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include <linux/bug.h>
#include <linux/mm.h>

#include "thread.h"

/* Before each allocation, so far from it that the memory keeps its alignment. */
struct head {
	size_t bytes;
	size_t alignment;
	unsigned kind;
};

#define KMALLOC 0x6b6d616cu
#define VMALLOC 0x766d616cu
#define FREED 0xf7eef7eeu

/* What memory holds that was not asked to be zero. */
#define GARBAGE 0xa5

/* The most pages that vmalloc hands out here; the kernel's limit is the machine's memory. */
#define VMALLOC_MAX_SIZE (1UL << 32)

static atomic_size_t live;

size_t standin_live_allocations(void)
{
	return live;
}

void standin_fail_allocations(uint64_t n, uint64_t count)
{
	standin_thread.allocations_until_failure = n;
	standin_thread.failures_left = count;
	standin_thread.failure_met = false;
}

bool standin_fail_allocations_pending(void)
{
	return standin_thread.failures_left && !standin_thread.failure_met;
}

static bool fails_now(void)
{
	if (!standin_thread.failures_left)
		return false;
	if (standin_thread.allocations_until_failure) {
		standin_thread.allocations_until_failure--;
		return false;
	}
	standin_thread.failures_left--;
	standin_thread.failure_met = true;
	return true;
}

/* A shift of the start by the alignment leaves room for the head and keeps the start aligned. */
static void *allocate(size_t bytes, size_t alignment, gfp_t flags, unsigned kind)
{
	struct head *head;
	char *start;

	if (flags & __GFP_DIRECT_RECLAIM)
		standin_might_sleep("an allocation that may sleep");
	if (fails_now())
		return NULL;

	start = aligned_alloc(alignment, round_up(bytes + alignment, alignment));
	if (!start)
		return NULL;
	start += alignment;
	head = (struct head *)start - 1;
	*head = (struct head){bytes, alignment, kind};
	memset(start, flags & __GFP_ZERO ? 0 : GARBAGE, bytes);
	live++;
	return start;
}

/* Alignment of kmalloc(): 8 bytes, and natural for powers of two. */
static size_t alignment_of(size_t bytes)
{
	if (bytes >= PAGE_SIZE || (bytes >= 64 && is_power_of_2(bytes)))
		return bytes >= PAGE_SIZE ? PAGE_SIZE : bytes;
	return 64;
}

void *kmalloc(size_t bytes, gfp_t flags)
{
	if (bytes > KMALLOC_MAX_SIZE) {
		WARN_ON(!(flags & __GFP_NOWARN));
		return NULL;
	}
	return allocate(bytes, alignment_of(bytes), flags, KMALLOC);
}

void *__vmalloc(size_t bytes, gfp_t flags)
{
	standin_might_sleep("vmalloc");
	if (!bytes || bytes > VMALLOC_MAX_SIZE) {
		WARN_ON(!(flags & __GFP_NOWARN));
		return NULL;
	}
	return allocate(bytes, PAGE_SIZE, flags, VMALLOC);
}

void *kvmalloc(size_t bytes, gfp_t flags)
{
	if (bytes > INT32_MAX) {
		WARN_ON(!(flags & __GFP_NOWARN));
		return NULL;
	}
	return bytes > KMALLOC_MAX_SIZE ? __vmalloc(bytes, flags) : kmalloc(bytes, flags);
}

static void release(const void *memory, bool from_kmalloc, bool from_vmalloc)
{
	struct head *head = (struct head *)memory - 1;

	if (head->kind == FREED)
		standin_bug("memory is freed twice");
	if (!(from_kmalloc && head->kind == KMALLOC) && !(from_vmalloc && head->kind == VMALLOC))
		standin_bug("memory is freed that did not come from that allocator");
	head->kind = FREED;
	live--;
	free((char *)memory - head->alignment);
}

void kfree(const void *memory)
{
	if (memory)
		release(memory, true, false);
}

void vfree(const void *memory)
{
	standin_might_sleep("vfree");
	if (memory)
		release(memory, false, true);
}

void kvfree(const void *memory)
{
	if (memory)
		release(memory, true, true);
}
