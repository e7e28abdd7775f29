// SPDX-License-Identifier: GPL-2.0-or-later
// read(2): the file's image, byte for byte.
#include <bit>
#include <cerrno>
#include <cstring>
#include <span>

#include "conformance/suite/on_device.h"

namespace iopact::conformance {
namespace {

constexpr ElementType types[] = {float32, float16, int8, binary};

// Whole numbers 0..15, in an order that repeats only after 16 elements times something odd.
float element(std::size_t i) { return static_cast<float>(i * 7 % 16); }

std::uint16_t half_of_whole(unsigned value) {
  if (value == 0) return 0;
  const unsigned exponent = std::bit_width(value) - 1;
  return static_cast<std::uint16_t>((exponent + 15) << 10 | (value << (10 - exponent) & 0x3ff));
}

void store(Bytes& row, std::size_t i, ElementType type, float value) {
  if (type == float32) std::memcpy(&row[4 * i], &value, 4);
  const std::uint16_t half = half_of_whole(static_cast<unsigned>(value));
  if (type == float16) std::memcpy(&row[2 * i], &half, 2);
  if (type == int8) row[i] = static_cast<std::byte>(value);
  if (type == binary && value > 0) row[i / 8] |= std::byte{1} << (i % 8);
}

// The image the interface asks for: `ids.size()` vectors of the elements above.
Bytes expected_image(const FileInfo& info, const Ids& ids) {
  Bytes image = encode(info);
  image.resize(4096);
  const auto type = static_cast<ElementType>(info.element_type);
  for (std::size_t v = 0; v < ids.size(); ++v) {
    Bytes row(stride_of(info));
    for (std::size_t i = 0; i < info.dimensions; ++i) store(row, i, type, element(v * info.dimensions + i));
    image.insert(image.end(), row.begin(), row.end());
  }
  image.resize((image.size() + 7) / 8 * 8);
  const auto index = std::as_bytes(std::span(ids));
  image.insert(image.end(), index.begin(), index.end());
  return image;
}

class Image : public OnFile {
 protected:
  // Inserts `count` vectors of the elements above in one batch; returns their ids.
  Ids fill(Client& caller, std::uint32_t count, std::uint32_t dimensions) {
    Floats floats(std::size_t{count} * dimensions);
    Ids ids(count);
    for (std::size_t i = 0; i < floats.size(); ++i) floats[i] = element(i);
    for (std::size_t i = 0; i < count; ++i) ids[i] = 0xfedcba9876543210 - i;
    EXPECT_EQ(caller.insert(floats, dimensions, ids), 0);
    return ids;
  }
};

TEST_F(Image, IsEmptyBeforeSet) { EXPECT_TRUE(vexfs.image().empty()); }

TEST_F(Image, OfAFileWithoutVectorsIsItsHeader) {
  ASSERT_EQ(vexfs.set(5, int8, 16), 0);
  EXPECT_EQ(vexfs.image(), expected_image(vexfs.info(), {}));
}

TEST_F(Image, HoldsHeaderVectorsAndIds) {
  for (const ElementType type : types) {
    for (const std::uint32_t alignment : {1U, 2U, 8U, 64U, 4096U}) {
      for (const std::uint32_t dimensions : {1U, 2U, 7U, 8U, 9U, 31U, 100U}) {
        SCOPED_TRACE(testing::Message()
                     << "type " << type << ", alignment " << alignment << ", dimensions " << dimensions);
        const std::unique_ptr<File> fresh = open();
        Client caller = client(*fresh);
        ASSERT_EQ(caller.set(dimensions, type, alignment), 0);
        const Ids ids = fill(caller, 5, dimensions);
        EXPECT_EQ(caller.image(), expected_image(caller.info(), ids));
      }
    }
  }
}

TEST_F(Image, OfALargeFileHasNoSeams) {
  for (const ElementType type : types) {
    SCOPED_TRACE(type);
    const std::unique_ptr<File> fresh = open();
    Client caller = client(*fresh);
    ASSERT_EQ(caller.set(37, type, 1), 0);
    const Ids ids = fill(caller, 10'000, 37);
    EXPECT_TRUE(caller.image() == expected_image(caller.info(), ids));
  }
}

TEST_F(Image, CanBeReadFromAnyOffsetInAnyLength) {
  ASSERT_EQ(vexfs.set(3, float32, 4), 0);
  fill(vexfs, 5, 3);
  const Bytes all = vexfs.image();
  for (const std::size_t offset :
       {0, 1, 39, 40, 41, 4095, 4096, 4097, 4107, 4108, 4156, 4157, 4160, 4195, 4199}) {
    for (const std::size_t bytes : {1, 2, 7, 8, 40, 64, 200, 5000}) {
      Bytes read;
      const std::size_t expected = std::min(bytes, all.size() - offset);
      ASSERT_EQ(vexfs.pread(offset, bytes, read), static_cast<std::int64_t>(expected));
      EXPECT_TRUE(std::equal(read.begin(), read.end(), all.begin() + static_cast<std::ptrdiff_t>(offset)));
    }
  }
}

TEST_F(Image, EndsAtItsEnd) {
  ASSERT_EQ(vexfs.set(3), 0);
  fill(vexfs, 2, 3);
  const std::uint64_t end = vexfs.image().size();
  Bytes read;
  EXPECT_EQ(vexfs.pread(end, 10, read), 0);
  EXPECT_EQ(vexfs.pread(end + 1, 10, read), 0);
  EXPECT_EQ(vexfs.pread(std::uint64_t{1} << 62, 10, read), 0);
  EXPECT_EQ(vexfs.pread(0, 0, read), 0);
}

TEST_F(Image, ANegativeOffsetIsRefused) {
  Bytes read;
  EXPECT_EQ(vexfs.pread(std::uint64_t{1} << 63, 10, read), -EINVAL);
  EXPECT_EQ(vexfs.pread(~std::uint64_t{0}, 10, read), -EINVAL);
}

TEST_F(Image, NeedsMemoryToWriteTo) {
  ASSERT_EQ(vexfs.set(3), 0);
  EXPECT_EQ(file->pread(0, 40, 0), -EFAULT);
  EXPECT_EQ(file->pread(UserSpace::unmapped, 40, 0), -EFAULT);
  EXPECT_EQ(file->pread(space.kernel_address(), 40, 0), -EFAULT);
  EXPECT_EQ(file->pread(space.alloc(40, Access::read), 40, 0), -EFAULT);
  EXPECT_EQ(file->pread(space.alloc(40, Access::none), 40, 0), -EFAULT);
}

// The kernel looks at the range before it asks what there is to read; 32-bit callers cannot name its half.
TEST_F(Image, AddressesOutsideTheUsersHalfAreRefusedUnread) {
  const int refused = width == Width::bits64 ? -EFAULT : 0;
  EXPECT_EQ(file->pread(space.kernel_address(), 4, 0), refused);
  EXPECT_EQ(file->pread(UserSpace::unmapped, 4, 0), 0);
}

// What read(2) says of every file: bytes that were read are not lost to a fault behind them.
TEST_F(Image, IsReadUpToAFault) {
  ASSERT_EQ(vexfs.set(3), 0);
  const std::uint64_t to = space.alloc(30);
  ASSERT_EQ(file->pread(to, 40, 0), 30);
  const Bytes header = encode(vexfs.info());
  EXPECT_EQ(space.read(to, 30), Bytes(header.begin(), header.begin() + 30));
}

TEST_F(Image, NeedsARightToRead) {
  const std::uint64_t to = space.alloc(8);
  EXPECT_EQ(open(OpenMode::write)->pread(to, 8, 0), -EBADF);
  EXPECT_EQ(open(OpenMode::none)->pread(to, 8, 0), -EBADF);
  EXPECT_EQ(open(OpenMode::read)->pread(to, 8, 0), 0);
}

TEST_F(Image, ShowsWhatGetReturns) {
  ASSERT_EQ(vexfs.set(5, float16, 32), 0);
  fill(vexfs, 3, 5);
  const Bytes all = vexfs.image();
  EXPECT_EQ(Bytes(all.begin(), all.begin() + 40), encode(vexfs.info()));
}

}  // namespace
}  // namespace iopact::conformance
