// SPDX-License-Identifier: GPL-2.0-or-later
// Elements of stored vectors: binary32 in, narrower types in the file, binary32 again on search.
//
// Elements from the caller are kept as bits (std::uint32_t) until they are computed with: on i386 a float
// that passes through an x87 register loses the difference between signalling and quiet NaN.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "abi/gen/uapi/vexfs_v2_uapi.h"

namespace iopact {

enum class ElementType : std::uint32_t {
  float32 = VEXFS_VECTOR_FLOAT32,
  float16 = VEXFS_VECTOR_FLOAT16,
  int8 = VEXFS_VECTOR_INT8,
  binary = VEXFS_VECTOR_BINARY,
};

// Bytes of one stored vector, before it is rounded up to the file's alignment.
std::size_t stored_bytes(ElementType type, std::size_t dimensions);

bool is_finite(std::uint32_t bits);

// binary32 to binary16, to nearest even; too large becomes infinity, NaN becomes 0x7e00.
std::uint16_t half_from_float(std::uint32_t bits);

// binary16 to binary32, exact. NaN keeps its sign and payload.
std::uint32_t float_from_half(std::uint16_t half);

// To nearest even, saturated to -128..127; NaN becomes 0.
std::int8_t int8_from_float(std::uint32_t bits);

// Whether the value is above 0 (NaN is not): the bit of a binary element.
bool is_positive(std::uint32_t bits);

// Writes stored_bytes(type, elements.size()) bytes. Unused bits of a binary vector's last byte are 0.
void store_vector(ElementType type, std::span<const std::uint32_t> elements, std::byte* to);

// The stored vector at `from`, exactly: to.size() elements.
void widen_vector(ElementType type, const std::byte* from, std::span<float> to);

}  // namespace iopact
