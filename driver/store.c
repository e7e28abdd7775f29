// SPDX-License-Identifier: GPL-2.0-only
/*
 * VexFS v2 vector store: vector files and their metadata
 */
#include <linux/errno.h>
#include <linux/log2.h>
#include <linux/math.h>
#include <linux/sched/signal.h>
#include <linux/slab.h>

#include "vexfs.h"

struct vexfs_file *vexfs_file_create(void)
{
	struct vexfs_file *vf = kzalloc(sizeof(*vf), GFP_KERNEL_ACCOUNT);

	if (!vf)
		return NULL;

	mutex_init(&vf->insert);
	init_rwsem(&vf->lock);
	vexfs_array_init(&vf->rows);
	vexfs_array_init(&vf->ids);
	return vf;
}

void vexfs_file_destroy(struct vexfs_file *vf)
{
	vexfs_array_destroy(&vf->rows);
	vexfs_array_destroy(&vf->ids);
	vexfs_index_destroy(&vf->index);
	mutex_destroy(&vf->insert);
	kfree(vf);
}

int vexfs_pause(void)
{
	cond_resched();
	return fatal_signal_pending(current) ? -EINTR : 0;
}

/*
 * A word of metadata: dimensions - 1 in the low 16 bits, then 8 bits of element
 * type and 8 bits of the alignment's logarithm. 0 is none: no element type is 0.
 */

static u32 pack_meta(const struct vexfs_vector_file_info *info)
{
	u32 alignment = info->alignment_bytes ?: VEXFS_DEFAULT_ALIGNMENT;

	return (info->dimensions - 1) | info->element_type << 16 | ilog2(alignment) << 24;
}

void vexfs_get_meta(const struct vexfs_file *vf, struct vexfs_meta *meta)
{
	u32 word = READ_ONCE(vf->packed_meta);

	meta->dimensions = word ? (word & 0xffff) + 1 : 0;
	meta->element_type = word >> 16 & 0xff;
	meta->alignment = 1U << (word >> 24);
	meta->bytes = vexfs_vector_bytes(meta->element_type, meta->dimensions);
	meta->stride = round_up(meta->bytes, meta->alignment);
}

int vexfs_check_dimensions(const struct vexfs_meta *meta, u32 dimensions)
{
	if (!meta->dimensions)
		return -ENODATA;
	return dimensions == meta->dimensions ? 0 : -EINVAL;
}

int vexfs_v2_set_vector_meta(struct file *file, const struct vexfs_vector_file_info *arg)
{
	struct vexfs_file *vf = file->private_data;
	int ret;

	ret = mutex_lock_killable(&vf->insert);
	if (ret)
		return ret;

	if (vf->count)
		ret = -EBUSY;
	else
		WRITE_ONCE(vf->packed_meta, pack_meta(arg));

	mutex_unlock(&vf->insert);
	return ret;
}

void vexfs_fill_info(const struct vexfs_meta *meta, u32 count,
		     struct vexfs_vector_file_info *info)
{
	u64 bytes = (u64)count * meta->stride;

	*info = (struct vexfs_vector_file_info) {
		.dimensions = meta->dimensions,
		.element_type = meta->element_type,
		.vector_count = count,
		.storage_format = VEXFS_STORAGE_DENSE,
		.data_offset = VEXFS_DATA_OFFSET,
		.index_offset = round_up(VEXFS_DATA_OFFSET + bytes, sizeof(u64)),
		.compression_type = VEXFS_COMPRESS_NONE,
		.alignment_bytes = meta->alignment,
	};
}

int vexfs_v2_get_vector_meta(struct file *file, struct vexfs_vector_file_info *arg)
{
	struct vexfs_file *vf = file->private_data;
	u32 count = vexfs_count(vf);
	struct vexfs_meta meta;

	vexfs_get_meta(vf, &meta);
	if (!meta.dimensions)
		return -ENODATA;

	vexfs_fill_info(&meta, count, arg);
	return 0;
}
