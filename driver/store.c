// SPDX-License-Identifier: GPL-2.0-only
/*
 * VexFS v2 vector store: vector files and their metadata
 */
#include <linux/errno.h>
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

int vexfs_check_dimensions(const struct vexfs_file *vf, u32 dimensions)
{
	u32 expected = READ_ONCE(vf->meta.dimensions);

	if (!expected)
		return -ENODATA;
	return dimensions == expected ? 0 : -EINVAL;
}

u32 vexfs_vector_bytes(u32 element_type, u32 dimensions)
{
	switch (element_type) {
	case VEXFS_VECTOR_FLOAT16:
		return 2 * dimensions;
	case VEXFS_VECTOR_INT8:
		return dimensions;
	case VEXFS_VECTOR_BINARY:
		return DIV_ROUND_UP(dimensions, 8);
	default:
		return 4 * dimensions;
	}
}

static void set_meta(struct vexfs_meta *meta, const struct vexfs_vector_file_info *info)
{
	meta->element_type = info->element_type;
	meta->alignment = info->alignment_bytes ?: VEXFS_DEFAULT_ALIGNMENT;
	meta->bytes = vexfs_vector_bytes(info->element_type, info->dimensions);
	meta->stride = round_up(meta->bytes, meta->alignment);
	WRITE_ONCE(meta->dimensions, info->dimensions);
}

int vexfs_v2_set_vector_meta(struct file *file, const struct vexfs_vector_file_info *arg)
{
	struct vexfs_file *vf = file->private_data;
	int ret;

	ret = mutex_lock_killable(&vf->insert);
	if (ret)
		return ret;

	ret = vf->count ? -EBUSY : down_write_killable(&vf->lock);
	if (!ret) {
		set_meta(&vf->meta, arg);
		up_write(&vf->lock);
	}

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
	int ret;

	ret = down_read_killable(&vf->lock);
	if (ret)
		return ret;

	if (vf->meta.dimensions)
		vexfs_fill_info(&vf->meta, vexfs_count(vf), arg);
	else
		ret = -ENODATA;

	up_read(&vf->lock);
	return ret;
}
