// SPDX-License-Identifier: GPL-2.0-or-later
// Metadata and search.
#include "reference-impl/vector_file.h"

#include <limits>

#include "reference-impl/vector_file_fixture.h"

namespace iopact {
namespace {

constexpr float infinity = std::numeric_limits<float>::infinity();
constexpr float nan_value = std::numeric_limits<float>::quiet_NaN();

using Meta = VectorFileTest;
using Search = VectorFileTest;

TEST_F(Meta, nothing_before_set) {
  vexfs_v2::VectorFileInfo info;
  EXPECT_EQ(file.get_vector_meta(memory, info), -ENODATA);
}

TEST_F(Meta, effective_values) {
  ASSERT_EQ(set(3, ElementType::int8), 0);
  vexfs_v2::VectorFileInfo info = get();
  EXPECT_EQ(info.dimensions, 3u);
  EXPECT_EQ(info.element_type, 3u);
  EXPECT_EQ(info.vector_count, 0u);
  EXPECT_EQ(info.storage_format, 0u);
  EXPECT_EQ(info.data_offset, 4096u);
  EXPECT_EQ(info.index_offset, 4096u);
  EXPECT_EQ(info.compression_type, 0u);
  EXPECT_EQ(info.alignment_bytes, 64u);
}

TEST_F(Meta, index_offset_is_a_multiple_of_eight) {
  ASSERT_EQ(set(3, ElementType::int8, 1), 0);
  ASSERT_EQ(insert(Floats(9), 3), 0);
  EXPECT_EQ(get().vector_count, 3u);
  EXPECT_EQ(get().index_offset, 4096u + 16);
}

TEST_F(Meta, may_be_set_again_while_empty) {
  ASSERT_EQ(set(3), 0);
  ASSERT_EQ(set(5, ElementType::float16, 8), 0);
  EXPECT_EQ(get().dimensions, 5u);
  EXPECT_EQ(get().alignment_bytes, 8u);
  ASSERT_EQ(insert(Floats(5), 5), 0);
  EXPECT_EQ(set(5, ElementType::float16, 8), -EBUSY);
}

TEST_F(Search, needs_metadata_then_its_dimensions_then_the_query) {
  EXPECT_EQ(search({1, 2}, 1).error, -ENODATA);
  ASSERT_EQ(set(2), 0);
  EXPECT_EQ(search({1, 2, 3}, 1).error, -EINVAL);
  vexfs_v2::VectorSearchRequest request{unmapped, 2, 1, 0, unmapped, unmapped, 0};
  EXPECT_EQ(file.vector_search(memory, request), -EFAULT);
  EXPECT_TRUE(memory.stores().empty());
}

TEST_F(Search, empty_file_gives_nothing_and_writes_nothing) {
  ASSERT_EQ(set(2), 0);
  vexfs_v2::VectorSearchRequest request{memory.put(Floats{1, 2}), 2, 5, 0, unmapped, unmapped, 7};
  EXPECT_EQ(file.vector_search(memory, request), 0);
  EXPECT_EQ(request.result_count, 0u);
  EXPECT_TRUE(memory.stores().empty());
}

TEST_F(Search, best_first_by_each_metric) {
  ASSERT_EQ(set(2), 0);
  ASSERT_EQ(insert({3, 4, 0, 1, 6, 0}, 2, {10, 20, 30}), 0);
  EXPECT_EQ(search({0, 0}, 3), (Best{0, {1, 5, 6}, {20, 10, 30}}));
  EXPECT_EQ(search({1, 0}, 3, VEXFS_SEARCH_DOT_PRODUCT), (Best{0, {6, 3, 0}, {30, 10, 20}}));
  EXPECT_EQ(search({2, 0}, 3, VEXFS_SEARCH_COSINE), (Best{0, {0, 1 - 6.0f / 10, 1}, {30, 10, 20}}));
}

TEST_F(Search, cosine_of_a_zero_vector_is_one_even_beside_nan) {
  ASSERT_EQ(set(2), 0);
  ASSERT_EQ(insert({0, 0, nan_value, infinity}, 2), 0);
  EXPECT_EQ(search({1, 1}, 1, VEXFS_SEARCH_COSINE), (Best{0, {1}, {1}}));
  EXPECT_EQ(search({0, 0}, 2, VEXFS_SEARCH_COSINE), (Best{0, {1, 1}, {1, 2}}));
}

TEST_F(Search, nothing_is_written_past_the_results) {
  ASSERT_EQ(set(1), 0);
  ASSERT_EQ(insert({1, 2}, 1), 0);
  vexfs_v2::VectorSearchRequest request{memory.put(Floats{0}), 1, 4, 0, memory.alloc(16),
                                        memory.alloc(32),      9};
  ASSERT_EQ(file.vector_search(memory, request), 0);
  EXPECT_EQ(request.result_count, 2u);
  auto poisoned = [&](std::uint64_t address, std::ptrdiff_t from) {
    const auto& bytes = memory.bytes(address);
    return std::all_of(bytes.begin() + from, bytes.end(),
                       [](auto byte) { return byte == FakeMemory::poison; });
  };
  EXPECT_TRUE(poisoned(request.results, 8));
  EXPECT_TRUE(poisoned(request.result_ids, 16));
  EXPECT_FALSE(poisoned(request.results, 4));
}

TEST_F(Search, ties_go_to_the_vector_that_stands_first) {
  ASSERT_EQ(set(1), 0);
  ASSERT_EQ(insert({1, -1, 2, 1}, 1, {9, 8, 7, 6}), 0);
  EXPECT_EQ(search({0}, 3), (Best{0, {1, 1, 1}, {9, 8, 6}}));
}

TEST_F(Search, nan_comes_last_and_has_one_bit_pattern) {
  ASSERT_EQ(set(1), 0);
  ASSERT_EQ(insert({-nan_value, infinity, nan_value, 5}, 1, {1, 2, 3, 4}), 0);
  for (std::uint32_t metric : {VEXFS_SEARCH_EUCLIDEAN, VEXFS_SEARCH_DOT_PRODUCT}) {
    Best best = search({1}, 4, metric);
    ASSERT_EQ(best.error, 0);
    EXPECT_EQ(best.ids, metric == VEXFS_SEARCH_EUCLIDEAN ? (Ids{4, 2, 1, 3}) : (Ids{2, 4, 1, 3}));
    std::uint32_t bits[4];
    std::memcpy(bits, best.scores.data(), 16);
    EXPECT_EQ(bits[2], 0x7fc00000u);
    EXPECT_EQ(bits[3], 0x7fc00000u);
  }
}

TEST_F(Search, results_are_written_before_ids_and_faults_end_it) {
  ASSERT_EQ(set(1), 0);
  ASSERT_EQ(insert({1, 2}, 1), 0);
  std::uint64_t query = memory.put(Floats{0}), results = memory.alloc(8), result_ids = memory.alloc(16);
  vexfs_v2::VectorSearchRequest good{query, 1, 2, 0, results, result_ids, 0};
  ASSERT_EQ(file.vector_search(memory, good), 0);
  EXPECT_EQ(memory.stores(), (Ids{results, result_ids}));
  vexfs_v2::VectorSearchRequest bad_ids{query, 1, 2, 0, results, unmapped, 77};
  EXPECT_EQ(file.vector_search(memory, bad_ids), -EFAULT);
  EXPECT_EQ(bad_ids.result_count, 77u);
  vexfs_v2::VectorSearchRequest bad_results{query, 1, 2, 0, unmapped, result_ids, 0};
  std::size_t stores = memory.stores().size();
  EXPECT_EQ(file.vector_search(memory, bad_results), -EFAULT);
  EXPECT_EQ(memory.stores().size(), stores + 1);
}

TEST_F(Search, results_that_would_wrap_are_not_begun) {
  ASSERT_EQ(set(1), 0);
  ASSERT_EQ(insert({1, 2}, 1), 0);
  std::uint64_t near_end = memory.alloc_at(~0ull - 3, 4);
  vexfs_v2::VectorSearchRequest request{memory.put(Floats{0}), 1, 2, 0, near_end, memory.alloc(16), 0};
  EXPECT_EQ(file.vector_search(memory, request), -EFAULT);
  EXPECT_TRUE(memory.stores().empty());
}

TEST_F(Search, the_query_is_fetched_once) {
  ASSERT_EQ(set(3), 0);
  ASSERT_EQ(insert(Floats(30), 3), 0);
  vexfs_v2::VectorSearchRequest request{memory.put(Floats(3)), 3, 2, 1, memory.alloc(8), memory.alloc(16), 0};
  ASSERT_EQ(file.vector_search(memory, request), 0);
  EXPECT_EQ(memory.fetches(request.query_vector), std::vector<unsigned>(12, 1));
}

TEST_F(Search, stored_types_are_widened_and_the_query_is_not_narrowed) {
  struct Case {
    ElementType type;
    float stored;
  };
  for (auto [type, stored] : {Case{ElementType::float32, 2.7182817f}, Case{ElementType::float16, 2.71875f},
                              Case{ElementType::int8, 3}, Case{ElementType::binary, 1}}) {
    VectorFile fresh{max_bytes};
    ASSERT_EQ(fresh.set_vector_meta(memory, {1, static_cast<std::uint32_t>(type), 0, 0, 0, 0, 0, 0}), 0);
    ASSERT_EQ(fresh.batch_insert(memory, {memory.put(Floats{2.7182817f}), 1, 1, 0, 0}), 0);
    vexfs_v2::VectorSearchRequest request{
        memory.put(Floats{0.3f}), 1, 1, VEXFS_SEARCH_DOT_PRODUCT, memory.alloc(4), memory.alloc(8), 0};
    ASSERT_EQ(fresh.vector_search(memory, request), 0);
    EXPECT_EQ(memory.get<float>(request.results, 1), Floats{stored * 0.3f});
  }
}

}  // namespace
}  // namespace iopact
