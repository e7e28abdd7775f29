// SPDX-License-Identifier: GPL-2.0-only
/*
 * VexFS v2 vector store: inserting a batch, whole or not at all
 */
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/string.h>
#include <linux/uaccess.h>

#include "vexfs_math.h"
#include "vexfs.h"

/* Ids looked up between two looks at signals. */
#define PAUSE_IDS	4096

/**
 * struct batch - vectors on their way into a file
 * @vf: the file, its insert mutex held
 * @arg: the request
 * @floats: scratch: vectors as given, when they are stored otherwise
 * @row: scratch: one stored vector, for those that lie in more than one block
 * @finite: no element so far was NaN or infinite; kept up under VALIDATE only
 * @highest_id: of the batch
 * @end: vectors in the file once the batch is in; until then the batch lies
 *	behind the last vector, in the order given
 */
struct batch {
	struct vexfs_file *vf;
	const struct vexfs_batch_insert_request *arg;
	u32 *floats;
	void *row;
	bool finite;
	u64 highest_id;
	u32 end;
};

static int check_room(const struct vexfs_file *vf, const struct vexfs_batch_insert_request *arg)
{
	u64 count = (u64)vf->count + arg->vector_count;

	if (count > U32_MAX)
		return -ENOSPC;
	if (count * vf->meta.stride > READ_ONCE(vexfs_max_bytes))
		return -ENOSPC;
	if (!vexfs_batch_insert_request_vector_ids(arg) &&
	    arg->vector_count > U64_MAX - vf->highest_id)
		return -ENOSPC;
	return 0;
}

static int check_state(const struct vexfs_file *vf, const struct vexfs_batch_insert_request *arg)
{
	int ret = vexfs_check_dimensions(vf, arg->dimensions);

	if (!ret)
		ret = check_room(vf, arg);
	if (!ret && vf->meta.element_type != VEXFS_VECTOR_FLOAT32 && !vexfs_math_available())
		ret = -EOPNOTSUPP;
	return ret;
}

static bool all_finite(const u32 *floats, size_t count)
{
	const u32 exponent = 0x7f800000;
	bool finite = true;
	size_t i;

	for (i = 0; i < count; i++)
		finite &= (floats[i] & exponent) != exponent;
	return finite;
}

static void note_finite(struct batch *batch, const u32 *floats, size_t count)
{
	if (batch->arg->flags & VEXFS_INSERT_VALIDATE)
		batch->finite = batch->finite && all_finite(floats, count);
}

static int copy_floats(struct batch *batch, const float __user *from, void *to, u32 rows)
{
	const struct vexfs_meta *meta = &batch->vf->meta;
	u32 i;

	if (meta->bytes == meta->stride)
		return copy_from_user(to, from, (size_t)rows * meta->bytes) ? -EFAULT : 0;

	for (i = 0; i < rows; i++, to += meta->stride, from += meta->dimensions) {
		if (copy_from_user(to, from, meta->bytes))
			return -EFAULT;
		memset(to + meta->bytes, 0, meta->stride - meta->bytes);
	}
	return 0;
}

static int convert_floats(struct batch *batch, const float __user *from, void *to, u32 rows)
{
	const struct vexfs_meta *meta = &batch->vf->meta;
	size_t count = (size_t)rows * meta->dimensions;

	if (copy_from_user(batch->floats, from, count * sizeof(u32)))
		return -EFAULT;

	note_finite(batch, batch->floats, count);
	memset(to, 0, (size_t)rows * meta->stride);
	vexfs_math_encode(meta, batch->floats, to, rows);
	return 0;
}

/* Rows @first and following of the batch, as they are stored, to @to. */
static int load_run(struct batch *batch, u32 first, void *to, u32 rows)
{
	const struct vexfs_meta *meta = &batch->vf->meta;
	const float __user *from = vexfs_batch_insert_request_vectors(batch->arg) +
				   (u64)first * meta->dimensions;
	int ret;

	if (meta->element_type != VEXFS_VECTOR_FLOAT32)
		return convert_floats(batch, from, to, rows);

	ret = copy_floats(batch, from, to, rows);
	if (!ret)
		note_finite(batch, to, (size_t)rows * meta->stride / sizeof(u32));
	return ret;
}

/* Row @first of the batch, whose place goes over the end of a block. */
static int load_split_row(struct batch *batch, u32 first, u64 offset)
{
	u32 stride = batch->vf->meta.stride;
	int ret;

	if (!batch->row)
		batch->row = vexfs_alloc(stride);
	if (!batch->row)
		return -ENOMEM;

	ret = load_run(batch, first, batch->row, 1);
	if (!ret)
		vexfs_array_store(&batch->vf->rows, offset, batch->row, stride);
	return ret;
}

/* How many floats are converted at once: whole rows, about a chunk. */
static u32 chunk_rows(const struct batch *batch)
{
	u32 rows = VEXFS_CHUNK_BYTES / (batch->arg->dimensions * sizeof(u32));

	return clamp_t(u32, rows, 1, batch->arg->vector_count);
}

static int alloc_floats(struct batch *batch)
{
	size_t row = batch->arg->dimensions * sizeof(u32);

	if (batch->vf->meta.element_type == VEXFS_VECTOR_FLOAT32)
		return 0;

	batch->floats = vexfs_alloc(array_size(chunk_rows(batch), row));
	return batch->floats ? 0 : -ENOMEM;
}

static int load_rows(struct batch *batch)
{
	struct vexfs_file *vf = batch->vf;
	u32 count = batch->arg->vector_count;
	u32 stride = vf->meta.stride;
	u32 done, rows, run;
	u64 offset;
	int ret;

	ret = alloc_floats(batch);
	for (done = 0; !ret && done < count; done += rows) {
		offset = vexfs_row_offset(vf, vf->count + done);
		run = min_t(u32, vexfs_block_rest(offset) / stride, chunk_rows(batch));
		rows = clamp_t(u32, run, 1, count - done);

		ret = vexfs_array_reserve(&vf->rows, &vf->lock, offset + (u64)rows * stride);
		if (!ret && run)
			ret = load_run(batch, done, vexfs_array_at(&vf->rows, offset), rows);
		else if (!ret)
			ret = load_split_row(batch, done, offset);
		ret = ret ?: vexfs_pause();
	}
	return ret;
}

static int load_id_run(struct batch *batch, u32 first, u64 *to, u32 count)
{
	const u64 __user *from = vexfs_batch_insert_request_vector_ids(batch->arg);
	u32 i;

	if (from && copy_from_user(to, from + first, count * sizeof(*to)))
		return -EFAULT;

	for (i = 0; i < count; i++) {
		if (!from)
			to[i] = batch->vf->highest_id + 1 + first + i;
		batch->highest_id = max(batch->highest_id, to[i]);
	}
	return 0;
}

static int load_ids(struct batch *batch)
{
	struct vexfs_file *vf = batch->vf;
	u32 count = batch->arg->vector_count;
	u32 done, run;
	u64 offset;
	int ret = 0;

	for (done = 0; !ret && done < count; done += run) {
		offset = ((u64)vf->count + done) * sizeof(u64);
		run = min_t(u32, vexfs_block_rest(offset) / sizeof(u64), count - done);

		ret = vexfs_array_reserve(&vf->ids, &vf->lock, offset + run * sizeof(u64));
		if (!ret)
			ret = load_id_run(batch, done, vexfs_array_at(&vf->ids, offset), run);
		ret = ret ?: vexfs_pause();
	}
	return ret;
}

/* Makes the batch part of the file: from here on nothing fails. */
static void publish(struct batch *batch)
{
	struct vexfs_file *vf = batch->vf;

	vf->highest_id = max(vf->highest_id, batch->highest_id);
	vexfs_set_count(vf, batch->end);
}

static int reject_duplicates(struct batch *batch)
{
	struct vexfs_file *vf = batch->vf;
	u32 position = vf->count;
	int ret;

	ret = vexfs_index_learn(vf, position);
	for (; !ret && position < batch->end; position++) {
		if (vexfs_index_find(vf, *vexfs_id_at(vf, position)) != VEXFS_NOWHERE)
			ret = -EEXIST;
		else
			ret = vexfs_index_learn(vf, position + 1);
	}

	if (ret)
		vexfs_index_undo(vf, vf->count);
	return ret;
}

static int append(struct batch *batch)
{
	int ret = 0;

	if (batch->arg->flags & VEXFS_INSERT_VALIDATE &&
	    vexfs_batch_insert_request_vector_ids(batch->arg))
		ret = reject_duplicates(batch);
	if (!ret)
		publish(batch);
	return ret;
}

/*
 * The position that the vector at @from goes to. An id that is new moves up to
 * follow the file's last one.
 */
static int find_target(struct batch *batch, u32 from, u32 *target)
{
	struct vexfs_file *vf = batch->vf;
	u64 id = *vexfs_id_at(vf, from);

	*target = vexfs_index_find(vf, id);
	if (*target != VEXFS_NOWHERE)
		return 0;

	*target = batch->end++;
	*vexfs_id_at(vf, *target) = id;
	return vexfs_index_learn(vf, batch->end);
}

static int find_targets(struct batch *batch, u32 *targets)
{
	struct vexfs_file *vf = batch->vf;
	u32 i;
	int ret;

	batch->end = vf->count;
	ret = vexfs_index_learn(vf, vf->count);
	for (i = 0; !ret && i < batch->arg->vector_count; i++) {
		ret = find_target(batch, vf->count + i, &targets[i]);
		if (!ret && i % PAUSE_IDS == 0)
			ret = vexfs_pause();
	}
	return ret;
}

/* In the order given, so that the later of two equal ids wins. */
static int replace_rows(struct batch *batch, const u32 *targets)
{
	struct vexfs_file *vf = batch->vf;
	u32 stride = vf->meta.stride;
	u32 i, from;
	int ret;

	ret = down_write_killable(&vf->lock);
	if (ret)
		return ret;

	for (i = 0; i < batch->arg->vector_count; i++) {
		from = vf->count + i;
		if (targets[i] != from)
			vexfs_array_move(&vf->rows, vexfs_row_offset(vf, targets[i]),
					 vexfs_row_offset(vf, from), stride);
		if (i % 64 == 0)
			cond_resched();
	}
	publish(batch);
	up_write(&vf->lock);
	return 0;
}

static int overwrite(struct batch *batch)
{
	struct vexfs_file *vf = batch->vf;
	u32 *targets;
	int ret;

	targets = vexfs_alloc(array_size(batch->arg->vector_count, sizeof(*targets)));
	if (!targets)
		return -ENOMEM;

	ret = find_targets(batch, targets);
	if (!ret)
		ret = replace_rows(batch, targets);
	if (ret)
		vexfs_index_undo(vf, vf->count);

	kvfree(targets);
	return ret;
}

static int insert_loaded(struct batch *batch)
{
	if (!batch->finite)
		return -EINVAL;

	/* Ids the driver gives are new: nothing to overwrite. */
	if (batch->arg->flags & VEXFS_INSERT_OVERWRITE &&
	    vexfs_batch_insert_request_vector_ids(batch->arg))
		return overwrite(batch);
	return append(batch);
}

static int insert(struct batch *batch)
{
	struct vexfs_file *vf = batch->vf;
	int ret;

	ret = load_rows(batch);
	if (!ret)
		ret = load_ids(batch);
	if (!ret)
		ret = insert_loaded(batch);

	vexfs_array_trim(&vf->rows, vexfs_row_offset(vf, vf->count));
	vexfs_array_trim(&vf->ids, (u64)vf->count * sizeof(u64));
	kvfree(batch->floats);
	kvfree(batch->row);
	return ret;
}

int vexfs_v2_batch_insert(struct file *file, const struct vexfs_batch_insert_request *arg)
{
	struct vexfs_file *vf = file->private_data;
	struct batch batch = { .vf = vf, .arg = arg, .finite = true };
	int ret;

	ret = mutex_lock_killable(&vf->insert);
	if (ret)
		return ret;

	ret = check_state(vf, arg);
	if (!ret) {
		batch.end = vf->count + arg->vector_count;
		ret = insert(&batch);
	}
	mutex_unlock(&vf->insert);
	return ret;
}
