// SPDX-License-Identifier: GPL-2.0-or-later
#include <limits>

#include "reference-impl/vector_file.h"
#include "reference-impl/vector_file_fixture.h"

namespace iopact {
namespace {

constexpr std::uint32_t overwrite = VEXFS_INSERT_OVERWRITE;
constexpr std::uint32_t validate = VEXFS_INSERT_VALIDATE;
constexpr std::uint64_t last_id = std::numeric_limits<std::uint64_t>::max();
constexpr float infinity = std::numeric_limits<float>::infinity();
constexpr float nan_value = std::numeric_limits<float>::quiet_NaN();

class BatchInsert : public VectorFileTest {
 protected:
  void SetUp() override { ASSERT_EQ(set(1, ElementType::float32, 4), 0); }
};

TEST(FreshFile, has_no_metadata) {
  FakeMemory memory;
  VectorFile file{64};
  EXPECT_EQ(file.batch_insert(memory, {0x100, 1, 1, 0, 0}), -ENODATA);
}

TEST_F(BatchInsert, dimensions_then_room_then_memory) {
  EXPECT_EQ(file.batch_insert(memory, {unmapped, 1000000, 2, unmapped, 0}), -EINVAL);
  EXPECT_EQ(file.batch_insert(memory, {unmapped, 1025, 1, unmapped, 0}), -ENOSPC);
  EXPECT_EQ(file.batch_insert(memory, {unmapped, 1024, 1, unmapped, 0}), -EFAULT);
  EXPECT_EQ(get().vector_count, 0u);
}

TEST_F(BatchInsert, room_counts_padding_and_every_vector_whatever_the_flags) {
  ASSERT_EQ(set(1, ElementType::int8, 1024), 0);
  EXPECT_EQ(insert(Floats(5), 1), -ENOSPC);
  ASSERT_EQ(insert(Floats(4), 1, {1, 2, 3, 4}), 0);
  EXPECT_EQ(insert({7}, 1, {1}, overwrite), -ENOSPC);
}

TEST_F(BatchInsert, automatic_ids_continue_above_the_highest) {
  ASSERT_EQ(insert({1, 2}, 1), 0);
  ASSERT_EQ(insert({3}, 1, {100}), 0);
  ASSERT_EQ(insert({4}, 1, {50}), 0);
  ASSERT_EQ(insert({5, 6}, 1), 0);
  EXPECT_EQ(ids(), (Ids{1, 2, 100, 50, 101, 102}));
}

TEST_F(BatchInsert, failed_batches_use_no_ids) {
  EXPECT_EQ(insert({nan_value}, 1, {100}, validate), -EINVAL);
  ASSERT_EQ(insert({1}, 1), 0);
  EXPECT_EQ(ids(), Ids{1});
}

TEST_F(BatchInsert, automatic_ids_end_at_the_last) {
  ASSERT_EQ(insert({1}, 1, {last_id - 2}), 0);
  EXPECT_EQ(file.batch_insert(memory, {unmapped, 3, 1, 0, 0}), -ENOSPC);
  ASSERT_EQ(insert({2, 3}, 1), 0);
  EXPECT_EQ(ids(), (Ids{last_id - 2, last_id - 1, last_id}));
  EXPECT_EQ(insert({4}, 1), -ENOSPC);
  EXPECT_EQ(insert({5}, 1, {7}), 0);
}

TEST_F(BatchInsert, append_lets_ids_repeat) {
  ASSERT_EQ(insert({1, 2}, 1, {5, 5}), 0);
  ASSERT_EQ(insert({3}, 1, {5}, VEXFS_INSERT_APPEND), 0);
  EXPECT_EQ(ids(), (Ids{5, 5, 5}));
  EXPECT_EQ(firsts(), (Floats{1, 2, 3}));
}

TEST_F(BatchInsert, overwrite_replaces_the_first_of_an_id) {
  ASSERT_EQ(insert({1, 2, 3}, 1, {5, 6, 5}), 0);
  ASSERT_EQ(insert({9, 8}, 1, {5, 7}, overwrite), 0);
  EXPECT_EQ(ids(), (Ids{5, 6, 5, 7}));
  EXPECT_EQ(firsts(), (Floats{9, 2, 3, 8}));
}

TEST_F(BatchInsert, overwrite_takes_the_later_of_two_equal_ids) {
  ASSERT_EQ(insert({1}, 1, {5}), 0);
  ASSERT_EQ(insert({10, 11, 12, 13, 14, 15, 16}, 1, {8, 5, 7, 8, 5, 7, 6}, overwrite), 0);
  EXPECT_EQ(ids(), (Ids{5, 8, 7, 6}));
  EXPECT_EQ(firsts(), (Floats{14, 13, 15, 16}));
}

TEST_F(BatchInsert, overwrite_sees_what_came_by_any_way) {
  ASSERT_EQ(insert({1, 2}, 1), 0);
  ASSERT_EQ(insert({3}, 1, {2}, overwrite), 0);
  ASSERT_EQ(insert({4}, 1, {9}), 0);
  ASSERT_EQ(insert({5, 6}, 1, {9, 10}, overwrite), 0);
  ASSERT_EQ(insert({7}, 1, {10}, overwrite), 0);
  EXPECT_EQ(ids(), (Ids{1, 2, 9, 10}));
  EXPECT_EQ(firsts(), (Floats{1, 3, 5, 7}));
}

TEST_F(BatchInsert, overwrite_with_automatic_ids_appends) {
  ASSERT_EQ(insert({1}, 1, {4}), 0);
  ASSERT_EQ(insert({2, 3}, 1, {}, overwrite), 0);
  EXPECT_EQ(ids(), (Ids{4, 5, 6}));
}

// What a file should hold after batches, written the slow way.
struct Model {
  std::vector<std::pair<std::uint64_t, float>> rows;

  void insert(std::uint64_t id, float vector, bool replace) {
    auto known = std::find_if(rows.begin(), rows.end(), [&](const auto& row) { return row.first == id; });
    if (replace && known != rows.end()) {
      known->second = vector;
    } else {
      rows.emplace_back(id, vector);
    }
  }
};

TEST_F(BatchInsert, many_batches_of_both_kinds_agree_with_a_plain_model) {
  Model model;
  std::uint64_t random = 1;
  for (int round = 0; round < 40; ++round) {
    Floats vectors;
    Ids batch_ids;
    bool replace = round % 4 != 0;
    for (int i = 0; i < 20; ++i) {
      random = random * 6364136223846793005u + 1442695040888963407u;
      vectors.push_back(static_cast<float>(round * 20 + i));
      batch_ids.push_back(random >> 57);
      model.insert(batch_ids.back(), vectors.back(), replace);
    }
    ASSERT_EQ(insert(vectors, 1, batch_ids, replace ? overwrite : 0), 0);
  }
  Ids expected_ids;
  Floats expected;
  for (auto [id, vector] : model.rows) expected_ids.push_back(id), expected.push_back(vector);
  EXPECT_EQ(ids(), expected_ids);
  EXPECT_EQ(firsts(), expected);
}

TEST_F(BatchInsert, validate_rejects_what_is_not_finite) {
  for (float bad : {nan_value, infinity, -infinity}) {
    EXPECT_EQ(insert({1, 2, bad}, 1, {}, validate), -EINVAL);
    EXPECT_EQ(insert({1, 2, bad}, 1, {}, validate | overwrite), -EINVAL);
  }
  EXPECT_EQ(get().vector_count, 0u);
  EXPECT_EQ(insert({1, std::numeric_limits<float>::max(), -0.0f}, 1, {}, validate), 0);
  EXPECT_EQ(insert({nan_value, infinity}, 1), 0);
}

TEST_F(BatchInsert, validate_looks_at_every_part_of_a_large_batch) {
  VectorFile big{1 << 20};
  ASSERT_EQ(big.set_vector_meta(memory, {1, 4, 0, 0, 0, 0, 0, 1}), 0);
  for (std::size_t bad : {0u, 20000u, 39999u}) {
    Floats vectors(40000);
    vectors[bad] = nan_value;
    EXPECT_EQ(big.batch_insert(memory, {memory.put(vectors), 40000, 1, 0, validate}), -EINVAL) << bad;
  }
}

TEST_F(BatchInsert, validate_rejects_ids_that_repeat) {
  ASSERT_EQ(insert({1, 2}, 1, {5, 6}, validate), 0);
  EXPECT_EQ(insert({1}, 1, {6}, validate), -EEXIST);
  EXPECT_EQ(insert({1, 2, 3}, 1, {7, 8, 7}, validate | VEXFS_INSERT_APPEND), -EEXIST);
  EXPECT_EQ(ids(), (Ids{5, 6}));
  EXPECT_EQ(insert({1, 2}, 1, {7, 8}, validate), 0);
  EXPECT_EQ(insert({1, 2}, 1, {7, 7}, validate | overwrite), 0);
}

TEST_F(BatchInsert, all_elements_are_judged_before_ids) {
  ASSERT_EQ(insert({1}, 1, {5}), 0);
  EXPECT_EQ(insert({1, 2, nan_value}, 1, {5, 5, 6}, validate), -EINVAL);
}

TEST_F(BatchInsert, memory_is_judged_before_contents_vectors_before_ids) {
  std::uint64_t bad = memory.put(Floats{nan_value});
  EXPECT_EQ(file.batch_insert(memory, {bad, 1, 1, unmapped, validate}), -EFAULT);
  std::uint64_t id = memory.put(Ids{1, 2});
  EXPECT_EQ(file.batch_insert(memory, {bad, 2, 1, id, validate}), -EFAULT);
  EXPECT_EQ(memory.fetches(id), std::vector<unsigned>(16, 0));
  EXPECT_EQ(get().vector_count, 0u);
}

TEST_F(BatchInsert, memory_that_wraps_is_a_fault) {
  std::uint64_t near_end = ~0ull - 7;
  memory.alloc_at(0, 64);
  memory.alloc_at(near_end, 8);
  EXPECT_EQ(file.batch_insert(memory, {near_end, 4, 1, 0, 0}), -EFAULT);
  EXPECT_EQ(file.batch_insert(memory, {memory.put(Floats(2)), 2, 1, near_end, 0}), -EFAULT);
  EXPECT_EQ(file.batch_insert(memory, {near_end, 2, 1, 0, 0}), 0);
}

// The parts in which vectors are fetched are a power of two: one of them may end at the last address.
TEST_F(BatchInsert, memory_that_wraps_between_two_parts_is_a_fault) {
  VectorFile big{1 << 20};
  ASSERT_EQ(big.set_vector_meta(memory, {1, 4, 0, 0, 0, 0, 0, 1}), 0);
  for (std::uint64_t bytes = 0x1000; bytes <= 0x40000; bytes *= 2) {
    FakeMemory both_ends;
    both_ends.alloc_at(0, 4096);
    both_ends.alloc_at(0 - bytes, bytes);
    auto count = static_cast<std::uint32_t>(bytes / 4);
    EXPECT_EQ(big.batch_insert(both_ends, {0 - bytes, count + 1, 1, 0, 0}), -EFAULT) << bytes;
  }
}

TEST_F(BatchInsert, a_batch_goes_in_whole_or_not_at_all) {
  ASSERT_EQ(insert({1, 2}, 1, {1, 2}), 0);
  auto before = image();
  std::uint64_t three = memory.put(Floats{7, 8, 9});
  EXPECT_EQ(file.batch_insert(memory, {three, 4, 1, 0, overwrite}), -EFAULT);
  EXPECT_EQ(file.batch_insert(memory, {three, 3, 1, memory.put(Ids{1, 2}), overwrite}), -EFAULT);
  EXPECT_EQ(insert({7, nan_value}, 1, {1, 2}, overwrite | validate), -EINVAL);
  EXPECT_EQ(image(), before);
}

TEST_F(BatchInsert, every_byte_is_fetched_once) {
  VectorFile big{1 << 24};
  ASSERT_EQ(big.set_vector_meta(memory, {1000, 1, 0, 0, 0, 0, 0, 0}), 0);
  std::uint64_t vectors = memory.put(Floats(100000)), batch_ids = memory.put(Ids(100));
  ASSERT_EQ(big.batch_insert(memory, {vectors, 100, 1000, batch_ids, overwrite | validate}), 0);
  EXPECT_EQ(memory.fetches(vectors), std::vector<unsigned>(400000, 1));
  EXPECT_EQ(memory.fetches(batch_ids), std::vector<unsigned>(800, 1));
}

TEST_F(BatchInsert, rows_keep_their_places_when_fetched_in_parts) {
  VectorFile big{1 << 24};
  ASSERT_EQ(big.set_vector_meta(memory, {3, 1, 0, 0, 0, 0, 0, 4}), 0);
  Floats vectors;
  for (int i = 0; i < 60000; ++i) vectors.push_back(static_cast<float>(i));
  ASSERT_EQ(big.batch_insert(memory, {memory.put(vectors), 20000, 3, 0, 0}), 0);
  std::uint64_t to = memory.alloc(240000);
  ASSERT_EQ(big.read_image(memory, to, 240000, 4096), 240000);
  EXPECT_EQ(memory.get<float>(to, 60000), vectors);
}

TEST_F(BatchInsert, float32_keeps_every_bit) {
  std::vector<std::uint32_t> bits{0x7f800001, 0xffc12345, 0x80000000, 0x00000001};
  ASSERT_EQ(file.batch_insert(memory, {memory.put(bits), 4, 1, 0, 0}), 0);
  std::uint64_t to = memory.alloc(16);
  ASSERT_EQ(file.read_image(memory, to, 16, 4096), 16);
  EXPECT_EQ(memory.get<std::uint32_t>(to, 4), bits);
}

TEST(ManyBatches, stay_within_the_limit) {
  FakeMemory memory;
  VectorFile file{400};
  ASSERT_EQ(file.set_vector_meta(memory, {1, 1, 0, 0, 0, 0, 0, 4}), 0);
  std::uint64_t one = memory.put(Floats{1});
  for (int i = 0; i < 100; ++i) ASSERT_EQ(file.batch_insert(memory, {one, 1, 1, 0, 0}), 0);
  EXPECT_EQ(file.batch_insert(memory, {one, 1, 1, 0, 0}), -ENOSPC);
}

}  // namespace
}  // namespace iopact
