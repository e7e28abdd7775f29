// SPDX-License-Identifier: GPL-2.0-only
/*
 * VexFS v2 vector store: choice of the instruction set
 */
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/nospec.h>
#include <linux/printk.h>
#include <linux/string.h>

#include "vexfs_math.h"

#if defined(CONFIG_X86_64) && !defined(CONFIG_UML)
#include <asm/cpufeature.h>
#include <asm/fpu/api.h>

static bool have_sse2(void)
{
	return true;
}

static bool have_avx2(void)
{
	return boot_cpu_has(X86_FEATURE_AVX2) && boot_cpu_has(X86_FEATURE_F16C) &&
	       cpu_has_xfeatures(XFEATURE_MASK_SSE | XFEATURE_MASK_YMM, NULL);
}

static bool have_avx512(void)
{
	return have_avx2() && boot_cpu_has(X86_FEATURE_AVX512F) &&
	       cpu_has_xfeatures(XFEATURE_MASK_SSE | XFEATURE_MASK_YMM | XFEATURE_MASK_AVX512,
				 NULL);
}

/* Widest first. */
static const struct {
	const struct vexfs_kernels *kernels;
	bool (*usable)(void);
} sets[] = {
	{ &vexfs_kernels_avx512, have_avx512 },
	{ &vexfs_kernels_avx2, have_avx2 },
	{ &vexfs_kernels_sse2, have_sse2 },
};

static const struct vexfs_kernels *find_kernels(const char *name)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(sets); i++) {
		if (strcmp(name, "auto") && strcmp(name, sets[i].kernels->name))
			continue;
		if (sets[i].usable())
			return sets[i].kernels;
	}
	return NULL;
}

void vexfs_math_begin(void)
{
	kernel_fpu_begin();
}

void vexfs_math_end(void)
{
	kernel_fpu_end();
}

#define HAVE_KERNELS	true

#else /* no floating point in the kernel */

static const struct vexfs_kernels *find_kernels(const char *name)
{
	return NULL;
}

void vexfs_math_begin(void)
{
}

void vexfs_math_end(void)
{
}

#define HAVE_KERNELS	false

#endif

/* Written when the module loads, before the device is there. */
static const struct vexfs_kernels *kernels;

int vexfs_math_select(const char *name)
{
	bool optional = !strcmp(name, "none") || (!HAVE_KERNELS && !strcmp(name, "auto"));

	kernels = find_kernels(name);
	if (!kernels && !optional) {
		pr_err("vexfs: no simd=%s here; choose from auto, " VEXFS_MATH_NAMES "\n", name);
		return -EINVAL;
	}

	pr_info("vexfs: floating point: %s\n", kernels ? kernels->name : "none");
	return 0;
}

bool vexfs_math_available(void)
{
	return kernels;
}

vexfs_score_fn vexfs_math_score(u32 element_type, u32 search_type)
{
	element_type = array_index_nospec(element_type - 1, ARRAY_SIZE(kernels->score));
	search_type = array_index_nospec(search_type, ARRAY_SIZE(kernels->score[0]));
	return kernels->score[element_type][search_type];
}

void vexfs_math_sum_squares(struct vexfs_query *query)
{
	vexfs_score_fn dot = vexfs_math_score(VEXFS_VECTOR_FLOAT32, VEXFS_SEARCH_DOT_PRODUCT);

	vexfs_math_begin();
	dot(query, query->elements, 0, 1, &query->square_sum);
	vexfs_math_end();
}

void vexfs_math_encode(const struct vexfs_meta *meta, const u32 *elements, void *rows, u32 count)
{
	vexfs_encode_fn encode = kernels->encode[meta->element_type - 1];
	u32 i;

	vexfs_math_begin();
	for (i = 0; i < count; i++, elements += meta->dimensions, rows += meta->stride)
		encode(elements, rows, meta->dimensions);
	vexfs_math_end();
}
