// SPDX-License-Identifier: GPL-2.0-or-later
// BATCH_INSERT: appending, automatic ids, batches that go in whole or not at all, and limits.
#include <cerrno>
#include <numeric>

#include "conformance/suite/on_device.h"

namespace iopact::conformance {
namespace {

constexpr std::uint64_t last_id = ~std::uint64_t{0};

class Insert : public OnFile {
 protected:
  void set(std::uint32_t dimensions, ElementType type = float32, std::uint32_t alignment = 0) {
    ASSERT_EQ(vexfs.set(dimensions, type, alignment), 0);
  }

  // A batch of one-dimensional vectors with automatic ids.
  int append_automatic(std::uint32_t count, std::uint32_t flags = 0) {
    return vexfs.insert(Floats(count, 1.0F), 1, flags);
  }
};

TEST_F(Insert, KeepsRowsInOrder) {
  set(2);
  ASSERT_EQ(vexfs.insert(Floats{1, 2, 3, 4}, 2, Ids{10, 20}), 0);
  ASSERT_EQ(vexfs.insert(Floats{5, 6}, 2, Ids{5}), 0);
  EXPECT_EQ(vexfs.stored_ids(), (Ids{10, 20, 5}));
  EXPECT_EQ(vexfs.stored_floats(), (std::vector<Floats>{{1, 2}, {3, 4}, {5, 6}}));
}

TEST_F(Insert, NoFlagMeansAppend) {
  for (const std::uint32_t flags : {0U, std::uint32_t{append}}) {
    const std::unique_ptr<File> fresh = open();
    Client caller = client(*fresh);
    ASSERT_EQ(caller.set(1), 0);
    ASSERT_EQ(caller.insert(Floats{1, 2}, 1, Ids{7, 7}, flags), 0);
    ASSERT_EQ(caller.insert(Floats{3}, 1, Ids{7}, flags), 0);
    EXPECT_EQ(caller.stored_ids(), (Ids{7, 7, 7}));
    EXPECT_EQ(caller.stored_floats(), (std::vector<Floats>{{1}, {2}, {3}}));
  }
}

TEST_F(Insert, AutomaticIdsStartAt1AndGoOn) {
  set(1);
  ASSERT_EQ(append_automatic(2), 0);
  ASSERT_EQ(append_automatic(3), 0);
  EXPECT_EQ(vexfs.stored_ids(), (Ids{1, 2, 3, 4, 5}));
}

TEST_F(Insert, AutomaticIdsWorkUnderEveryFlag) {
  set(1);
  Ids expected;
  for (const std::uint32_t flags : {0U, 1U, 2U, 4U, 5U, 6U}) {
    ASSERT_EQ(append_automatic(2, flags), 0);
    expected.push_back(expected.size() + 1);
    expected.push_back(expected.size() + 1);
  }
  EXPECT_EQ(vexfs.stored_ids(), expected);
}

TEST_F(Insert, AutomaticIdsFollowTheHighestEverUsed) {
  set(1);
  ASSERT_EQ(vexfs.insert(Floats{1, 2}, 1, Ids{100, 5}), 0);
  ASSERT_EQ(append_automatic(1), 0);
  ASSERT_EQ(vexfs.insert(Floats{3}, 1, Ids{50}), 0);
  ASSERT_EQ(append_automatic(1), 0);
  EXPECT_EQ(vexfs.stored_ids(), (Ids{100, 5, 101, 50, 102}));
}

TEST_F(Insert, Id0IsAnIdLikeOthers) {
  set(1);
  ASSERT_EQ(vexfs.insert(Floats{1}, 1, Ids{0}), 0);
  ASSERT_EQ(append_automatic(1), 0);
  EXPECT_EQ(vexfs.stored_ids(), (Ids{0, 1}));
}

TEST_F(Insert, RefusedIdsAreNotUsed) {
  set(1);
  ASSERT_EQ(vexfs.insert(Floats{1, 2}, 1, Ids{900, 900}, validate), -EEXIST);
  ASSERT_EQ(append_automatic(1), 0);
  EXPECT_EQ(vexfs.stored_ids(), (Ids{1}));
}

TEST_F(Insert, ReplacedFilesForgetTheirIds) {
  set(1);
  set(2);
  ASSERT_EQ(vexfs.insert(Floats{1, 2}, 2), 0);
  EXPECT_EQ(vexfs.stored_ids(), (Ids{1}));
}

TEST_F(Insert, IdsEndAtTheLast) {
  set(1);
  ASSERT_EQ(vexfs.insert(Floats{1}, 1, Ids{last_id - 2}), 0);
  const State before = vexfs.state();
  EXPECT_EQ(append_automatic(3), -ENOSPC) << "only two ids are left";
  EXPECT_EQ(before, vexfs.state());
  EXPECT_EQ(append_automatic(2), 0);
  EXPECT_EQ(append_automatic(1), -ENOSPC);
  EXPECT_EQ(vexfs.stored_ids(), (Ids{last_id - 2, last_id - 1, last_id}));
  EXPECT_EQ(vexfs.insert(Floats{1}, 1, Ids{3}), 0) << "ids the caller gives are not used up";
}

TEST_F(Insert, IdsEndForOverwriteToo) {
  set(1);
  ASSERT_EQ(vexfs.insert(Floats{1}, 1, Ids{last_id}), 0);
  EXPECT_EQ(append_automatic(1, overwrite), -ENOSPC);
  EXPECT_EQ(vexfs.insert(Floats{9}, 1, Ids{last_id}, overwrite), 0);
  EXPECT_EQ(vexfs.stored_floats(), (std::vector<Floats>{{9}}));
}

TEST_F(Insert, NeedsMetadata) { EXPECT_EQ(append_automatic(1), -ENODATA); }

TEST_F(Insert, NeedsTheFilesDimensions) {
  set(4);
  EXPECT_EQ(vexfs.insert(Floats(3, 1.0F), 3), -EINVAL);
  EXPECT_EQ(vexfs.insert(Floats(5, 1.0F), 5), -EINVAL);
  EXPECT_EQ(vexfs.insert(Floats(4, 1.0F), 4), 0);
}

// Whole or not at all: a batch whose last byte cannot be read leaves nothing, however long it is.
TEST_F(Insert, AFaultInTheLastElementLeavesNothing) {
  for (const ElementType type : {float32, float16, int8, binary}) {
    for (const std::uint32_t count : {2U, 3000U}) {
      const std::unique_ptr<File> fresh = open();
      Client caller = client(*fresh);
      ASSERT_EQ(caller.set(33, type), 0);
      ASSERT_EQ(caller.insert(Floats(33, 1.0F), 33, Ids{1}), 0);
      const BufferScope scope(space);
      InsertRequest request;
      request.vector_count = count;
      request.dimensions = 33;
      request.vectors = space.alloc(std::size_t{count} * 33 * sizeof(float) - 1);
      const Bytes argument = encode(request, width);
      expect_refused(*fresh, numbers(width).insert, place(space, argument.data(), argument.size()), EFAULT);
    }
  }
}

TEST_F(Insert, AFaultInTheLastIdLeavesNothing) {
  set(1);
  ASSERT_EQ(vexfs.insert(Floats{1}, 1, Ids{1}), 0);
  for (const std::uint32_t flags : {0U, 1U, 4U, 5U}) {
    for (const std::uint32_t count : {2U, 20'000U}) {
      const BufferScope scope(space);
      InsertRequest request;
      request.vector_count = count;
      request.dimensions = 1;
      request.vectors = space.alloc(count * sizeof(float));
      request.vector_ids = space.alloc(count * sizeof(std::uint64_t) - 1);
      request.flags = flags;
      space.fill(request.vectors, count * sizeof(float), std::byte{0});
      const Bytes argument = encode(request, width);
      expect_refused(*file, numbers(width).insert, place(space, argument.data(), argument.size()), EFAULT);
    }
  }
}

TEST_F(Insert, AMillionVectorsAtOnce) {
  set(1, int8, 1);
  Floats floats(1'000'000);
  for (std::size_t i = 0; i < floats.size(); ++i) floats[i] = static_cast<float>(i % 100);
  floats[777'777] = 120;
  ASSERT_EQ(vexfs.insert(floats, 1), 0);
  EXPECT_EQ(vexfs.info().vector_count, 1'000'000u);
  const Found found = vexfs.search(Floats{1}, 1, dot_product);
  EXPECT_EQ(found.ids, (Ids{777'778}));
  EXPECT_EQ(found.scores(), (Floats{120}));
}

// 64 MiB, the limit of a file, are 16384 vectors at a stride of 4096.
class Capacity : public Insert {
 protected:
  static constexpr std::uint32_t full = 16384;
  static constexpr std::uint32_t stride = 4096;
};

TEST_F(Capacity, IsReachedAndNotPassed) {
  set(1, int8, stride);
  ASSERT_EQ(append_automatic(full - 1), 0);
  EXPECT_EQ(append_automatic(2), -ENOSPC);
  EXPECT_EQ(append_automatic(1), 0);
  EXPECT_EQ(append_automatic(1), -ENOSPC);
  EXPECT_EQ(vexfs.info().vector_count, full);
  EXPECT_EQ(vexfs.search(Floats{1}, 1, dot_product).ids, (Ids{1}));
}

TEST_F(Capacity, OfOneBatch) {
  set(1, int8, stride);
  EXPECT_EQ(append_automatic(full + 1), -ENOSPC);
  EXPECT_EQ(vexfs.info().vector_count, 0u);
  EXPECT_EQ(append_automatic(full), 0);
}

// Counted as if every vector were appended, because ids are looked at later.
TEST_F(Capacity, CountsOverwrittenVectorsToo) {
  set(1, int8, stride);
  ASSERT_EQ(append_automatic(full), 0);
  EXPECT_EQ(vexfs.insert(Floats{5}, 1, Ids{1}, overwrite), -ENOSPC);
  EXPECT_EQ(vexfs.search(Floats{1}, 1, dot_product).scores(), (Floats{1}));
}

TEST_F(Capacity, CountsTheStrideAndNotTheElements) {
  set(1, binary, 64);
  EXPECT_EQ(append_automatic(1'000'000), 0) << "64,000,000 bytes at a stride of 64";
  EXPECT_EQ(append_automatic(48'577), -ENOSPC);
  EXPECT_EQ(append_automatic(48'576), 0);
}

TEST_F(Capacity, ProductsDoNotOverflow) {
  for (const std::uint32_t dimensions : {65536U, 4295U, 1074U}) {
    const std::unique_ptr<File> fresh = open();
    Client caller = client(*fresh);
    ASSERT_EQ(caller.set(dimensions), 0);
    InsertRequest request;
    request.vectors = space.alloc(4096);
    request.vector_count = 1'000'000;
    request.dimensions = dimensions;
    const Bytes argument = encode(request, width);
    expect_refused(*fresh, numbers(width).insert, place(space, argument.data(), argument.size()), ENOSPC);
  }
}

}  // namespace
}  // namespace iopact::conformance
