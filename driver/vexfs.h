/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * VexFS v2 vector store: what the driver's files share
 *
 * Every open file description is one vector file. Its vectors and ids lie in
 * two arrays of fixed blocks, so that appending copies nothing that is already
 * stored, searches never wait for a copy, and the memory of a vector is its
 * stride, 8 bytes of id and, once ids have been looked up, up to 6.7 bytes of
 * index.
 *
 * An insert writes its batch behind the last vector, where nobody looks, and
 * then either publishes it as a whole or forgets it.
 *
 * Lock order: vexfs_file::insert, then vexfs_file::lock. User memory is
 * touched with the first held, and by read() with the second held shared.
 */
#ifndef _VEXFS_H
#define _VEXFS_H

#include <linux/fs.h>
#include <linux/gfp.h>
#include <linux/mutex.h>
#include <linux/rwsem.h>
#include <linux/siphash.h>
#include <linux/types.h>

#include "vexfs_v2_abi.h"

#define VEXFS_DATA_OFFSET	4096	/* bytes before the first vector of the image */
#define VEXFS_DEFAULT_ALIGNMENT	64	/* bytes */

#define VEXFS_BLOCK_SHIFT	16
#define VEXFS_BLOCK_BYTES	(1UL << VEXFS_BLOCK_SHIFT)

/* Work between two looks at the scheduler and at signals, in bytes. */
#define VEXFS_CHUNK_BYTES	VEXFS_BLOCK_BYTES

/**
 * struct vexfs_array - bytes in blocks of VEXFS_BLOCK_BYTES, growing at the end
 * @blocks: directory; @only while one block is enough
 * @only: the directory of a small array
 * @slots: entries @blocks has room for
 * @bytes: bytes backed by memory; the first block starts small and grows
 *	alone, after that all blocks are whole
 *
 * Grows under vexfs_file::insert. What a reader may hold, the directory and
 * the first block, moves under vexfs_file::lock only; the slots of further
 * blocks fill before the vectors in them are published.
 */
struct vexfs_array {
	void **blocks;
	void *only;
	size_t slots;
	u64 bytes;
};

/**
 * struct vexfs_index - the position at which each id first stands
 * @slots: open addressing, linear probing; VEXFS_NOWHERE where empty
 * @size: number of slots, 0 before the first look-up
 * @known: positions below this are in the index
 * @key: of the hash, so that callers cannot choose ids that collide
 *
 * A cache: it is built when ids are first looked up and may be thrown away at
 * any time. All of it belongs to vexfs_file::insert.
 */
struct vexfs_index {
	u32 *slots;
	u32 size;
	u32 known;
	siphash_key_t key;
};

#define VEXFS_NOWHERE	U32_MAX

/**
 * struct vexfs_meta - what SET_VECTOR_META has set
 * @dimensions: elements of a vector; 0 before SET
 * @element_type: VEXFS_VECTOR_*
 * @alignment: bytes, effective value
 * @bytes: of a stored vector
 * @stride: bytes from one stored vector to the next
 */
struct vexfs_meta {
	u32 dimensions;
	u32 element_type;
	u32 alignment;
	u32 bytes;
	u32 stride;
};

/**
 * struct vexfs_file - one vector file
 * @insert: serializes what changes the file
 * @lock: held shared by who reads vectors or metadata; held exclusively to
 *	change stored vectors, metadata, or where an array's blocks are
 * @meta: changes with both held, fixed once there are vectors; @meta.dimensions
 *	may be peeked at without a lock
 * @count: vectors in the file; changes with @insert held but without @lock, so
 *	that appending need not wait for searches: see vexfs_count()
 * @rows: the vectors at their stride; see struct vexfs_array
 * @ids: one u64 per vector; see struct vexfs_array
 * @highest_id: ever used, 0 in a new file; belongs to @insert
 * @index: of @ids; belongs to @insert
 */
struct vexfs_file {
	struct mutex insert;
	struct rw_semaphore lock;
	struct vexfs_meta meta;
	u32 count;
	struct vexfs_array rows;
	struct vexfs_array ids;
	u64 highest_id;
	struct vexfs_index index;
};

/* The limit of every file, a module parameter, in bytes of vectors. */
extern unsigned long vexfs_max_bytes;

/*
 * memory.c
 */

/* Charged to the caller; fails instead of calling for the OOM killer. */
#define VEXFS_GFP	(GFP_KERNEL_ACCOUNT | __GFP_RETRY_MAYFAIL | __GFP_NOWARN)

/*
 * Free with kvfree(). NULL when memory is short. Where the size is not a power
 * of two vexfs_alloc() may take up to twice as much, the other one up to a page.
 */
void *vexfs_alloc(size_t bytes);
void *vexfs_alloc_exact(size_t bytes);

void vexfs_array_init(struct vexfs_array *array);
void vexfs_array_destroy(struct vexfs_array *array);

/**
 * vexfs_array_reserve() - back the first @end bytes with memory
 * @array: of the vector file that owns @lock; its insert mutex is held
 * @lock: taken exclusively for moments
 * @end: bytes
 *
 * Return: 0, -ENOMEM or -EINTR; @array then holds what it held.
 */
int vexfs_array_reserve(struct vexfs_array *array, struct rw_semaphore *lock, u64 end);

/* Frees blocks that lie wholly behind the first @end bytes. */
void vexfs_array_trim(struct vexfs_array *array, u64 end);

/* Copy between memory and backed bytes, which may lie in several blocks. */
void vexfs_array_load(const struct vexfs_array *array, u64 offset, void *to, size_t bytes);
void vexfs_array_store(struct vexfs_array *array, u64 offset, const void *from, size_t bytes);

/* Copy @bytes inside the array, between ranges that do not overlap. */
void vexfs_array_move(struct vexfs_array *array, u64 to, u64 from, size_t bytes);

static inline void *vexfs_array_at(const struct vexfs_array *array, u64 offset)
{
	return array->blocks[offset >> VEXFS_BLOCK_SHIFT] + (offset & (VEXFS_BLOCK_BYTES - 1));
}

/* Bytes from @offset to the end of its block. */
static inline size_t vexfs_block_rest(u64 offset)
{
	return VEXFS_BLOCK_BYTES - (offset & (VEXFS_BLOCK_BYTES - 1));
}

/*
 * store.c
 */

struct vexfs_file *vexfs_file_create(void);
void vexfs_file_destroy(struct vexfs_file *vf);

/* Bytes of one stored vector, the last one filled up with zero bits. */
u32 vexfs_vector_bytes(u32 element_type, u32 dimensions);

/* -ENODATA before SET, -EINVAL when @dimensions are not the file's, or 0. */
int vexfs_check_dimensions(const struct vexfs_file *vf, u32 dimensions);

/* What GET returns for @count vectors. */
void vexfs_fill_info(const struct vexfs_meta *meta, u32 count,
		     struct vexfs_vector_file_info *info);

/* -EINTR once the caller is being killed; gives way to others before. */
int vexfs_pause(void);

/* Everything about vectors below the count is seen by who has seen the count. */
static inline u32 vexfs_count(const struct vexfs_file *vf)
{
	/* Pairs with vexfs_set_count(). */
	return smp_load_acquire(&vf->count);
}

static inline void vexfs_set_count(struct vexfs_file *vf, u32 count)
{
	/* Pairs with vexfs_count(). */
	smp_store_release(&vf->count, count);
}

static inline u64 *vexfs_id_at(const struct vexfs_file *vf, u32 position)
{
	return vexfs_array_at(&vf->ids, (u64)position * sizeof(u64));
}

static inline u64 vexfs_row_offset(const struct vexfs_file *vf, u32 position)
{
	return (u64)position * vf->meta.stride;
}

/*
 * index.c: all of it with vexfs_file::insert held.
 */

/**
 * vexfs_index_learn() - bring the index up to the first @count ids
 * @vf: the vector file
 * @count: vectors; those behind the file's last are the batch being inserted
 *
 * Return: 0, -ENOMEM or -EINTR.
 */
int vexfs_index_learn(struct vexfs_file *vf, u32 count);

/* Where @id first stands, or VEXFS_NOWHERE. */
u32 vexfs_index_find(const struct vexfs_file *vf, u64 id);

/*
 * Forget the ids from position @count on. Each of them must have been new when
 * it was learnt.
 */
void vexfs_index_undo(struct vexfs_file *vf, u32 count);

void vexfs_index_destroy(struct vexfs_index *index);

/*
 * image.c
 */

ssize_t vexfs_read(struct file *file, char __user *buf, size_t count, loff_t *ppos);
loff_t vexfs_llseek(struct file *file, loff_t offset, int whence);

#endif /* _VEXFS_H */
