/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * VexFS v2 vector store: widening of stored elements with AVX2 and F16C, eight
 * at a time
 */

typedef float avx2_floats __attribute__((vector_size(32)));
typedef s32 avx2_ints __attribute__((vector_size(32)));
typedef s16 avx2_halves_mem __attribute__((vector_size(16), may_alias)) __aligned(2);

#ifdef __clang__

typedef s8 avx2_bytes_mem __attribute__((vector_size(8), may_alias)) __aligned(1);

static __always_inline avx2_ints widen_eight_bytes(const void *from)
{
	return __builtin_convertvector(*(const avx2_bytes_mem *)from, avx2_ints);
}

#else /* gcc converts element by element unless told the instruction */

typedef char avx2_bytes __attribute__((vector_size(16)));
typedef s64 avx2_longs __attribute__((vector_size(16)));
typedef s64 avx2_long_mem __aligned(1) __attribute__((may_alias));

static __always_inline avx2_ints widen_eight_bytes(const void *from)
{
	const avx2_longs packed = { *(const avx2_long_mem *)from };

	return (avx2_ints)__builtin_ia32_pmovsxbd256((avx2_bytes)packed);
}

#endif

static __always_inline avx2_floats widen_eight_int8(const void *from)
{
	return __builtin_convertvector(widen_eight_bytes(from), avx2_floats);
}

static __always_inline avx2_floats widen_eight_float16(const void *from)
{
	return __builtin_ia32_vcvtph2ps256(*(const avx2_halves_mem *)from);
}

#if VEXFS_LANES == 8

static __always_inline vfloat widen_int8(const void *row, u32 first)
{
	return widen_eight_int8(row + first);
}

static __always_inline vfloat widen_float16(const void *row, u32 first)
{
	return widen_eight_float16(row + 2 * (size_t)first);
}

#else

static __always_inline vfloat join_eights(avx2_floats low, avx2_floats high)
{
	return __builtin_shufflevector(low, high, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14,
				       15);
}

static __always_inline vfloat widen_int8(const void *row, u32 first)
{
	row += first;
	return join_eights(widen_eight_int8(row), widen_eight_int8(row + 8));
}

static __always_inline vfloat widen_float16(const void *row, u32 first)
{
	row += 2 * (size_t)first;
	return join_eights(widen_eight_float16(row), widen_eight_float16(row + 16));
}

#endif
