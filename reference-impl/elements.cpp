// SPDX-License-Identifier: GPL-2.0-or-later
#include "reference-impl/elements.h"

#include <algorithm>
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

std::uint32_t float_from_subnormal_half(std::uint32_t mantissa) {
  if (mantissa == 0) return 0;
  unsigned shift = static_cast<unsigned>(std::countl_zero(mantissa)) - 21;  // until bit 10 is set
  return ((113 - shift) << 23) | (((mantissa << shift) & 0x3ff) << 13);
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

void widen_halves(const std::byte* from, std::span<float> to) {
  for (float& element : to) {
    std::uint16_t half;
    std::memcpy(&half, from, sizeof half);
    std::uint32_t bits = float_from_half(half);
    std::memcpy(&element, &bits, sizeof bits);
    from += sizeof half;
  }
}

void widen_int8(const std::byte* from, std::span<float> to) {
  for (std::size_t j = 0; j < to.size(); ++j) to[j] = static_cast<float>(static_cast<std::int8_t>(from[j]));
}

void widen_bits(const std::byte* from, std::span<float> to) {
  for (std::size_t j = 0; j < to.size(); ++j) {
    to[j] = std::to_integer<unsigned>(from[j / 8] >> (j % 8)) & 1u ? 1.0f : 0.0f;
  }
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

std::uint32_t float_from_half(std::uint16_t half) {
  std::uint32_t sign = (half & 0x8000u) << 16;
  std::uint32_t magnitude = half & 0x7fffu;
  if (magnitude >= half_infinity) return sign | infinity | ((magnitude & 0x3ff) << 13);
  if (magnitude < 0x400) return sign | float_from_subnormal_half(magnitude);
  return sign | ((magnitude << 13) + half_rebias);
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
      widen_halves(from, to);
      return;
    case ElementType::int8:
      widen_int8(from, to);
      return;
    case ElementType::binary:
      widen_bits(from, to);
      return;
  }
}

}  // namespace iopact
