// SPDX-License-Identifier: GPL-2.0-only
/*
 * VexFS v2 vector store: from an id to the position where it first stands
 */
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/random.h>
#include <linux/string.h>

#include "vexfs.h"

/* Positions that go into the index between two looks at signals. */
#define INDEX_CHUNK	4096

/* At most three slots of four are in use, three of five in a new index. */
static bool has_room(const struct vexfs_index *index, u64 ids)
{
	return ids * 4 <= (u64)index->size * 3;
}

static u64 slots_for(u64 ids)
{
	return div_u64(ids * 5, 3) + 2;
}

/* The slot that holds @id's position, or the empty one where it belongs. */
static u32 *find_slot(const struct vexfs_file *vf, u64 id)
{
	const struct vexfs_index *index = &vf->index;
	u32 hash = upper_32_bits(siphash_1u64(id, &index->key));
	u32 i = reciprocal_scale(hash, index->size);

	while (index->slots[i] != VEXFS_NOWHERE && *vexfs_id_at(vf, index->slots[i]) != id)
		i = i + 1 < index->size ? i + 1 : 0;
	return &index->slots[i];
}

static int rebuild(struct vexfs_index *index, u64 ids)
{
	u64 size = slots_for(ids);

	vexfs_index_destroy(index);
	if (size > U32_MAX)
		return -ENOMEM;

	index->slots = vexfs_alloc_exact(array_size(size, sizeof(*index->slots)));
	if (!index->slots)
		return -ENOMEM;

	memset32(index->slots, VEXFS_NOWHERE, size);
	get_random_bytes(&index->key, sizeof(index->key));
	index->size = size;
	return 0;
}

static int make_room(struct vexfs_index *index, u32 known, u32 count)
{
	if (known % INDEX_CHUNK == 0) {
		int ret = vexfs_pause();

		if (ret)
			return ret;
	}
	return has_room(index, (u64)known + 1) ? 0 : rebuild(index, count);
}

int vexfs_index_learn(struct vexfs_file *vf, u32 count)
{
	struct vexfs_index *index = &vf->index;
	u32 *slot;
	int ret;

	while (index->known < count) {
		ret = make_room(index, index->known, count);
		if (ret)
			return ret;

		slot = find_slot(vf, *vexfs_id_at(vf, index->known));
		if (*slot == VEXFS_NOWHERE)
			*slot = index->known;
		index->known++;
	}
	return 0;
}

u32 vexfs_index_find(const struct vexfs_file *vf, u64 id)
{
	return vf->index.size ? *find_slot(vf, id) : VEXFS_NOWHERE;
}

/*
 * Latest first: each slot is then emptied while everything that was added
 * before it is still there, and probing stays right.
 */
void vexfs_index_undo(struct vexfs_file *vf, u32 known)
{
	while (vf->index.known > known) {
		vf->index.known--;
		*find_slot(vf, *vexfs_id_at(vf, vf->index.known)) = VEXFS_NOWHERE;
		if (vf->index.known % INDEX_CHUNK == 0)
			cond_resched();
	}
}

void vexfs_index_destroy(struct vexfs_index *index)
{
	kvfree(index->slots);
	memset(index, 0, sizeof(*index));
}
