// SPDX-License-Identifier: GPL-2.0-only
/*
 * VexFS v2 vector store: searching
 *
 * A candidate is one number, smaller is better: the score, mapped so that its
 * order is that of unsigned integers, above the position in the file, which
 * decides ties. A score is never -0 (no sum that starts at +0 is), so the
 * mapping can be undone.
 */
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/minmax.h>
#include <linux/mm.h>
#include <linux/string.h>
#include <linux/uaccess.h>

#include "vexfs_math.h"
#include "vexfs.h"

/* What bounds a section of floating point: about ten microseconds. */
#define SECTION_ELEMENTS	65536
#define SECTION_ROWS		1024

/* Vectors that do not lie as the arithmetic wants them are gathered here. */
#define GATHER_BYTES		16384

/* Steps of sorting between two looks at signals. */
#define SORT_CHUNK		4096

#define SIGN		0x80000000
#define INFINITY	0x7f800000
#define CANONICAL_NAN	0x7fc00000
#define WORST		U32_MAX

/**
 * struct search - a search under way
 * @vf: the file, its lock held shared while vectors are read
 * @query: in the form the arithmetic wants
 * @elements: the query's memory
 * @score: the arithmetic
 * @largest_first: larger scores are better
 * @count: vectors in the file
 * @best: heap of the best @wanted candidates so far, the worst of them first;
 *	in the end the ids
 * @wanted: min(k, count)
 * @scores: of a section; in the end of the results
 * @padded: bytes of a vector with the zeroes the arithmetic wants behind it
 * @gathered: memory for @gather_rows of them; NULL when all lie right
 * @gather_rows: 1 when only those at the end of a block lie wrong
 */
struct search {
	struct vexfs_file *vf;
	struct vexfs_query query;
	u32 *elements;
	vexfs_score_fn score;
	bool largest_first;
	u32 count;
	u64 *best;
	u32 wanted;
	u32 *scores;
	u32 padded;
	u32 gather_rows;
	void *gathered;
};

/* Rank of a score: the better, the smaller; NaN behind everything. */
static u32 rank(const struct search *search, u32 score)
{
	u32 rank = score ^ (score & SIGN ? U32_MAX : SIGN);

	if ((score & ~SIGN) > INFINITY)
		return WORST;
	return search->largest_first ? ~rank : rank;
}

static u32 score_of_rank(const struct search *search, u32 rank)
{
	if (rank == WORST)
		return CANONICAL_NAN;
	if (search->largest_first)
		rank = ~rank;
	return rank ^ (rank & SIGN ? SIGN : U32_MAX);
}

/* Put @candidate in the place of the first of @size, then restore the heap. */
static void replace_first(u64 *heap, u32 size, u64 candidate)
{
	size_t hole = 0;
	size_t child;

	while ((child = 2 * hole + 1) < size) {
		if (child + 1 < size && heap[child + 1] > heap[child])
			child++;
		if (heap[child] <= candidate)
			break;
		heap[hole] = heap[child];
		hole = child;
	}
	heap[hole] = candidate;
}

static void keep_best(struct search *search, u32 first, u32 count)
{
	u64 candidate;
	u32 i;

	for (i = 0; i < count; i++) {
		candidate = (u64)rank(search, search->scores[i]) << 32 | (first + i);
		if (candidate < search->best[0])
			replace_first(search->best, search->wanted, candidate);
	}
}

static void score_gathered(struct search *search, u32 first, u32 count, u32 *scores)
{
	const struct vexfs_file *vf = search->vf;
	void *to = search->gathered;
	u32 i;

	for (i = 0; i < count; i++, to += search->padded)
		vexfs_array_load(&vf->rows, vexfs_row_offset(vf, first + i), to, vf->meta.bytes);
	search->score(&search->query, search->gathered, search->padded, count, scores);
}

/* Scores of vectors from @first on; returns of how many, up to @count. */
static u32 score_run(struct search *search, u32 first, u32 count, u32 *scores)
{
	const struct vexfs_file *vf = search->vf;
	u64 offset = vexfs_row_offset(vf, first);
	u32 stride = vf->meta.stride;
	u32 run = min_t(u32, vexfs_block_rest(offset) / stride, count);

	if (run && stride >= search->padded) {
		search->score(&search->query, vexfs_array_at(&vf->rows, offset), stride, run,
			      scores);
		return run;
	}

	run = min(search->gather_rows, count);
	score_gathered(search, first, run, scores);
	return run;
}

static void score_section(struct search *search, u32 first, u32 count)
{
	u32 done;

	vexfs_math_begin();
	for (done = 0; done < count;)
		done += score_run(search, first + done, count - done, search->scores + done);
	vexfs_math_end();
}

static int score_all(struct search *search)
{
	u32 section = clamp_t(u32, SECTION_ELEMENTS / search->query.dimensions, 1, SECTION_ROWS);
	u32 done, count;
	int ret = 0;

	for (done = 0; !ret && done < search->count; done += count) {
		count = min(section, search->count - done);
		score_section(search, done, count);
		keep_best(search, done, count);
		ret = vexfs_pause();
	}
	return ret;
}

/* Best first, by taking the worst away again and again. */
static int sort_best(struct search *search)
{
	u32 size = search->wanted;
	u64 worst, last;
	int ret = 0;

	while (!ret && size > 1) {
		size--;
		worst = search->best[0];
		last = search->best[size];
		replace_first(search->best, size, last);
		search->best[size] = worst;
		if (size % SORT_CHUNK == 0)
			ret = vexfs_pause();
	}
	return ret;
}

/* From candidates to what is given back. */
static void take_results(struct search *search)
{
	u32 i;

	for (i = 0; i < search->wanted; i++) {
		search->scores[i] = score_of_rank(search, upper_32_bits(search->best[i]));
		search->best[i] = *vexfs_id_at(search->vf, lower_32_bits(search->best[i]));
	}
}

static int alloc_gathered(struct search *search)
{
	const struct vexfs_meta *meta = &search->vf->meta;
	u32 elements = round_up(meta->dimensions, VEXFS_MATH_STEP);
	size_t bytes;

	search->padded = vexfs_vector_bytes(meta->element_type, elements);
	search->gather_rows = 1;
	if (meta->stride < search->padded)
		search->gather_rows = max_t(u32, GATHER_BYTES / search->padded, 1);
	else if (VEXFS_BLOCK_BYTES % meta->stride == 0)
		return 0;

	bytes = array_size(search->gather_rows, search->padded);
	search->gathered = vexfs_alloc(bytes);
	if (!search->gathered)
		return -ENOMEM;
	memset(search->gathered, 0, bytes);
	return 0;
}

static int alloc_results(struct search *search)
{
	u32 scores = max_t(u32, search->wanted, min_t(u32, search->count, SECTION_ROWS));

	search->best = vexfs_alloc(array_size(search->wanted, sizeof(*search->best)));
	search->scores = vexfs_alloc(array_size(scores, sizeof(*search->scores)));
	if (!search->best || !search->scores)
		return -ENOMEM;

	memset(search->best, 0xff, search->wanted * sizeof(*search->best));
	return 0;
}

static int search_vectors(struct search *search)
{
	int ret;

	ret = alloc_results(search);
	if (!ret)
		ret = alloc_gathered(search);
	if (!ret)
		ret = score_all(search);
	if (!ret)
		ret = sort_best(search);
	if (!ret)
		take_results(search);
	return ret;
}

/*
 * The metadata may have changed since they were looked at without the lock,
 * as long as there are no vectors.
 */
static int search_locked(struct search *search, const struct vexfs_vector_search_request *arg)
{
	struct vexfs_file *vf = search->vf;
	int ret = vexfs_check_dimensions(vf, arg->dimensions);

	if (ret)
		return ret;

	search->count = vexfs_count(vf);
	search->wanted = min(arg->k, search->count);
	if (!search->wanted)
		return 0;

	search->score = vexfs_math_score(vf->meta.element_type, arg->search_type);
	return search_vectors(search);
}

static int load_query(struct search *search, const struct vexfs_vector_search_request *arg)
{
	u32 padded = round_up(arg->dimensions, VEXFS_MATH_STEP);
	size_t bytes = arg->dimensions * sizeof(u32);

	search->elements = vexfs_alloc(array_size(padded, sizeof(u32)));
	if (!search->elements)
		return -ENOMEM;

	if (copy_from_user(search->elements, vexfs_vector_search_request_query_vector(arg), bytes))
		return -EFAULT;
	if (!vexfs_math_available())
		return -EOPNOTSUPP;

	memset(search->elements + arg->dimensions, 0, (padded - arg->dimensions) * sizeof(u32));
	search->query.elements = search->elements;
	search->query.dimensions = arg->dimensions;
	if (arg->search_type == VEXFS_SEARCH_COSINE)
		vexfs_math_sum_squares(&search->query);
	return 0;
}

static int find_best(struct search *search, const struct vexfs_vector_search_request *arg)
{
	int ret;

	ret = vexfs_check_dimensions(search->vf, arg->dimensions);
	if (!ret)
		ret = load_query(search, arg);
	if (!ret)
		ret = down_read_killable(&search->vf->lock);
	if (!ret) {
		ret = search_locked(search, arg);
		up_read(&search->vf->lock);
	}
	return ret;
}

static int write_results(const struct search *search, const struct vexfs_vector_search_request *arg)
{
	if (copy_to_user(vexfs_vector_search_request_results(arg), search->scores,
			 search->wanted * sizeof(*search->scores)))
		return -EFAULT;
	if (copy_to_user(vexfs_vector_search_request_result_ids(arg), search->best,
			 search->wanted * sizeof(*search->best)))
		return -EFAULT;
	return 0;
}

int vexfs_v2_vector_search(struct file *file, struct vexfs_vector_search_request *arg)
{
	struct search search = {
		.vf = file->private_data,
		.largest_first = arg->search_type == VEXFS_SEARCH_DOT_PRODUCT,
	};
	int ret;

	ret = find_best(&search, arg);
	if (!ret)
		ret = write_results(&search, arg);
	if (!ret)
		arg->result_count = search.wanted;

	kvfree(search.elements);
	kvfree(search.best);
	kvfree(search.scores);
	kvfree(search.gathered);
	return ret;
}
