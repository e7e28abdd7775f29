// SPDX-License-Identifier: GPL-2.0-or-later
#include "reference-impl/elements.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>

namespace iopact {
namespace {

constexpr std::uint32_t infinity = 0x7f800000;
constexpr std::uint32_t magnitude_mask = 0x7fffffff;
constexpr std::uint16_t half_infinity = 0x7c00;
constexpr std::uint16_t half_nan = 0x7e00;

constexpr std::uint32_t half_overflow = 0x477ff000;  // 65520: from here on nearest is infinity
constexpr std::uint32_t half_normal = 0x38800000;    // 2^-14, the smallest normal binary16
constexpr std::uint32_t half_rebias = (127 - 15) << 23;
constexpr std::uint32_t smallest_half_exponent = 102;  // biased, of 2^-25: half of the smallest binary16

// value / 2^shift, to nearest even.
std::uint32_t shift_right_to_even(std::uint32_t value, unsigned shift) {
  std::uint32_t below_half = (1u << (shift - 1)) - 1;
  return (value + below_half + ((value >> shift) & 1)) >> shift;
}

std::uint32_t subnormal_half(std::uint32_t magnitude) {
  std::uint32_t exponent = magnitude >> 23;
  if (exponent < smallest_half_exponent) return 0;
  std::uint32_t mantissa = (magnitude & 0x7fffff) | 0x800000;
  return shift_right_to_even(mantissa, 126 - exponent);  // in units of 2^-24
}

template <class Stored>
void store_each(std::span<const std::uint32_t> elements, std::byte* to, Stored (*convert)(std::uint32_t)) {
  for (std::uint32_t bits : elements) {
    Stored stored = convert(bits);
    std::memcpy(to, &stored, sizeof stored);
    to += sizeof stored;
  }
}

void store_bits(std::span<const std::uint32_t> elements, std::byte* to) {
  std::fill_n(to, stored_bytes(ElementType::binary, elements.size()), std::byte{0});
  for (std::size_t j = 0; j < elements.size(); ++j) {
    if (is_positive(elements[j])) to[j / 8] |= std::byte{1} << (j % 8);
  }
}

constexpr std::size_t block = 16;

// Up to a block of elements. A fixed count and arrays that nothing else points to make vector code at -O2.
template <class Stored>
[[gnu::always_inline]] inline void widen_block(const std::byte* from, float* to, std::size_t count,
                                               std::uint32_t (*convert)(Stored)) {
  std::array<Stored, block> stored{};
  std::array<std::uint32_t, block> bits;
  std::memcpy(stored.data(), from, count * sizeof(Stored));
  for (std::size_t i = 0; i < block; ++i) bits[i] = convert(stored[i]);
  std::memcpy(to, bits.data(), count * sizeof(float));
}

template <class Stored, std::uint32_t (*convert)(Stored)>
void widen_each(const std::byte* from, std::span<float> to) {
  std::size_t j = 0;
  for (; j + block <= to.size(); j += block) widen_block(from + j * sizeof(Stored), &to[j], block, convert);
  if (j < to.size()) widen_block(from + j * sizeof(Stored), &to[j], to.size() - j, convert);
}

std::uint32_t float_from_int8(std::int8_t value) {
  return std::bit_cast<std::uint32_t>(static_cast<float>(value));
}

using ByteOfBits = std::array<float, 8>;

constexpr std::array<ByteOfBits, 256> make_bit_table() {
  std::array<ByteOfBits, 256> table{};
  for (std::size_t byte = 0; byte < 256; ++byte) {
    for (std::size_t j = 0; j < 8; ++j) table[byte][j] = byte >> j & 1 ? 1.0f : 0.0f;
  }
  return table;
}

constexpr std::array<ByteOfBits, 256> bit_table = make_bit_table();

void widen_bits(const std::byte* from, std::span<float> to) {
  auto bits = [&](std::size_t j) { return bit_table[std::to_integer<std::size_t>(from[j / 8])].data(); };
  std::size_t j = 0;
  for (; j + 8 <= to.size(); j += 8) std::memcpy(&to[j], bits(j), sizeof(ByteOfBits));
  if (j < to.size()) std::memcpy(&to[j], bits(j), (to.size() - j) * sizeof(float));
}

}  // namespace

std::size_t stored_bytes(ElementType type, std::size_t dimensions) {
  switch (type) {
    case ElementType::float32:
      return dimensions * 4;
    case ElementType::float16:
      return dimensions * 2;
    case ElementType::int8:
      return dimensions;
    case ElementType::binary:
      return (dimensions + 7) / 8;
  }
  return 0;
}

bool is_finite(std::uint32_t bits) { return (bits & magnitude_mask) < infinity; }

std::uint16_t half_from_float(std::uint32_t bits) {
  std::uint32_t magnitude = bits & magnitude_mask;
  if (magnitude > infinity) return half_nan;
  auto sign = static_cast<std::uint16_t>((bits >> 16) & 0x8000);
  if (magnitude >= half_overflow) return sign | half_infinity;
  // A carry out of the mantissa raises the exponent, which is right.
  std::uint32_t half =
      magnitude < half_normal ? subnormal_half(magnitude) : shift_right_to_even(magnitude - half_rebias, 13);
  return static_cast<std::uint16_t>(sign | half);
}

// Without a branch, for the sake of vector code. As binary32 the bits mean 2^-112 of what they mean as
// binary16, subnormals included, and the product is exact.
std::uint32_t float_from_half(std::uint16_t half) {
  std::uint32_t sign = (half & 0x8000u) << 16;
  std::uint32_t magnitude = half & 0x7fffu;
  float value = std::bit_cast<float>(magnitude << 13) * 0x1p112f;
  std::uint32_t not_finite = magnitude >= half_infinity ? infinity : 0;
  return sign | std::bit_cast<std::uint32_t>(value) | not_finite;
}

std::int8_t int8_from_float(std::uint32_t bits) {
  if ((bits & magnitude_mask) > infinity) return 0;
  constexpr float integers_only = 0x1.8p23f;  // adding it leaves no bit for a fraction: the sum is rounded
  float value = std::clamp(std::bit_cast<float>(bits), -128.0f, 127.0f);
  return static_cast<std::int8_t>((value + integers_only) - integers_only);
}

bool is_positive(std::uint32_t bits) { return bits - 1 < infinity; }

void store_vector(ElementType type, std::span<const std::uint32_t> elements, std::byte* to) {
  switch (type) {
    case ElementType::float32:
      std::memcpy(to, elements.data(), elements.size_bytes());
      return;
    case ElementType::float16:
      store_each(elements, to, half_from_float);
      return;
    case ElementType::int8:
      store_each(elements, to, int8_from_float);
      return;
    case ElementType::binary:
      store_bits(elements, to);
      return;
  }
}

void widen_vector(ElementType type, const std::byte* from, std::span<float> to) {
  switch (type) {
    case ElementType::float32:
      std::memcpy(to.data(), from, to.size_bytes());
      return;
    case ElementType::float16:
      widen_each<std::uint16_t, float_from_half>(from, to);
      return;
    case ElementType::int8:
      widen_each<std::int8_t, float_from_int8>(from, to);
      return;
    case ElementType::binary:
      widen_bits(from, to);
      return;
  }
}

}  // namespace iopact
