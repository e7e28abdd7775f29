// SPDX-License-Identifier: GPL-2.0-or-later
// BATCH_INSERT with OVERWRITE and VALIDATE.
#include <cerrno>
#include <limits>
#include <numeric>

#include "conformance/suite/on_device.h"

namespace iopact::conformance {
namespace {

constexpr float nan = std::numeric_limits<float>::quiet_NaN();
constexpr float infinity = std::numeric_limits<float>::infinity();

using Rows = std::vector<Floats>;

class OneDimension : public OnFile {
 protected:
  void SetUp() override { ASSERT_EQ(vexfs.set(1), 0); }

  int insert(const Floats& values, const Ids& ids, std::uint32_t flags) {
    return vexfs.insert(values, 1, ids, flags);
  }

  void expect_stored(const Ids& ids, const Rows& rows) {
    EXPECT_EQ(vexfs.stored_ids(), ids);
    EXPECT_EQ(vexfs.stored_floats(), rows);
  }

  void expect_refused(const Floats& values, const Ids& ids, std::uint32_t flags, int error) {
    const State before = vexfs.state();
    EXPECT_EQ(insert(values, ids, flags), -error);
    EXPECT_EQ(before, vexfs.state());
  }
};

using Overwrite = OneDimension;

TEST_F(Overwrite, ReplacesWhatExistsAndAppendsTheRest) {
  ASSERT_EQ(insert({1, 2, 3}, {10, 20, 30}, 0), 0);
  ASSERT_EQ(insert({7, 8, 9}, {40, 20, 50}, overwrite), 0);
  expect_stored({10, 20, 30, 40, 50}, {{1}, {8}, {3}, {7}, {9}});
}

TEST_F(Overwrite, OfAnEmptyFileAppends) {
  ASSERT_EQ(insert({1, 2}, {10, 20}, overwrite), 0);
  expect_stored({10, 20}, {{1}, {2}});
}

TEST_F(Overwrite, ReplacesWhereAnIdFirstStands) {
  ASSERT_EQ(insert({1, 2, 3, 4}, {5, 6, 5, 6}, append), 0);
  ASSERT_EQ(insert({9}, {6}, overwrite), 0);
  expect_stored({5, 6, 5, 6}, {{1}, {9}, {3}, {4}});
}

TEST_F(Overwrite, LaterOfTwoEqualIdsWins) {
  ASSERT_EQ(insert({1}, {10}, 0), 0);
  ASSERT_EQ(insert({7, 8, 9}, {10, 10, 10}, overwrite), 0);
  expect_stored({10}, {{9}});
}

TEST_F(Overwrite, NewIdTwiceIsStoredOnceWhereItFirstStands) {
  ASSERT_EQ(insert({1}, {10}, 0), 0);
  ASSERT_EQ(insert({2, 3, 4, 5, 6}, {20, 30, 20, 40, 20}, overwrite), 0);
  expect_stored({10, 20, 30, 40}, {{1}, {6}, {3}, {5}});
}

TEST_F(Overwrite, RaisesTheHighestId) {
  ASSERT_EQ(insert({1}, {10}, overwrite), 0);
  ASSERT_EQ(vexfs.insert(Floats{2}, 1, overwrite), 0);
  EXPECT_EQ(vexfs.stored_ids(), (Ids{10, 11}));
}

TEST_F(Overwrite, ManyAtOnce) {
  constexpr std::size_t count = 5000;
  Ids ids(count);
  std::iota(ids.begin(), ids.end(), 1000);
  Floats floats(count);
  std::iota(floats.begin(), floats.end(), 0.0F);
  ASSERT_EQ(insert(floats, ids, 0), 0);
  std::reverse(ids.begin(), ids.end());
  ids[17] = 3;
  ASSERT_EQ(insert(floats, ids, overwrite), 0);
  const Rows rows = vexfs.stored_floats();
  ASSERT_EQ(rows.size(), count + 1);
  EXPECT_EQ(rows[0], (Floats{count - 1}));
  EXPECT_EQ(rows[count - 18], (Floats{count - 18})) << "the one id that was not overwritten";
  EXPECT_EQ(rows[count - 1], (Floats{0}));
  EXPECT_EQ(rows[count], (Floats{17}));
}

TEST_F(Overwrite, StoresAsTheFileDoes) {
  const std::unique_ptr<File> fresh = open();
  Client caller = client(*fresh);
  ASSERT_EQ(caller.set(3, binary, 1), 0);
  ASSERT_EQ(caller.insert(Floats{1, 1, 1, 1, 1, 1}, 3, Ids{1, 2}), 0);
  ASSERT_EQ(caller.insert(Floats{0, 5, 0}, 3, Ids{1}, overwrite), 0);
  EXPECT_EQ(caller.contents().rows, (std::vector<Bytes>{{std::byte{2}}, {std::byte{7}}}));
}

TEST_F(Overwrite, SearchFindsTheNewVector) {
  ASSERT_EQ(insert({1, 2}, {10, 20}, 0), 0);
  ASSERT_EQ(insert({5}, {10}, overwrite), 0);
  const Found found = vexfs.search(Floats{1}, 2, dot_product);
  EXPECT_EQ(found.ids, (Ids{10, 20}));
  EXPECT_EQ(found.scores(), (Floats{5, 2}));
}

TEST_F(Overwrite, DoesNotValidateByItself) {
  ASSERT_EQ(insert({1}, {10}, 0), 0);
  ASSERT_EQ(insert({nan, infinity}, {10, 11}, overwrite), 0);
  EXPECT_EQ(vexfs.info().vector_count, 2u);
}

using Validate = OneDimension;

TEST_F(Validate, RefusesWhatIsNotFinite) {
  for (const float value : {nan, -nan, std::numeric_limits<float>::signaling_NaN(), infinity, -infinity}) {
    for (const std::uint32_t flags : {4U, 5U, 6U}) expect_refused({value}, {1}, flags, EINVAL);
  }
}

TEST_F(Validate, LooksAtEveryElement) {
  ASSERT_EQ(vexfs.set(21), 0);
  for (std::size_t bad = 0; bad < 4 * 21; ++bad) {
    Floats floats(4 * 21, 1.0F);
    floats[bad] = nan;
    EXPECT_EQ(vexfs.insert(floats, 21, validate), -EINVAL) << "element " << bad;
  }
  EXPECT_EQ(vexfs.info().vector_count, 0u);
}

TEST_F(Validate, LooksAtEveryBatch) {
  constexpr std::size_t count = 40'000;
  for (const std::size_t bad : {std::size_t{0}, count / 2, count - 1}) {
    Floats floats(count, 1.0F);
    floats[bad] = infinity;
    EXPECT_EQ(vexfs.insert(floats, 1, validate), -EINVAL) << "vector " << bad;
  }
  EXPECT_EQ(vexfs.info().vector_count, 0u);
}

TEST_F(Validate, AcceptsTheFiniteExtremes) {
  using limits = std::numeric_limits<float>;
  const Floats extremes = {limits::max(), limits::lowest(), limits::min(), limits::denorm_min(), 0.0F, -0.0F};
  EXPECT_EQ(vexfs.insert(extremes, 1, validate), 0);
}

TEST_F(Validate, LooksAtTheGivenValueNotTheStoredOne) {
  for (const ElementType type : {float16, int8, binary}) {
    const std::unique_ptr<File> fresh = open();
    Client caller = client(*fresh);
    ASSERT_EQ(caller.set(1, type), 0);
    EXPECT_EQ(caller.insert(Floats{1e30F}, 1, validate), 0) << "finite, though binary16 has no such number";
    EXPECT_EQ(caller.insert(Floats{nan}, 1, validate), -EINVAL);
    EXPECT_EQ(caller.insert(Floats{-infinity}, 1, validate), -EINVAL);
    EXPECT_EQ(caller.info().vector_count, 1u);
  }
}

TEST_F(Validate, IsNotOnByItself) {
  EXPECT_EQ(insert({nan, infinity, 1, 2}, {1, 1, 2, 2}, 0), 0);
  EXPECT_EQ(insert({nan, infinity, 1, 2}, {1, 1, 2, 2}, append), 0);
  EXPECT_EQ(vexfs.stored_ids(), (Ids{1, 1, 2, 2, 1, 1, 2, 2}));
}

TEST_F(Validate, RefusesIdsThatExist) {
  ASSERT_EQ(insert({1, 2}, {10, 20}, 0), 0);
  for (const std::uint32_t flags : {4U, 6U}) {
    expect_refused({3}, {20}, flags, EEXIST);
    expect_refused({3, 4}, {30, 10}, flags, EEXIST);
  }
  ASSERT_EQ(insert({3}, {30}, validate), 0);
  expect_refused({4}, {30}, validate, EEXIST);
  EXPECT_EQ(vexfs.stored_ids(), (Ids{10, 20, 30}));
}

TEST_F(Validate, RefusesIdsThatStandTwiceInTheBatch) {
  for (const std::uint32_t flags : {4U, 6U}) {
    expect_refused({1, 2}, {5, 5}, flags, EEXIST);
    expect_refused({1, 2, 3, 4}, {5, 6, 7, 5}, flags, EEXIST);
  }
  EXPECT_EQ(insert({1, 2, 3}, {5, 6, 7}, validate), 0) << "refused batches left none of their ids behind";
}

TEST_F(Validate, FindsDuplicatesInLargeBatches) {
  constexpr std::size_t count = 20'000;
  Ids ids(count);
  std::iota(ids.begin(), ids.end(), 0x100000000);
  const Floats floats(count, 1.0F);
  ids[count - 1] = ids[3];
  expect_refused(floats, ids, validate, EEXIST);
  ids[count - 1] = 3;
  ASSERT_EQ(insert(floats, ids, validate), 0);
  expect_refused({1}, {ids[count / 2]}, validate, EEXIST);
}

TEST_F(Validate, LetsDuplicatesPassUnderOverwrite) {
  ASSERT_EQ(insert({1}, {10}, 0), 0);
  ASSERT_EQ(insert({2, 3, 4}, {10, 20, 20}, overwrite | validate), 0);
  expect_stored({10, 20}, {{2}, {4}});
}

TEST_F(Validate, LetsOldDuplicatesStand) {
  ASSERT_EQ(insert({1, 2}, {10, 10}, 0), 0);
  EXPECT_EQ(insert({3}, {11}, validate), 0);
  EXPECT_EQ(insert({3}, {10}, validate), -EEXIST);
}

TEST_F(Validate, LooksForWhatIsNotFiniteFirst) {
  ASSERT_EQ(insert({1}, {10}, 0), 0);
  expect_refused({1, nan}, {10, 11}, validate, EINVAL);
  expect_refused({1, 2, infinity}, {5, 5, 6}, validate, EINVAL);
}

TEST_F(Validate, HasNothingAgainstAutomaticIds) {
  ASSERT_EQ(insert({1}, {10}, 0), 0);
  EXPECT_EQ(vexfs.insert(Floats{1, 2, 3}, 1, validate), 0);
  EXPECT_EQ(vexfs.stored_ids(), (Ids{10, 11, 12, 13}));
}

}  // namespace
}  // namespace iopact::conformance
