/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * VexFS v2 vector store: the arithmetic, for vectors of VEXFS_LANES floats
 *
 * Included once by each math_*.c, which is compiled for its instruction set.
 * vexfs_math.h says what has to come out; nothing here may depend on the width.
 */
#include <linux/compiler.h>
#include <linux/kernel.h>
#include <linux/string.h>

#include "vexfs_math.h"

#define PARTS	(VEXFS_MATH_STEP / VEXFS_LANES)

/* Rows whose accumulators fit into the registers together. */
#define ROWS	(VEXFS_LANES == 4 ? 2 : 4)
#define COSINE_ROWS	(VEXFS_LANES == 16 ? 4 : ROWS / 2)

/* Rows that are finished together: one result per lane of four. */
#define GROUP	4

/* Bytes. */
#define CACHE_LINE	64
#define PREFETCH_AHEAD	4096

typedef float vfloat __attribute__((vector_size(4 * VEXFS_LANES)));
typedef s32 vint __attribute__((vector_size(4 * VEXFS_LANES)));
typedef float four __attribute__((vector_size(16)));

/* The same anywhere in memory, of whatever type that is. */
typedef float vfloat_mem __attribute__((vector_size(4 * VEXFS_LANES), may_alias)) __aligned(4);
typedef float four_mem __attribute__((vector_size(16), may_alias)) __aligned(4);
typedef float float_mem __attribute__((may_alias));
typedef u16 half_mem __attribute__((may_alias));

/* Sixteen floats: elements j to j + 15, or the accumulators. */
struct step {
	vfloat part[PARTS];
};

/*
 * Widening: VEXFS_LANES elements from @row on, @first being a multiple of
 * VEXFS_LANES. All of these are exact.
 */

static __always_inline vfloat widen_float32(const void *row, u32 first)
{
	return *(const vfloat_mem *)(row + 4 * (size_t)first);
}

#if VEXFS_LANES == 4
#include "math_widen_sse2.h"
#else
#include "math_widen_avx2.h"
#endif

static __always_inline vint lane_bits(void)
{
	vint bits;
	u32 i;

	for (i = 0; i < VEXFS_LANES; i++)
		bits[i] = 1 << i;
	return bits;
}

static __always_inline vfloat widen_binary(const void *row, u32 first)
{
	u32 bits = *(const half_mem *)(row + first / VEXFS_MATH_STEP * 2);
	vint lanes = (vint){} + (s32)(bits >> first % VEXFS_MATH_STEP);

	return (vfloat)(((lanes & lane_bits()) != 0) & 0x3f800000);
}

static __always_inline vfloat widen(u32 type, const void *row, u32 first)
{
	switch (type) {
	case VEXFS_VECTOR_FLOAT16:
		return widen_float16(row, first);
	case VEXFS_VECTOR_INT8:
		return widen_int8(row, first);
	case VEXFS_VECTOR_BINARY:
		return widen_binary(row, first);
	default:
		return widen_float32(row, first);
	}
}

/*
 * Sums
 */

/* What is being summed up for one row; @squares for the cosine alone. */
struct sums {
	struct step terms;
	struct step squares;
};

static __always_inline void add_step(u32 type, u32 metric, const u32 *query, const void *row,
				     u32 first, struct sums *sums)
{
	u32 p;

	for (p = 0; p < PARTS; p++) {
		vfloat q = *(const vfloat_mem *)(query + first + p * VEXFS_LANES);
		vfloat v = widen(type, row, first + p * VEXFS_LANES);
		vfloat d = q - v;

		if (metric == VEXFS_SEARCH_EUCLIDEAN)
			sums->terms.part[p] += d * d;
		else
			sums->terms.part[p] += q * v;
		if (metric == VEXFS_SEARCH_COSINE)
			sums->squares.part[p] += v * v;
	}
}

/* Accumulators 0 to 3 after the additions for s = 8 and s = 4. */
static __always_inline four fold_to_four(const struct step *a)
{
#if VEXFS_LANES == 4
	return (a->part[0] + a->part[2]) + (a->part[1] + a->part[3]);
#else
	typedef float eight __attribute__((vector_size(32)));
#if VEXFS_LANES == 8
	eight sum = a->part[0] + a->part[1];
#else
	eight sum = __builtin_shufflevector(a->part[0], a->part[0], 0, 1, 2, 3, 4, 5, 6, 7) +
		    __builtin_shufflevector(a->part[0], a->part[0], 8, 9, 10, 11, 12, 13, 14, 15);
#endif
	return __builtin_shufflevector(sum, sum, 0, 1, 2, 3) +
	       __builtin_shufflevector(sum, sum, 4, 5, 6, 7);
#endif
}

/* The additions for s = 2 and s = 1, in four rows at once; row r to lane r. */
static __always_inline four fold_to_one(const four a[GROUP])
{
	four ab = __builtin_shufflevector(a[0], a[1], 0, 4, 1, 5) +
		  __builtin_shufflevector(a[0], a[1], 2, 6, 3, 7);
	four cd = __builtin_shufflevector(a[2], a[3], 0, 4, 1, 5) +
		  __builtin_shufflevector(a[2], a[3], 2, 6, 3, 7);

	return __builtin_shufflevector(ab, cd, 0, 1, 4, 5) +
	       __builtin_shufflevector(ab, cd, 2, 3, 6, 7);
}

/*
 * Scores
 */

static __always_inline float cosine(float dot, float query_squares, float squares)
{
	float norms = __builtin_sqrtf(query_squares) * __builtin_sqrtf(squares);

	if (query_squares == 0 || squares == 0)
		return 1;
	return 1 - dot / norms;
}

static __always_inline float finish(u32 metric, const struct vexfs_query *query, float sum,
				    float squares)
{
	if (metric == VEXFS_SEARCH_EUCLIDEAN)
		return __builtin_sqrtf(sum);
	if (metric == VEXFS_SEARCH_COSINE)
		return cosine(sum, *(const float_mem *)&query->square_sum, squares);
	return sum;
}

static __always_inline u32 element_bytes(u32 type, u32 count)
{
	switch (type) {
	case VEXFS_VECTOR_FLOAT16:
		return 2 * count;
	case VEXFS_VECTOR_INT8:
		return count;
	case VEXFS_VECTOR_BINARY:
		return count / 8;
	default:
		return 4 * count;
	}
}

/*
 * Memory is fastest in its own order, which a step through several rows is not:
 * fetch as many bytes as the step takes, but one after the other and ahead.
 */
static __always_inline void prefetch_step(u32 type, u32 rows, const void *first_row, u32 first)
{
	const void *at = first_row + element_bytes(type, first) * rows + PREFETCH_AHEAD;
	u32 line;

	for (line = 0; line < element_bytes(type, VEXFS_MATH_STEP) * rows; line += CACHE_LINE)
		__builtin_prefetch(at + line);
}

/* Four accumulators each for @rows rows, whose sixteen stay in registers. */
static __always_inline void sum_rows(u32 type, u32 metric, u32 rows,
				     const struct vexfs_query *query, const void *const *row,
				     four *terms, four *squares)
{
	struct sums sums[GROUP];
	u32 j, r;

	for (r = 0; r < rows; r++)
		sums[r] = (struct sums){};

	for (j = 0; j < query->dimensions; j += VEXFS_MATH_STEP) {
		prefetch_step(type, rows, row[0], j);
		for (r = 0; r < rows; r++)
			add_step(type, metric, query->elements, row[r], j, &sums[r]);
	}

	for (r = 0; r < rows; r++) {
		terms[r] = fold_to_four(&sums[r].terms);
		squares[r] = fold_to_four(&sums[r].squares);
	}
}

static __always_inline four score_group(u32 type, u32 metric, const struct vexfs_query *query,
					const void *const row[GROUP])
{
	const u32 at_once = metric == VEXFS_SEARCH_COSINE ? COSINE_ROWS : ROWS;
	four terms[GROUP], squares[GROUP];
	four sum, square;
	u32 r;

	for (r = 0; r < GROUP; r += at_once)
		sum_rows(type, metric, at_once, query, row + r, terms + r, squares + r);

	sum = fold_to_one(terms);
	square = fold_to_one(squares);
	for (r = 0; r < GROUP; r++)
		sum[r] = finish(metric, query, sum[r], square[r]);
	return sum;
}

static __always_inline void put_scores(u32 *scores, four values, u32 count)
{
	u32 r;

	if (count == GROUP)
		*(four_mem *)scores = values;
	else
		for (r = 0; r < count; r++)
			((float_mem *)scores)[r] = values[r];
}

/* A last group of fewer rows repeats the last row. */
static __always_inline void score(u32 type, u32 metric, const struct vexfs_query *query,
				  const void *rows, u32 stride, u32 count, u32 *scores)
{
	const void *row[GROUP];
	u32 done, group, r;

	for (done = 0; done < count; done += group) {
		group = min_t(u32, count - done, GROUP);
		for (r = 0; r < GROUP; r++)
			row[r] = rows + (size_t)(done + min(r, group - 1)) * stride;
		put_scores(scores + done, score_group(type, metric, query, row), group);
	}
}

#define DEFINE_SCORE(name, type, metric)						\
	static void name(const struct vexfs_query *query, const void *rows, u32 stride,	\
			 u32 count, u32 *scores)					\
	{										\
		score(type, metric, query, rows, stride, count, scores);		\
	}

DEFINE_SCORE(euclidean_float32, VEXFS_VECTOR_FLOAT32, VEXFS_SEARCH_EUCLIDEAN)
DEFINE_SCORE(cosine_float32, VEXFS_VECTOR_FLOAT32, VEXFS_SEARCH_COSINE)
DEFINE_SCORE(dot_float32, VEXFS_VECTOR_FLOAT32, VEXFS_SEARCH_DOT_PRODUCT)
DEFINE_SCORE(euclidean_float16, VEXFS_VECTOR_FLOAT16, VEXFS_SEARCH_EUCLIDEAN)
DEFINE_SCORE(cosine_float16, VEXFS_VECTOR_FLOAT16, VEXFS_SEARCH_COSINE)
DEFINE_SCORE(dot_float16, VEXFS_VECTOR_FLOAT16, VEXFS_SEARCH_DOT_PRODUCT)
DEFINE_SCORE(euclidean_int8, VEXFS_VECTOR_INT8, VEXFS_SEARCH_EUCLIDEAN)
DEFINE_SCORE(cosine_int8, VEXFS_VECTOR_INT8, VEXFS_SEARCH_COSINE)
DEFINE_SCORE(dot_int8, VEXFS_VECTOR_INT8, VEXFS_SEARCH_DOT_PRODUCT)
DEFINE_SCORE(euclidean_binary, VEXFS_VECTOR_BINARY, VEXFS_SEARCH_EUCLIDEAN)
DEFINE_SCORE(cosine_binary, VEXFS_VECTOR_BINARY, VEXFS_SEARCH_COSINE)
DEFINE_SCORE(dot_binary, VEXFS_VECTOR_BINARY, VEXFS_SEARCH_DOT_PRODUCT)

/*
 * Narrowing: one element at a time, in a form that compilers vectorize.
 */

union word {
	u32 bits;
	float value;
};

static __always_inline float as_float(u32 bits)
{
	return ((union word){ .bits = bits }).value;
}

static __always_inline u32 as_bits(float value)
{
	return ((union word){ .value = value }).bits;
}

/*
 * Adding 0.5 to a magnitude below 2^-14 rounds it to a multiple of 2^-24, the
 * last place of a subnormal binary16.
 */
static __always_inline u16 float16(u32 bits)
{
	u32 magnitude = bits & 0x7fffffff;
	u32 odd = magnitude >> 13 & 1;
	u32 normal = (magnitude - ((127 - 15) << 23) + 0xfff + odd) >> 13;
	u32 subnormal = as_bits(as_float(magnitude) + 0.5f) - 0x3f000000;
	u32 half = magnitude < 0x38800000 ? subnormal : normal;

	half = magnitude >= 0x47800000 ? 0x7c00 : half;
	half |= bits >> 16 & 0x8000;
	return magnitude > 0x7f800000 ? 0x7e00 : half;
}

/* Adding 1.5 * 2^23 rounds to an integer, which is then in the last places. */
static __always_inline s8 int8(u32 bits)
{
	float value = as_float(bits);

	value = value < -128.0f ? -128.0f : value;
	value = value > 127.0f ? 127.0f : value;
	value = (bits & 0x7fffffff) > 0x7f800000 ? 0.0f : value;
	return as_bits(value + 12582912.0f) - 0x4b400000;
}

/* Greater than zero: no sign, not zero, not NaN. */
static __always_inline u8 binary(u32 bits)
{
	return bits - 1 < 0x7f800000;
}

static void encode_float16(const u32 *elements, void *row, u32 count)
{
	half_mem *to = row;
	u32 i;

	for (i = 0; i < count; i++)
		to[i] = float16(elements[i]);
}

static void encode_int8(const u32 *elements, void *row, u32 count)
{
	s8 *to = row;
	u32 i;

	for (i = 0; i < count; i++)
		to[i] = int8(elements[i]);
}

static void encode_binary(const u32 *elements, void *row, u32 count)
{
	u8 *to = row;
	u32 i, bit;

	for (i = 0; i < count; i += 8) {
		u8 byte = 0;

		for (bit = 0; bit < min_t(u32, 8, count - i); bit++)
			byte |= binary(elements[i + bit]) << bit;
		to[i / 8] = byte;
	}
}

const struct vexfs_kernels VEXFS_KERNELS = {
	.name = VEXFS_NAME,
	.score = {
		{ euclidean_float32, cosine_float32, dot_float32 },
		{ euclidean_float16, cosine_float16, dot_float16 },
		{ euclidean_int8, cosine_int8, dot_int8 },
		{ euclidean_binary, cosine_binary, dot_binary },
	},
	.encode = { NULL, encode_float16, encode_int8, encode_binary },
};
