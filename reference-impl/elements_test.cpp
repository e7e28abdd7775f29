// SPDX-License-Identifier: GPL-2.0-or-later
// Conversions against arithmetic that shares nothing with them: long double and ldexp.
#include "reference-impl/elements.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <random>
#include <vector>

namespace iopact {
namespace {

std::uint32_t bits_of(float value) { return std::bit_cast<std::uint32_t>(value); }

// The value of a finite binary16, by its definition.
long double half_value(unsigned half) {
  int exponent = static_cast<int>(half >> 10 & 31);
  long double mantissa = (half & 1023) + (exponent != 0 ? 1024 : 0);
  long double magnitude = std::ldexp(mantissa, std::max(exponent, 1) - 25);
  return half & 0x8000 ? -magnitude : magnitude;
}

// The binary16 nearest to a number that is not NaN, even mantissa at a tie.
unsigned nearest_half(long double value) {
  long double magnitude = std::fabs(value);
  unsigned sign = std::signbit(value) ? 0x8000 : 0;
  if (magnitude == std::numeric_limits<long double>::infinity()) return sign | 0x7c00;
  int exponent = magnitude == 0 ? -14 : std::max(std::ilogb(magnitude), -14);
  long double steps = std::nearbyint(std::ldexp(magnitude, 10 - exponent));  // of one unit in the last place
  if (std::ldexp(steps, exponent - 10) >= 65536) return sign | 0x7c00;
  return sign | static_cast<unsigned>((exponent + 14) * 1024 + static_cast<int>(steps));
}

void expect_nearest(std::uint32_t bits) {
  float value = std::bit_cast<float>(bits);
  unsigned expected = std::isnan(value) ? 0x7e00 : nearest_half(value);
  ASSERT_EQ(half_from_float(bits), expected) << std::hex << bits;
}

TEST(Half, every_half_widens_exactly) {
  for (unsigned half = 0; half < 65536; ++half) {
    std::uint32_t widened = float_from_half(static_cast<std::uint16_t>(half));
    float value = std::bit_cast<float>(widened);
    if ((half & 0x7c00) != 0x7c00) {
      ASSERT_EQ(static_cast<long double>(value), half_value(half)) << std::hex << half;
      ASSERT_EQ(std::signbit(value), (half & 0x8000) != 0) << std::hex << half;
    } else if (half & 0x3ff) {
      ASSERT_EQ(widened, (half & 0x8000) << 16 | 0x7f800000 | (half & 0x3ff) << 13) << std::hex << half;
    } else {
      ASSERT_EQ(value, half & 0x8000 ? -INFINITY : INFINITY);
    }
  }
}

TEST(Half, every_half_survives_the_way_there_and_back) {
  for (unsigned half = 0; half < 65536; ++half) {
    bool nan = (half & 0x7fff) > 0x7c00;
    ASSERT_EQ(half_from_float(float_from_half(static_cast<std::uint16_t>(half))), nan ? 0x7e00 : half);
  }
}

TEST(Half, every_midpoint_and_its_neighbours) {
  for (unsigned half = 0; half < 0x7c00; ++half) {
    auto below = static_cast<float>(half_value(half));
    float above = half == 0x7bff ? 65536 : static_cast<float>(half_value(half + 1));
    std::uint32_t middle = bits_of(below + (above - below) / 2);  // exact: one bit more than a half has
    for (std::uint32_t sign : {0u, 0x80000000u}) {
      for (std::uint32_t bits : {middle - 1, middle, middle + 1}) expect_nearest(bits | sign);
    }
  }
}

TEST(Half, random_floats) {
  std::mt19937 random(1);
  for (int i = 0; i < 1000000; ++i) expect_nearest(static_cast<std::uint32_t>(random()));
}

TEST(Half, edges) {
  EXPECT_EQ(half_from_float(0x7f800001), 0x7e00);
  EXPECT_EQ(half_from_float(0xffffffff), 0x7e00);
  EXPECT_EQ(half_from_float(0xff800000), 0xfc00);
  EXPECT_EQ(half_from_float(bits_of(65519.996f)), 0x7bff);
  EXPECT_EQ(half_from_float(bits_of(65520)), 0x7c00);
  EXPECT_EQ(half_from_float(bits_of(0x1p-25f)), 0);
  EXPECT_EQ(half_from_float(bits_of(0x1.000002p-25f)), 1);
  EXPECT_EQ(half_from_float(0x80000001), 0x8000);
}

int nearest_int8(float value) {
  if (std::isnan(value)) return 0;
  return static_cast<int>(std::fmin(std::fmax(std::nearbyint(static_cast<double>(value)), -128.0), 127.0));
}

TEST(Int8, quarters_and_their_neighbours) {
  for (int quarters = -4 * 140; quarters <= 4 * 140; ++quarters) {
    float value = static_cast<float>(quarters) / 4;
    for (float near : {value, std::nextafter(value, 1000.0f), std::nextafter(value, -1000.0f)}) {
      ASSERT_EQ(int8_from_float(bits_of(near)), nearest_int8(near)) << near;
    }
  }
}

TEST(Int8, random_floats) {
  std::mt19937 random(1);
  for (int i = 0; i < 1000000; ++i) {
    auto bits = static_cast<std::uint32_t>(random());
    ASSERT_EQ(int8_from_float(bits), nearest_int8(std::bit_cast<float>(bits))) << std::hex << bits;
  }
}

TEST(Int8, edges) {
  EXPECT_EQ(int8_from_float(bits_of(0.5f)), 0);
  EXPECT_EQ(int8_from_float(bits_of(1.5f)), 2);
  EXPECT_EQ(int8_from_float(bits_of(-2.5f)), -2);
  EXPECT_EQ(int8_from_float(bits_of(127.5f)), 127);
  EXPECT_EQ(int8_from_float(bits_of(-128.5f)), -128);
  EXPECT_EQ(int8_from_float(0x7f800000), 127);
  EXPECT_EQ(int8_from_float(0xff800000), -128);
  EXPECT_EQ(int8_from_float(0x7fc00000), 0);
  EXPECT_EQ(int8_from_float(0xffc00001), 0);
}

TEST(Binary, is_set_above_zero) {
  for (std::uint32_t above : {0x00000001u, 0x00800000u, 0x3f800000u, 0x7f800000u})
    EXPECT_TRUE(is_positive(above));
  for (std::uint32_t other :
       {0x00000000u, 0x80000000u, 0x80000001u, 0xff800000u, 0x7f800001u, 0x7fc00000u, 0xffffffffu}) {
    EXPECT_FALSE(is_positive(other)) << std::hex << other;
  }
}

TEST(Finite, excludes_infinity_and_nan) {
  for (std::uint32_t bits : {0u, 0x80000001u, 0x7f7fffffu, 0xff7fffffu}) EXPECT_TRUE(is_finite(bits));
  for (std::uint32_t bits : {0x7f800000u, 0xff800000u, 0x7f800001u, 0xffffffffu})
    EXPECT_FALSE(is_finite(bits));
}

std::vector<std::uint8_t> stored(ElementType type, const std::vector<float>& elements) {
  std::vector<std::uint32_t> bits(elements.size());
  std::transform(elements.begin(), elements.end(), bits.begin(), bits_of);
  std::vector<std::uint8_t> bytes(stored_bytes(type, elements.size()) + 1, 0xee);
  store_vector(type, bits, reinterpret_cast<std::byte*>(bytes.data()));
  return bytes;
}

std::vector<float> widened(ElementType type, const std::vector<std::uint8_t>& bytes, std::size_t dimensions) {
  std::vector<float> elements(dimensions);
  widen_vector(type, reinterpret_cast<const std::byte*>(bytes.data()), elements);
  return elements;
}

TEST(StoredVector, layout_of_each_type) {
  using Bytes = std::vector<std::uint8_t>;
  EXPECT_EQ(stored(ElementType::float32, {1}), (Bytes{0, 0, 0x80, 0x3f, 0xee}));
  EXPECT_EQ(stored(ElementType::float16, {1, -2}), (Bytes{0, 0x3c, 0, 0xc0, 0xee}));
  EXPECT_EQ(stored(ElementType::int8, {1, -2, 300}), (Bytes{1, 0xfe, 127, 0xee}));
  EXPECT_EQ(stored(ElementType::binary, {1, 0, -1, 2, 0, 0, 0, 3, 1}), (Bytes{0x89, 0x01, 0xee}));
}

TEST(StoredVector, widens_to_what_was_stored) {
  const std::vector<float> elements{1, -2, 0.5f, 0, 100, -128, 7, 8, 9};
  auto there_and_back = [&](ElementType type) {
    return widened(type, stored(type, elements), elements.size());
  };
  EXPECT_EQ(there_and_back(ElementType::float32), elements);
  EXPECT_EQ(there_and_back(ElementType::float16), elements);
  EXPECT_EQ(there_and_back(ElementType::int8), (std::vector<float>{1, -2, 0, 0, 100, -128, 7, 8, 9}));
  EXPECT_EQ(there_and_back(ElementType::binary), (std::vector<float>{1, 0, 1, 0, 1, 0, 1, 1, 1}));
}

}  // namespace
}  // namespace iopact
