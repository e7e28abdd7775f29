// SPDX-License-Identifier: GPL-2.0-only
/*
 * VexFS v2 vector store: memory in blocks
 */
#include <linux/log2.h>
#include <linux/mm.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/vmalloc.h>

#include "vexfs.h"

/* What a small array starts with. */
#define FIRST_BLOCK_BYTES	256

/* Blocks freed between two looks at the scheduler. */
#define FREE_CHUNK		64

void *vexfs_alloc_exact(size_t bytes)
{
	return bytes <= PAGE_SIZE ? kmalloc(bytes, VEXFS_GFP) : __vmalloc(bytes, VEXFS_GFP);
}

/*
 * Searches run faster over physically contiguous memory, but it is not worth
 * reclaiming for.
 */
void *vexfs_alloc(size_t bytes)
{
	void *memory = NULL;

	if (bytes > PAGE_SIZE && bytes <= KMALLOC_MAX_SIZE)
		memory = kmalloc(bytes, GFP_KERNEL_ACCOUNT | __GFP_NORETRY | __GFP_NOWARN);
	return memory ?: vexfs_alloc_exact(bytes);
}

void vexfs_array_init(struct vexfs_array *array)
{
	array->blocks = &array->only;
	array->only = NULL;
	array->slots = 1;
	array->bytes = 0;
}

static size_t block_count(const struct vexfs_array *array)
{
	return DIV_ROUND_UP_ULL(array->bytes, VEXFS_BLOCK_BYTES);
}

void vexfs_array_destroy(struct vexfs_array *array)
{
	vexfs_array_trim(array, 0);
	kvfree(array->blocks[0]);
	if (array->blocks != &array->only)
		kvfree(array->blocks);
	vexfs_array_init(array);
}

static int grow_directory(struct vexfs_array *array, struct rw_semaphore *lock, size_t slots)
{
	void **old = array->blocks;
	void **blocks;
	int ret;

	slots = max(slots, 2 * array->slots);
	blocks = vexfs_alloc(array_size(slots, sizeof(*blocks)));
	if (!blocks)
		return -ENOMEM;

	memcpy(blocks, old, array->slots * sizeof(*blocks));
	ret = down_write_killable(lock);
	if (ret) {
		kvfree(blocks);
		return ret;
	}
	array->blocks = blocks;
	up_write(lock);

	array->slots = slots;
	if (old != &array->only)
		kvfree(old);
	return 0;
}

static int grow_first_block(struct vexfs_array *array, struct rw_semaphore *lock, size_t bytes)
{
	void *old = array->blocks[0];
	void *block;
	int ret;

	bytes = roundup_pow_of_two(max_t(size_t, bytes, FIRST_BLOCK_BYTES));
	block = vexfs_alloc(bytes);
	if (!block)
		return -ENOMEM;

	if (old)
		memcpy(block, old, array->bytes);
	ret = down_write_killable(lock);
	if (ret) {
		kvfree(block);
		return ret;
	}
	array->blocks[0] = block;
	up_write(lock);

	array->bytes = bytes;
	kvfree(old);
	return 0;
}

static int add_block(struct vexfs_array *array)
{
	void *block = vexfs_alloc(VEXFS_BLOCK_BYTES);

	if (!block)
		return -ENOMEM;

	array->blocks[block_count(array)] = block;
	array->bytes += VEXFS_BLOCK_BYTES;
	return 0;
}

int vexfs_array_reserve(struct vexfs_array *array, struct rw_semaphore *lock, u64 end)
{
	size_t slots = DIV_ROUND_UP_ULL(end, VEXFS_BLOCK_BYTES);
	int ret = 0;

	if (slots > array->slots)
		ret = grow_directory(array, lock, slots);

	if (!ret && array->bytes < min_t(u64, end, VEXFS_BLOCK_BYTES))
		ret = grow_first_block(array, lock, min_t(u64, end, VEXFS_BLOCK_BYTES));

	while (!ret && array->bytes < end)
		ret = add_block(array);
	return ret;
}

void vexfs_array_trim(struct vexfs_array *array, u64 end)
{
	u64 keep = max_t(u64, round_up(end, VEXFS_BLOCK_BYTES), VEXFS_BLOCK_BYTES);
	size_t block;

	while (array->bytes > keep) {
		array->bytes -= VEXFS_BLOCK_BYTES;
		block = array->bytes >> VEXFS_BLOCK_SHIFT;
		kvfree(array->blocks[block]);
		if (block % FREE_CHUNK == 0)
			cond_resched();
	}
}

void vexfs_array_load(const struct vexfs_array *array, u64 offset, void *to, size_t bytes)
{
	size_t piece;

	for (; bytes; bytes -= piece, offset += piece, to += piece) {
		piece = min(bytes, vexfs_block_rest(offset));
		memcpy(to, vexfs_array_at(array, offset), piece);
	}
}

void vexfs_array_store(struct vexfs_array *array, u64 offset, const void *from, size_t bytes)
{
	size_t piece;

	for (; bytes; bytes -= piece, offset += piece, from += piece) {
		piece = min(bytes, vexfs_block_rest(offset));
		memcpy(vexfs_array_at(array, offset), from, piece);
	}
}

void vexfs_array_move(struct vexfs_array *array, u64 to, u64 from, size_t bytes)
{
	size_t piece;

	for (; bytes; bytes -= piece, from += piece, to += piece) {
		piece = min(bytes, vexfs_block_rest(from));
		vexfs_array_store(array, to, vexfs_array_at(array, from), piece);
	}
}
