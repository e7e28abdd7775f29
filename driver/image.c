// SPDX-License-Identifier: GPL-2.0-only
/*
 * VexFS v2 vector store: the image of a vector file that read(2) gives
 */
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/uaccess.h>

#include "vexfs.h"

/**
 * struct image - a vector file at one moment
 * @vf: the file, its lock held shared
 * @info: the first bytes of the image
 * @rows_end: where the last vector ends
 * @end: bytes of the whole image
 */
struct image {
	const struct vexfs_file *vf;
	struct vexfs_vector_file_info info;
	u64 rows_end;
	u64 end;
};

/* Before SET the image is empty. */
static void open_image(struct image *image, const struct vexfs_file *vf)
{
	u32 count = vexfs_count(vf);

	memset(image, 0, sizeof(*image));
	image->vf = vf;
	if (!vf->meta.dimensions)
		return;

	vexfs_fill_info(&vf->meta, count, &image->info);
	image->rows_end = image->info.data_offset + vexfs_row_offset(vf, count);
	image->end = image->info.index_offset + (u64)count * sizeof(u64);
}

/*
 * The bytes at @offset that lie together: where they are in memory, NULL for
 * zeroes, and how many.
 */
static const void *image_at(const struct image *image, u64 offset, u64 *bytes)
{
	const struct vexfs_vector_file_info *info = &image->info;
	const struct vexfs_array *array;
	u64 start, end;

	if (offset < sizeof(*info)) {
		*bytes = sizeof(*info) - offset;
		return (const void *)info + offset;
	}

	if (offset < info->data_offset) {
		*bytes = info->data_offset - offset;
		return NULL;
	}

	if (offset >= image->rows_end && offset < info->index_offset) {
		*bytes = info->index_offset - offset;
		return NULL;
	}

	array = offset < image->rows_end ? &image->vf->rows : &image->vf->ids;
	start = offset < image->rows_end ? info->data_offset : info->index_offset;
	end = offset < image->rows_end ? image->rows_end : image->end;
	*bytes = min_t(u64, end - offset, vexfs_block_rest(offset - start));
	return vexfs_array_at(array, offset - start);
}

/* Bytes not copied. */
static size_t copy_or_clear(char __user *buf, const void *from, size_t bytes)
{
	return from ? copy_to_user(buf, from, bytes) : clear_user(buf, bytes);
}

static ssize_t read_image(const struct image *image, u64 offset, char __user *buf, size_t count)
{
	size_t done = 0;
	size_t missing;
	const void *from;
	u64 bytes;
	int ret;

	while (done < count && offset + done < image->end) {
		from = image_at(image, offset + done, &bytes);
		bytes = min_t(u64, bytes, count - done);
		missing = copy_or_clear(buf + done, from, bytes);
		done += bytes - missing;
		if (missing)
			return done ?: -EFAULT;

		ret = vexfs_pause();
		if (ret)
			return done ?: ret;
	}
	return done;
}

ssize_t vexfs_read(struct file *file, char __user *buf, size_t count, loff_t *ppos)
{
	struct vexfs_file *vf = file->private_data;
	struct image image;
	ssize_t ret;

	ret = down_read_killable(&vf->lock);
	if (ret)
		return ret;

	open_image(&image, vf);
	ret = read_image(&image, *ppos, buf, count);
	up_read(&vf->lock);

	if (ret > 0)
		*ppos += ret;
	return ret;
}

loff_t vexfs_llseek(struct file *file, loff_t offset, int whence)
{
	struct vexfs_file *vf = file->private_data;
	struct image image;
	int ret;

	ret = down_read_killable(&vf->lock);
	if (ret)
		return ret;

	open_image(&image, vf);
	up_read(&vf->lock);
	return generic_file_llseek_size(file, offset, whence, MAX_LFS_FILESIZE, image.end);
}
