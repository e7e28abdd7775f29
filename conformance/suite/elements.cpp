// SPDX-License-Identifier: GPL-2.0-or-later
// Stored elements: how a binary32 becomes what the file keeps, and how that is widened again for a search.
#include <bit>
#include <cmath>
#include <cstring>
#include <numeric>

#include "conformance/suite/on_device.h"

namespace iopact::conformance {
namespace {

using Bits = std::uint32_t;

struct Stored {
  Bits given;
  std::uint16_t kept;
};

// Rounding to nearest even, at and around each border.
constexpr Stored halves[] = {
    {0x00000000, 0x0000}, {0x80000000, 0x8000},                        // zeroes
    {0x3f800000, 0x3c00}, {0xbf800000, 0xbc00}, {0x40490fdb, 0x4248},  // 1, -1, pi
    {0x3f801000, 0x3c00}, {0x3f801001, 0x3c01}, {0x3f802000, 0x3c01},  // 1 + half a place: a tie to even
    {0x3f803000, 0x3c02}, {0x3f802fff, 0x3c01}, {0xbf803000, 0xbc02},
    {0x477fe000, 0x7bff}, {0x477fefff, 0x7bff}, {0x477ff000, 0x7c00},  // 65504; the tie goes to infinity
    {0xc77ff000, 0xfc00}, {0x47800000, 0x7c00}, {0x7f7fffff, 0x7c00},
    {0x7f800000, 0x7c00}, {0xff800000, 0xfc00},                        // infinities
    {0x7fc00000, 0x7e00}, {0xffc00000, 0x7e00}, {0x7f800001, 0x7e00},  // any NaN
    {0xff800001, 0x7e00}, {0x7fffffff, 0x7e00}, {0x7fc12345, 0x7e00},
    {0x38800000, 0x0400}, {0x387fc000, 0x03ff}, {0x387fe000, 0x0400},  // smallest normal, largest subnormal
    {0x387fdfff, 0x03ff}, {0x387fffff, 0x0400}, {0x38801000, 0x0400},
    {0x38801001, 0x0401}, {0x33800000, 0x0001}, {0xb3800000, 0x8001},  // smallest subnormal
    {0x33000000, 0x0000}, {0x33000001, 0x0001}, {0x33bfffff, 0x0001},  // half of it: a tie to zero
    {0x33c00000, 0x0002}, {0xb3000000, 0x8000}, {0x32ffffff, 0x0000},
    {0x00000001, 0x0000}, {0x80000001, 0x8000}, {0x007fffff, 0x0000},
};

constexpr Stored bytes[] = {
    {0x00000000, 0},    {0x80000000, 0},    {0x00000001, 0},    {0x807fffff, 0},
    {0x3f000000, 0},    {0x3effffff, 0},    {0x3f000001, 1},    {0x3fc00000, 2},     // 0.5, 1.5: ties to even
    {0x40200000, 2},    {0x40600000, 4},    {0xbf000000, 0},    {0xbfc00000, 0xfe},  // 2.5, 3.5, -0.5, -1.5
    {0xc0200000, 0xfe}, {0x3f800000, 1},    {0xbf800000, 0xff}, {0x42fd0000, 126},   // 126.5
    {0x42fe0000, 127},  {0x42fecccd, 127},  {0x42ff0000, 127},  {0x43000000, 127},   // 127, 127.4, 127.5, 128
    {0x7f7fffff, 127},  {0x7f800000, 127},  {0xc2fe0000, 0x81}, {0xc2ff0000, 0x80},  // -127, -127.5
    {0xc3000000, 0x80}, {0xc3008000, 0x80}, {0xc3010000, 0x80}, {0xff800000, 0x80},  // -128, -128.5, -129
    {0xff7fffff, 0x80}, {0x7fc00000, 0},    {0xffc00000, 0},    {0x7f800001, 0},
    {0xffffffff, 0},    {0x4b000000, 127},  {0xcb400001, 0x80}, {0x4b7fffff, 127},
};

constexpr Stored bits[] = {
    {0x00000000, 0}, {0x80000000, 0}, {0x00000001, 1}, {0x80000001, 0}, {0x3f800000, 1}, {0xbf800000, 0},
    {0x7f7fffff, 1}, {0x7f800000, 1}, {0xff800000, 0}, {0x7fc00000, 0}, {0xffc00000, 0}, {0x7f800001, 0},
    {0xff7fffff, 0}, {0x00800000, 1}, {0x807fffff, 0}, {0x7fffffff, 0},
};

class Elements : public OnFile {
 protected:
  // The bytes that are kept of one vector with the given elements.
  template <std::size_t n>
  Bytes keep(ElementType type, const Stored (&table)[n]) {
    Floats floats(n);
    for (std::size_t i = 0; i < n; ++i) std::memcpy(&floats[i], &table[i].given, sizeof(float));
    EXPECT_EQ(vexfs.set(n, type, 1), 0);
    EXPECT_EQ(vexfs.insert(floats, n), 0);
    return vexfs.contents().rows.at(0);
  }

  // What a stored element counts as: the score of a search in one dimension whose query is 1.
  std::vector<Bits> widened(ElementType type, const Floats& values) {
    const std::unique_ptr<File> fresh = open();
    Client caller = client(*fresh);
    EXPECT_EQ(caller.set(1, type, 1), 0);
    Ids positions(values.size());
    std::iota(positions.begin(), positions.end(), 0);
    EXPECT_EQ(caller.insert(values, 1, positions), 0);
    const Found found = caller.search(Floats{1}, static_cast<std::uint32_t>(values.size()), dot_product);
    EXPECT_EQ(found.count, values.size());
    std::vector<Bits> result(values.size());
    for (std::size_t i = 0; i < found.count; ++i) result.at(found.ids[i]) = found.bits[i];
    return result;
  }
};

TEST_F(Elements, Float32IsKeptAsGiven) {
  const Bits given[] = {0,          0x80000000, 1,          0x807fffff, 0x7f800000, 0xff800000,
                        0x7f800001, 0xffc12345, 0x7fffffff, 0xff7fffff, 0x3f9e0419};
  Floats floats(std::size(given));
  std::memcpy(floats.data(), given, sizeof(given));
  ASSERT_EQ(vexfs.set(std::size(given), float32, 1), 0);
  ASSERT_EQ(vexfs.insert(floats, std::size(given)), 0);
  EXPECT_EQ(0, std::memcmp(vexfs.contents().rows.at(0).data(), given, sizeof(given)));
}

TEST_F(Elements, Float16IsRoundedToNearestEven) {
  const Bytes row = keep(float16, halves);
  for (std::size_t i = 0; i < std::size(halves); ++i) {
    std::uint16_t kept = 0;
    std::memcpy(&kept, &row[2 * i], sizeof(kept));
    EXPECT_EQ(kept, halves[i].kept) << "of 0x" << std::hex << halves[i].given;
  }
}

TEST_F(Elements, Int8IsRoundedToNearestEvenAndSaturated) {
  const Bytes row = keep(int8, bytes);
  for (std::size_t i = 0; i < std::size(bytes); ++i) {
    EXPECT_EQ(std::to_integer<unsigned>(row[i]), bytes[i].kept) << "of 0x" << std::hex << bytes[i].given;
  }
}

TEST_F(Elements, BinaryIsSetAboveZero) {
  const Bytes row = keep(binary, bits);
  for (std::size_t i = 0; i < std::size(bits); ++i) {
    EXPECT_EQ(std::to_integer<unsigned>(row[i / 8] >> (i % 8) & std::byte{1}), bits[i].kept)
        << "of 0x" << std::hex << bits[i].given;
  }
}

TEST_F(Elements, BinaryIsPaddedToAByteWithZeroes) {
  for (std::uint32_t dimensions = 1; dimensions <= 17; ++dimensions) {
    const std::unique_ptr<File> fresh = open();
    Client caller = client(*fresh);
    ASSERT_EQ(caller.set(dimensions, binary, 1), 0);
    ASSERT_EQ(caller.insert(Floats(std::size_t{2} * dimensions, 1.0F), dimensions), 0);
    const std::uint32_t rest = dimensions % 8;
    for (const Bytes& row : caller.contents().rows) {
      ASSERT_EQ(row.size(), (dimensions + 7) / 8);
      EXPECT_EQ(row.back(), std::byte(rest == 0 ? 0xff : (1U << rest) - 1));
    }
  }
}

// An even length, so that no vector length of any instruction set hides the conversion of what is left over.
TEST_F(Elements, ConversionDoesNotDependOnThePlaceInTheVector) {
  for (const ElementType type : {float16, int8, binary}) {
    for (std::uint32_t dimensions = 1; dimensions <= 40; ++dimensions) {
      const std::unique_ptr<File> fresh = open();
      Client caller = client(*fresh);
      ASSERT_EQ(caller.set(dimensions, type, 1), 0);
      Floats floats(dimensions, 0.0F);
      floats[dimensions - 1] = 2.5F;
      ASSERT_EQ(caller.insert(floats, dimensions), 0);
      Floats query(dimensions, 0.0F);
      query[dimensions - 1] = 1;
      const float expected = type == float16 ? 2.5F : type == int8 ? 2.0F : 1.0F;
      EXPECT_EQ(caller.search(query, 1, dot_product).scores(), (Floats{expected}));
    }
  }
}

TEST_F(Elements, EveryFloat16IsWidenedExactly) {
  Floats values;
  std::vector<Bits> expected;
  for (unsigned half = 0; half < 0x7c00; ++half) {
    const unsigned exponent = half >> 10, mantissa = half & 0x3ff;
    const float value =
        exponent == 0 ? std::ldexp(static_cast<float>(mantissa), -24)
                      : std::ldexp(static_cast<float>(mantissa + 1024), static_cast<int>(exponent) - 25);
    for (const float signed_value : {value, -value}) {
      values.push_back(signed_value);
      expected.push_back(std::bit_cast<Bits>(signed_value + 0.0F));  // a sum that starts at +0 is never -0
    }
  }
  EXPECT_TRUE(widened(float16, values) == expected);
  EXPECT_EQ(widened(float16, {1e30F, -1e30F, std::nanf("")}),
            (std::vector<Bits>{0x7f800000, 0xff800000, 0x7fc00000}));
}

TEST_F(Elements, EveryInt8IsWidenedExactly) {
  Floats values(256);
  std::iota(values.begin(), values.end(), -128.0F);
  std::vector<Bits> expected;
  for (const float value : values) expected.push_back(std::bit_cast<Bits>(value));
  EXPECT_EQ(widened(int8, values), expected);
}

TEST_F(Elements, BinaryCountsAsOneOrZero) {
  EXPECT_EQ(widened(binary, {5, -5, 0.001F, 0}), (std::vector<Bits>{0x3f800000, 0, 0x3f800000, 0}));
}

TEST_F(Elements, Float32CountsAsItIs) {
  EXPECT_EQ(widened(float32, {-0.0F, 1e-45F, -1e-45F, 3.0e38F}),
            (std::vector<Bits>{0, 1, 0x80000001, 0x7f61b1e6}));
}

// The query is not converted to the file's type.
TEST_F(Elements, TheQueryStaysBinary32) {
  for (const ElementType type : {float16, int8, binary}) {
    const std::unique_ptr<File> fresh = open();
    Client caller = client(*fresh);
    ASSERT_EQ(caller.set(1, type), 0);
    ASSERT_EQ(caller.insert(Floats{1}, 1), 0);
    for (const float query : {0.3F, 300.7F, -7.25F, 1e-30F}) {
      EXPECT_EQ(caller.search(Floats{query}, 1, dot_product).scores(), (Floats{query}));
    }
  }
}

}  // namespace
}  // namespace iopact::conformance
