// SPDX-License-Identifier: GPL-2.0-or-later
// VECTOR_SEARCH: which vectors are found, in which order, and how the answer is written.
#include <cerrno>
#include <cstring>
#include <limits>
#include <numeric>
#include <set>

#include "conformance/suite/on_device.h"

namespace iopact::conformance {
namespace {

constexpr float nan = std::numeric_limits<float>::quiet_NaN();
constexpr float infinity = std::numeric_limits<float>::infinity();
constexpr std::uint32_t written_nan = 0x7fc00000;

class Search : public OnFile {
 protected:
  // One-dimensional vectors with ids 1, 2, 3, … in the order given.
  void store(const Floats& values) {
    ASSERT_EQ(vexfs.set(1), 0);
    ASSERT_EQ(vexfs.insert(values, 1), 0);
  }

  Ids order(std::uint32_t k, SearchType type, float query = 1) {
    return vexfs.search(Floats{query}, k, type).ids;
  }
};

TEST_F(Search, NeedsMetadata) { EXPECT_EQ(vexfs.search(Floats(4), 1, euclidean).error, -ENODATA); }

TEST_F(Search, NeedsTheFilesDimensions) {
  ASSERT_EQ(vexfs.set(4), 0);
  EXPECT_EQ(vexfs.search(Floats(3), 1, euclidean).error, -EINVAL);
  EXPECT_EQ(vexfs.search(Floats(5), 1, euclidean).error, -EINVAL);
}

TEST_F(Search, OfAnEmptyFileFindsNothing) {
  ASSERT_EQ(vexfs.set(4), 0);
  for (const SearchType type : {euclidean, cosine, dot_product}) {
    const Found found = vexfs.search(Floats(4), 7, type);
    EXPECT_EQ(found.error, 0);
    EXPECT_EQ(found.count, 0u);
  }
}

TEST_F(Search, FindsTheBestK) {
  store({4, 1, 3, 2, 5});
  for (std::uint32_t k = 1; k <= 5; ++k) {
    const Found found = vexfs.search(Floats{0}, k, euclidean);
    EXPECT_EQ(found.count, k);
    const Ids best = {2, 4, 3, 1, 5};
    EXPECT_EQ(found.ids, Ids(best.begin(), best.begin() + k));
  }
}

TEST_F(Search, FindsAllWhenKIsMore) {
  store({4, 1, 3});
  for (const std::uint32_t k : {4U, 100U, 65536U}) {
    const Found found = vexfs.search(Floats{0}, k, euclidean);
    EXPECT_EQ(found.count, 3u);
    EXPECT_EQ(found.scores(), (Floats{1, 3, 4}));
  }
}

TEST_F(Search, TheLargestK) {
  constexpr std::uint32_t largest = 65536;
  ASSERT_EQ(vexfs.set(1, int8, 1), 0);
  Floats floats(largest + 100);
  for (std::size_t i = 0; i < floats.size(); ++i) floats[i] = static_cast<float>(i * 37 % 251) - 125;
  ASSERT_EQ(vexfs.insert(floats, 1), 0);
  const Found found = vexfs.search(Floats{1}, largest, dot_product);
  ASSERT_EQ(found.count, largest);
  const Floats scores = found.scores();
  EXPECT_TRUE(std::is_sorted(scores.rbegin(), scores.rend()));
  for (std::size_t i = 1; i < scores.size(); ++i) {
    if (scores[i] == scores[i - 1]) {
      ASSERT_LT(found.ids[i - 1], found.ids[i]) << "a tie";
    }
  }
  EXPECT_EQ(std::set<std::uint64_t>(found.ids.begin(), found.ids.end()).size(), largest);
}

TEST_F(Search, SmallerDistanceIsBetter) {
  store({10, -3, 2, 7});
  EXPECT_EQ(order(4, euclidean, 2.5F), (Ids{3, 4, 2, 1}));
}

TEST_F(Search, LargerProductIsBetter) {
  store({10, -3, 2, 7});
  EXPECT_EQ(order(4, dot_product, 2), (Ids{1, 4, 3, 2}));
  EXPECT_EQ(order(4, dot_product, -2), (Ids{2, 3, 4, 1}));
}

TEST_F(Search, SmallerCosineDistanceIsBetter) {
  ASSERT_EQ(vexfs.set(2), 0);
  ASSERT_EQ(vexfs.insert(Floats{0, 5, 3, 3, -1, 0, 9, 0}, 2), 0);
  EXPECT_EQ(vexfs.search(Floats{2, 0}, 4, cosine).ids, (Ids{4, 2, 1, 3}));
}

TEST_F(Search, TiesGoToTheFirstInTheFile) {
  store({2, 1, 2, 1, 2, 1});
  EXPECT_EQ(order(6, dot_product), (Ids{1, 3, 5, 2, 4, 6}));
  EXPECT_EQ(order(2, dot_product), (Ids{1, 3}));
  EXPECT_EQ(order(6, euclidean), (Ids{2, 4, 6, 1, 3, 5}));
  EXPECT_EQ(order(4, cosine), (Ids{1, 2, 3, 4}));
}

TEST_F(Search, TiesGoByPlaceAndNotById) {
  ASSERT_EQ(vexfs.set(1), 0);
  ASSERT_EQ(vexfs.insert(Floats{1, 1, 1}, 1, Ids{30, 10, 20}), 0);
  EXPECT_EQ(order(2, dot_product), (Ids{30, 10}));
}

// A product of zeroes of either sign adds to a sum that starts at +0: both score +0 and tie.
TEST_F(Search, ZeroesOfBothSignsTie) {
  store({0.0F, -0.0F, 0.0F, -0.0F});
  for (const SearchType type : {euclidean, dot_product}) {
    const Found found = vexfs.search(Floats{0}, 4, type);
    EXPECT_EQ(found.ids, (Ids{1, 2, 3, 4}));
    EXPECT_EQ(found.bits, (std::vector<std::uint32_t>(4, 0)));
  }
  EXPECT_EQ(order(4, dot_product, -1), (Ids{1, 2, 3, 4}));
}

TEST_F(Search, NotANumberComesLast) {
  store({nan, -infinity, 1, infinity, nan});
  EXPECT_EQ(order(5, dot_product), (Ids{4, 3, 2, 1, 5}));
  EXPECT_EQ(order(5, dot_product, -1), (Ids{2, 3, 4, 1, 5}));
  EXPECT_EQ(order(5, euclidean), (Ids{3, 2, 4, 1, 5}));
  EXPECT_EQ(order(2, dot_product), (Ids{4, 3}));
}

TEST_F(Search, NotANumberIsWrittenInOneForm) {
  const std::uint32_t payloads[] = {0x7fc12345, 0xffc00000, 0x7f800001, 0xffffffff, 0x7fc00000};
  Floats values(std::size(payloads));
  std::memcpy(values.data(), payloads, sizeof(payloads));
  store(values);
  for (const SearchType type : {euclidean, cosine, dot_product}) {
    const Found found = vexfs.search(Floats{1}, 5, type);
    EXPECT_EQ(found.bits, (std::vector<std::uint32_t>(5, written_nan)));
    EXPECT_EQ(found.ids, (Ids{1, 2, 3, 4, 5}));
  }
}

TEST_F(Search, AQueryThatIsNotANumberFindsInFileOrder) {
  store({3, 1, 2});
  for (const SearchType type : {euclidean, cosine, dot_product}) {
    const Found found = vexfs.search(Floats{nan}, 3, type);
    EXPECT_EQ(found.ids, (Ids{1, 2, 3}));
    EXPECT_EQ(found.bits, (std::vector<std::uint32_t>(3, written_nan)));
  }
}

TEST_F(Search, FindsTheSameIdAsOftenAsItStands) {
  ASSERT_EQ(vexfs.set(1), 0);
  ASSERT_EQ(vexfs.insert(Floats{1, 2, 3}, 1, Ids{7, 7, 9}), 0);
  EXPECT_EQ(order(3, dot_product), (Ids{9, 7, 7}));
}

TEST_F(Search, ChangesNothing) {
  store({1, 2, 3});
  const State before = vexfs.state();
  const Found first = vexfs.search(Floats{2}, 3, cosine);
  EXPECT_EQ(first, vexfs.search(Floats{2}, 3, cosine));
  EXPECT_EQ(before, vexfs.state());
}

// How the answer is written.

class Answer : public Search {
 protected:
  void SetUp() override {
    store({1, 2});
    request.query_vector = place(space, std::span<const float>(query));
    request.dimensions = 1;
    request.k = 4;
    request.search_type = dot_product;
    request.results = poisoned(4 * sizeof(float));
    request.result_ids = poisoned(4 * sizeof(std::uint64_t));
    request.result_count = 0x77777777;
  }

  std::uint64_t poisoned(std::size_t bytes, Access access = Access::read_write) {
    const std::uint64_t address = space.alloc(bytes, access);
    space.fill(address, bytes, std::byte{0x5a});
    return address;
  }

  // Calls; afterwards `argument` is where the struct lies.
  int call(Access access = Access::read_write) {
    const Bytes bytes = encode(request, width, std::byte{0x5a});
    argument = place(space, bytes.data(), bytes.size(), access);
    return file->ioctl(numbers(width).search, argument);
  }

  void expect_struct_untouched() {
    const Bytes bytes = encode(request, width, std::byte{0x5a});
    EXPECT_EQ(bytes, space.read(argument, bytes.size()));
  }

  void expect_untouched(std::uint64_t address, std::size_t bytes) {
    EXPECT_EQ(space.read(address, bytes), Bytes(bytes, std::byte{0x5a}));
  }

  template <typename T>
  std::vector<T> written(std::uint64_t address, std::size_t count) {
    std::vector<T> values(count);
    std::memcpy(values.data(), space.read(address, count * sizeof(T)).data(), count * sizeof(T));
    return values;
  }

  Floats query{1};
  SearchRequest request;
  std::uint64_t argument = 0;
};

TEST_F(Answer, IsWrittenUpToResultCount) {
  ASSERT_EQ(call(), 0);
  EXPECT_EQ(written<std::uint32_t>(argument + result_count_offset(width), 1)[0], 2u);
  EXPECT_EQ(written<float>(request.results, 2), (Floats{2, 1}));
  EXPECT_EQ(written<std::uint64_t>(request.result_ids, 2), (Ids{2, 1}));
  expect_untouched(request.results + 2 * sizeof(float), 2 * sizeof(float));
  expect_untouched(request.result_ids + 2 * sizeof(std::uint64_t), 2 * sizeof(std::uint64_t));
}

TEST_F(Answer, NeedsNoMemoryPastResultCount) {
  request.k = 65536;
  request.results = poisoned(2 * sizeof(float));
  request.result_ids = poisoned(2 * sizeof(std::uint64_t));
  EXPECT_EQ(call(), 0);
}

TEST_F(Answer, OfAnEmptyFileNeedsNoMemory) {
  const std::unique_ptr<File> fresh = open();
  ASSERT_EQ(client(*fresh).set(1), 0);
  request.results = 0;
  request.result_ids = UserSpace::unmapped;
  const Bytes bytes = encode(request, width);
  argument = place(space, bytes.data(), bytes.size());
  EXPECT_EQ(fresh->ioctl(numbers(width).search, argument), 0);
  EXPECT_EQ(written<std::uint32_t>(argument + result_count_offset(width), 1)[0], 0u);
}

// Reading comes before the file is looked through, even when there is nothing to find.
TEST_F(Answer, OfAnEmptyFileStillNeedsTheQuery) {
  const std::unique_ptr<File> fresh = open();
  ASSERT_EQ(client(*fresh).set(1), 0);
  request.query_vector = UserSpace::unmapped;
  const Bytes bytes = encode(request, width);
  EXPECT_EQ(fresh->ioctl(numbers(width).search, place(space, bytes.data(), bytes.size())), -EFAULT);
}

TEST_F(Answer, DoesNotDependOnWhatResultCountWas) {
  for (const std::uint32_t before : {0U, 1U, 0xffffffffU}) {
    request.result_count = before;
    ASSERT_EQ(call(), 0);
    EXPECT_EQ(written<std::uint32_t>(argument + result_count_offset(width), 1)[0], 2u);
  }
}

TEST_F(Answer, FaultInResultsLeavesIdsAndStruct) {
  for (const std::size_t mapped : {0, 3, 4, 7}) {
    request.results = poisoned(mapped);
    EXPECT_EQ(call(), -EFAULT);
    expect_untouched(request.result_ids, 4 * sizeof(std::uint64_t));
    expect_struct_untouched();
  }
}

TEST_F(Answer, FaultInIdsLeavesStruct) {
  for (const std::size_t mapped : {0, 5, 8, 15}) {
    request.result_ids = poisoned(mapped);
    EXPECT_EQ(call(), -EFAULT);
    expect_struct_untouched();
    expect_untouched(request.results + 2 * sizeof(float), 2 * sizeof(float));
  }
}

TEST_F(Answer, FaultInStructIsAnErrorToo) {
  EXPECT_EQ(call(Access::read), -EFAULT);
  expect_struct_untouched();
  expect_untouched(request.results + 2 * sizeof(float), 2 * sizeof(float));
  expect_untouched(request.result_ids + 2 * sizeof(std::uint64_t), 2 * sizeof(std::uint64_t));
}

TEST_F(Answer, ResultsMayOverlapTheQuery) {
  request.k = 1;
  request.results = request.query_vector;
  ASSERT_EQ(call(), 0);
  EXPECT_EQ(written<float>(request.results, 1), (Floats{2}));
}

// ids are written after results.
TEST_F(Answer, IdsWinWhereBothOverlap) {
  request.result_ids = request.results = poisoned(2 * sizeof(std::uint64_t));
  ASSERT_EQ(call(), 0);
  EXPECT_EQ(written<std::uint64_t>(request.result_ids, 2), (Ids{2, 1}));
}

// … and result_count last of all.
TEST_F(Answer, ResultCountWinsOverBoth) {
  request.k = 1;
  const Bytes bytes = encode(request, width);
  argument = space.alloc(bytes.size() + 8);
  request.results = argument + result_count_offset(width);
  const Bytes overlapping = encode(request, width);
  space.write(argument, overlapping.data(), overlapping.size());
  ASSERT_EQ(file->ioctl(numbers(width).search, argument), 0);
  EXPECT_EQ(written<std::uint32_t>(request.results, 1)[0], 1u);
}

}  // namespace
}  // namespace iopact::conformance
