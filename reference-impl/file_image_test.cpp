// SPDX-License-Identifier: GPL-2.0-or-later
#include "reference-impl/file_image.h"

#include "reference-impl/vector_file_fixture.h"

namespace iopact {
namespace {

using Bytes = std::vector<unsigned char>;

class Image : public VectorFileTest {
 protected:
  // Three vectors of three INT8: the ids start after 9 bytes of vectors and 7 of zeros.
  void fill() {
    ASSERT_EQ(set(3, ElementType::int8, 1), 0);
    ASSERT_EQ(insert({1, 2, 3, 4, 5, 6, 7, 8, 9}, 3, {0x1122334455667788, 2, 3}), 0);
  }

  Bytes read(std::uint64_t offset, std::size_t bytes) {
    std::uint64_t to = memory.alloc(bytes);
    std::int64_t got = file.read_image(memory, to, bytes, offset);
    EXPECT_GE(got, 0);
    return memory.get<unsigned char>(to, static_cast<std::size_t>(got));
  }
};

TEST_F(Image, is_empty_before_set) { EXPECT_EQ(image(), Bytes{}); }

TEST_F(Image, of_an_empty_file_is_its_header) {
  ASSERT_EQ(set(0x0102, ElementType::float16, 16), 0);
  Bytes expected(4096);
  expected[0] = 2, expected[1] = 1;  // dimensions
  expected[4] = 2;                   // element_type
  expected[17] = 0x10;               // data_offset
  expected[25] = 0x10;               // index_offset
  expected[36] = 16;                 // alignment_bytes
  EXPECT_EQ(image(), expected);
}

TEST_F(Image, holds_vectors_and_ids) {
  fill();
  Bytes bytes = image();
  ASSERT_EQ(bytes.size(), 4096u + 16 + 24);
  EXPECT_EQ(bytes[8], 3);      // vector_count
  EXPECT_EQ(bytes[24], 0x10);  // index_offset 4112
  EXPECT_EQ(bytes[25], 0x10);
  Bytes tail(bytes.begin() + 4096, bytes.end());
  EXPECT_EQ(tail, (Bytes{1,    2,    3,    4,    5, 6, 7, 8, 9, 0, 0, 0, 0, 0, 0, 0, 0x88, 0x77, 0x66, 0x55,
                         0x44, 0x33, 0x22, 0x11, 2, 0, 0, 0, 0, 0, 0, 0, 3, 0, 0, 0, 0,    0,    0,    0}));
}

TEST_F(Image, padding_stays_zero_when_vectors_are_replaced) {
  ASSERT_EQ(set(1, ElementType::float32, 8), 0);
  ASSERT_EQ(insert({1, 2, 3}, 1, {1, 2, 3}), 0);
  ASSERT_EQ(insert({5, 6}, 1, {2, 9}, VEXFS_INSERT_OVERWRITE), 0);
  Bytes bytes = image();
  for (std::size_t at = 4096; at < 4096 + 4 * 8; at += 8) {
    EXPECT_EQ(Bytes(&bytes[at + 4], &bytes[at + 8]), Bytes(4)) << at;
    EXPECT_NE(Bytes(&bytes[at], &bytes[at + 4]), Bytes(4)) << at;
  }
}

TEST_F(Image, any_window_is_a_part_of_the_whole) {
  fill();
  const Bytes whole = image();
  for (std::size_t offset : {0u, 1u, 39u, 40u, 4095u, 4096u, 4100u, 4104u, 4105u, 4111u, 4112u, 4135u}) {
    for (std::size_t bytes : {0u, 1u, 2u, 7u, 16u, 57u, 4096u, 5000u}) {
      auto begin = whole.begin() + static_cast<std::ptrdiff_t>(offset);
      auto end = begin + static_cast<std::ptrdiff_t>(std::min(bytes, whole.size() - offset));
      EXPECT_EQ(read(offset, bytes), Bytes(begin, end)) << offset << "+" << bytes;
    }
  }
}

TEST_F(Image, ends_at_its_end) {
  fill();
  EXPECT_EQ(read(4136, 10), Bytes{});
  EXPECT_EQ(read(1ull << 40, 10), Bytes{});
  EXPECT_EQ(file.read_image(memory, unmapped, 10, 4136), 0);
  EXPECT_EQ(file.read_image(memory, unmapped, 0, 0), 0);
}

TEST_F(Image, faults_only_when_no_byte_could_be_copied) {
  fill();
  EXPECT_EQ(file.read_image(memory, unmapped, 10, 0), -EFAULT);
  EXPECT_EQ(file.read_image(memory, memory.alloc(10), 5000, 0), 10);
  std::uint64_t across = memory.alloc(4096 + 9 + 3);
  EXPECT_EQ(file.read_image(memory, across, 5000, 0), 4096 + 9 + 3);
  std::uint64_t up_to_a_piece = memory.alloc(4096);
  EXPECT_EQ(file.read_image(memory, up_to_a_piece, 5000, 0), 4096);
}

TEST_F(Image, nothing_is_written_past_what_was_read) {
  fill();
  std::uint64_t to = memory.alloc(64);
  ASSERT_EQ(file.read_image(memory, to, 64, 4130), 6);
  EXPECT_EQ(Bytes(memory.bytes(to).begin() + 6, memory.bytes(to).end()), Bytes(58, FakeMemory::poison));
}

}  // namespace
}  // namespace iopact
