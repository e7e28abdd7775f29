/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * VexFS v2 vector store: widening of four stored elements with SSE2
 */

typedef s8 sse2_bytes __attribute__((vector_size(16)));
typedef s16 sse2_halves __attribute__((vector_size(16)));
typedef s32 sse2_word_mem __aligned(1) __attribute__((may_alias));
typedef s64 sse2_long_mem __aligned(2) __attribute__((may_alias));
typedef s64 sse2_longs __attribute__((vector_size(16)));

/* Each half becomes the upper half of a word, above zeroes. */
static __always_inline vint raise_halves(sse2_halves h)
{
	return (vint)__builtin_shufflevector((sse2_halves){}, h, 0, 8, 1, 9, 2, 10, 3, 11);
}

static __always_inline sse2_halves raise_bytes(sse2_bytes b)
{
	return (sse2_halves)__builtin_shufflevector((sse2_bytes){}, b, 0, 16, 1, 17, 2, 18, 3, 19,
						    4, 20, 5, 21, 6, 22, 7, 23);
}

static __always_inline vfloat widen_int8(const void *row, u32 first)
{
	const vint word = { *(const sse2_word_mem *)(row + first) };

	return __builtin_convertvector(raise_halves(raise_bytes((sse2_bytes)word)) >> 24, vfloat);
}

/*
 * Exponent and mantissa are put in their places and the exponent is biased
 * anew: infinity and NaN need the bias twice, a subnormal is normalized by a
 * subtraction.
 */
static __always_inline vfloat widen_float16(const void *row, u32 first)
{
	const vint bias = (vint){} + ((127 - 15) << 23);
	const vint tiny = (vint){} + ((127 - 14) << 23);
	const sse2_longs packed = { *(const sse2_long_mem *)(row + 2 * (size_t)first) };
	vint bits = raise_halves((sse2_halves)packed);
	vint shifted = (bits & 0x7fff0000) >> 3;
	vint exponent = shifted & (0x1f << 23);
	vint normal = shifted + bias + ((exponent == (0x1f << 23)) & bias);
	vint subnormal = (vint)((vfloat)(shifted + tiny) - (vfloat)tiny);
	vint is_subnormal = exponent == 0;
	vint magnitude = (is_subnormal & subnormal) | (~is_subnormal & normal);

	return (vfloat)(magnitude | (bits & (s32)0x80000000));
}
