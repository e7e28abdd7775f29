/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * VexFS v2 vector store: floating point
 *
 * Only math_kernels.h, compiled once per instruction set with its own flags,
 * knows the type float. Everybody else holds binary32 values as u32 bits.
 * Whatever the instruction set, the same bits come out:
 *
 *  - sixteen accumulators start at +0, term j is added to accumulator j mod 16
 *    in order of j, and they are summed by halves: a[i] += a[i + s] for i < s
 *    and s = 8, 4, 2, 1;
 *  - every operation is rounded to nearest even in binary32, subnormals are
 *    kept, multiplications and additions are not fused.
 *
 * An accumulator is never -0, so adding +0 for an element that is not there
 * changes nothing; that is why rows and queries may be padded with zeroes.
 */
#ifndef _VEXFS_MATH_H
#define _VEXFS_MATH_H

#include <linux/types.h>

#include "vexfs.h"

/* Elements are taken sixteen at a time. */
#define VEXFS_MATH_STEP	16

/* Names vexfs_math_select() knows besides "auto". */
#define VEXFS_MATH_NAMES	"avx512, avx2, sse2, none"

/**
 * struct vexfs_query - what stored vectors are compared with
 * @elements: binary32, zero from @dimensions up to a multiple of VEXFS_MATH_STEP
 * @square_sum: binary32, the sum of the elements' squares
 * @dimensions: elements of the query and of a vector
 */
struct vexfs_query {
	const u32 *elements;
	u32 square_sum;
	u32 dimensions;
};

/*
 * Scores, binary32, of @count vectors that start every @stride bytes and
 * are followed by zeroes up to a multiple of VEXFS_MATH_STEP elements. Inside a
 * section.
 */
typedef void (*vexfs_score_fn)(const struct vexfs_query *query, const void *rows, u32 stride,
			       u32 count, u32 *scores);

/* One vector of @count binary32 elements as it is stored. Inside a section. */
typedef void (*vexfs_encode_fn)(const u32 *elements, void *row, u32 count);

/**
 * struct vexfs_kernels - one instruction set
 * @name: for the module parameter
 * @score: by element type - 1 and search type
 * @encode: by element type - 1; none for FLOAT32
 */
struct vexfs_kernels {
	const char *name;
	vexfs_score_fn score[4][3];
	vexfs_encode_fn encode[4];
};

extern const struct vexfs_kernels vexfs_kernels_avx512;
extern const struct vexfs_kernels vexfs_kernels_avx2;
extern const struct vexfs_kernels vexfs_kernels_sse2;

/**
 * vexfs_math_select() - choose the instruction set, once, when loading
 * @name: one of VEXFS_MATH_NAMES, or "auto" for the widest this machine has
 *
 * Return: 0, -EINVAL for a name that is unknown or that this machine has not.
 */
int vexfs_math_select(const char *name);

/* False where the kernel offers no floating point, or with "none". */
bool vexfs_math_available(void);

/*
 * A section of floating point. Preemption is off inside: keep it short, and
 * neither sleep nor touch user memory.
 */
void vexfs_math_begin(void);
void vexfs_math_end(void);

vexfs_score_fn vexfs_math_score(u32 element_type, u32 search_type);

/* Fill in @query->square_sum, in a section of its own. */
void vexfs_math_sum_squares(struct vexfs_query *query);

/**
 * vexfs_math_encode() - convert vectors to what is stored, in a section of its own
 * @meta: element type other than FLOAT32, dimensions and stride
 * @elements: @count rows of binary32
 * @rows: @count rows at the stride; bytes behind the elements are left alone
 * @count: rows; bounds the section
 */
void vexfs_math_encode(const struct vexfs_meta *meta, const u32 *elements, void *rows, u32 count);

#endif /* _VEXFS_MATH_H */
