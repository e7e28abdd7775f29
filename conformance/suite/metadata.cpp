// SPDX-License-Identifier: GPL-2.0-or-later
// SET_VECTOR_META and GET_VECTOR_META.
#include <cerrno>

#include "conformance/suite/on_device.h"

namespace iopact::conformance {
namespace {

constexpr ElementType types[] = {float32, float16, int8, binary};
constexpr std::uint32_t alignments[] = {1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096};

class Metadata : public OnFile {
 protected:
  static FileInfo requested(std::uint32_t dimensions, ElementType type, std::uint32_t alignment) {
    FileInfo info;
    info.dimensions = dimensions;
    info.element_type = type;
    info.alignment_bytes = alignment;
    return info;
  }

  // What GET must return for a file with so many vectors.
  static FileInfo effective(FileInfo info, std::uint32_t vectors) {
    info.vector_count = vectors;
    if (info.alignment_bytes == 0) info.alignment_bytes = 64;
    info.data_offset = 4096;
    info.index_offset = (4096 + vectors * std::uint64_t{stride_of(info)} + 7) / 8 * 8;
    return info;
  }
};

TEST_F(Metadata, IsMissingAtFirst) {
  FileInfo info;
  EXPECT_EQ(vexfs.get(info), -ENODATA);
}

TEST_F(Metadata, EffectiveValuesOfEveryTypeAndAlignment) {
  for (const ElementType type : types) {
    for (const std::uint32_t alignment : alignments) {
      const FileInfo info = requested(7, type, alignment);
      ASSERT_EQ(vexfs.set(info), 0);
      EXPECT_EQ(vexfs.info(), effective(info, 0));
    }
  }
}

TEST_F(Metadata, AlignmentZeroMeans64) {
  ASSERT_EQ(vexfs.set(3), 0);
  EXPECT_EQ(vexfs.info().alignment_bytes, 64u);
  ASSERT_EQ(vexfs.insert(Floats(6, 1.0F), 3), 0);
  EXPECT_EQ(vexfs.info().index_offset, 4096u + 2 * 64);
}

TEST_F(Metadata, OffsetsFollowTheVectors) {
  for (const ElementType type : types) {
    for (const std::uint32_t alignment : {1U, 2U, 4U, 64U, 4096U}) {
      for (const std::uint32_t dimensions : {1U, 3U, 8U, 9U, 33U}) {
        const std::unique_ptr<File> fresh = open();
        Client caller = client(*fresh);
        const FileInfo info = requested(dimensions, type, alignment);
        ASSERT_EQ(caller.set(info), 0);
        ASSERT_EQ(caller.insert(Floats(std::size_t{3} * dimensions, 1.0F), dimensions), 0);
        EXPECT_EQ(caller.info(), effective(info, 3));
        ASSERT_EQ(caller.insert(Floats(std::size_t{2} * dimensions, 1.0F), dimensions), 0);
        EXPECT_EQ(caller.info(), effective(info, 5));
      }
    }
  }
}

TEST_F(Metadata, IndexOffsetIsRoundedUpTo8) {
  ASSERT_EQ(vexfs.set(3, int8, 1), 0);
  for (const std::uint64_t expected : {4104, 4104, 4112}) {
    ASSERT_EQ(vexfs.insert(Floats(3, 1.0F), 3), 0);
    EXPECT_EQ(vexfs.info().index_offset, expected);
  }
}

TEST_F(Metadata, MayChangeWhileThereAreNoVectors) {
  ASSERT_EQ(vexfs.set(4, float32), 0);
  ASSERT_EQ(vexfs.set(9, binary, 2), 0);
  EXPECT_EQ(vexfs.info(), effective(requested(9, binary, 2), 0));
  EXPECT_EQ(vexfs.insert(Floats(4, 1.0F), 4), -EINVAL);
  EXPECT_EQ(vexfs.insert(Floats(9, 1.0F), 9), 0);
}

TEST_F(Metadata, AFailedInsertLeavesThemFree) {
  ASSERT_EQ(vexfs.set(4), 0);
  ASSERT_EQ(vexfs.insert(Floats(8, 1.0F), 4, Ids{1, 1}, validate), -EEXIST);
  EXPECT_EQ(vexfs.set(5), 0);
}

TEST_F(Metadata, AreFixedOnceThereAreVectors) {
  ASSERT_EQ(vexfs.set(4), 0);
  ASSERT_EQ(vexfs.insert(Floats(4, 1.0F), 4), 0);
  const State before = vexfs.state();
  EXPECT_EQ(vexfs.set(4), -EBUSY) << "the same values";
  EXPECT_EQ(vexfs.set(5, int8, 8), -EBUSY) << "other values";
  EXPECT_EQ(before, vexfs.state());
}

TEST_F(Metadata, AFailedSetKeepsTheOldOnes) {
  ASSERT_EQ(vexfs.set(9, int8, 2), 0);
  const State before = vexfs.state();
  FileInfo info;
  info.compression_type = 1;
  EXPECT_EQ(vexfs.set(info), -EOPNOTSUPP);
  info = FileInfo();
  info.alignment_bytes = 3;
  EXPECT_EQ(vexfs.set(info), -EINVAL);
  EXPECT_EQ(before, vexfs.state());
}

TEST_F(Metadata, KnownButNotImplementedStandsAtItsFieldsPlace) {
  FileInfo info;
  info.storage_format = 1;
  info.data_offset = 1;
  EXPECT_EQ(vexfs.set(info), -EOPNOTSUPP) << "storage_format comes before data_offset";
  info = FileInfo();
  info.data_offset = 1;
  info.compression_type = 2;
  EXPECT_EQ(vexfs.set(info), -EINVAL) << "data_offset comes before compression_type";
  info = FileInfo();
  info.compression_type = 2;
  info.alignment_bytes = 3;
  EXPECT_EQ(vexfs.set(info), -EOPNOTSUPP) << "compression_type comes before alignment_bytes";
}

TEST_F(Metadata, SmallestAndLargestDimensionsWork) {
  for (const ElementType type : types) {
    for (const std::uint32_t dimensions : {1U, 65536U}) {
      const std::unique_ptr<File> fresh = open();
      Client caller = client(*fresh);
      ASSERT_EQ(caller.set(dimensions, type), 0);
      ASSERT_EQ(caller.insert(Floats(dimensions, 1.0F), dimensions), 0);
      const Found found = caller.search(Floats(dimensions, 1.0F), 1, dot_product);
      ASSERT_EQ(found.count, 1u);
      EXPECT_EQ(found.scores()[0], static_cast<float>(dimensions));
    }
  }
}

}  // namespace
}  // namespace iopact::conformance
