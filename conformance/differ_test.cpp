// SPDX-License-Identifier: GPL-2.0-or-later
#include "conformance/differ.h"

#include <gtest/gtest.h>

#include <cerrno>
#include <functional>
#include <map>

#include "conformance/breakage.h"

namespace iopact::conformance {
namespace {

// Counts what calls of a Device answered.
using Counts = std::map<std::int64_t, unsigned>;

class CountingFile final : public File {
 public:
  CountingFile(std::unique_ptr<File> sound, std::map<std::uint32_t, Counts>& counts)
      : sound_(std::move(sound)), counts_(counts) {}
  int ioctl(std::uint32_t number, std::uint64_t argument) override {
    const int result = sound_->ioctl(number, argument);
    ++counts_[number][result];
    return result;
  }
  std::int64_t pread(std::uint64_t to, std::size_t bytes, std::uint64_t offset) override {
    return sound_->pread(to, bytes, offset);
  }

 private:
  std::unique_ptr<File> sound_;
  std::map<std::uint32_t, Counts>& counts_;
};

class CountingDevice final : public Device {
 public:
  explicit CountingDevice(UserSpace& space) : sound_(make_reference_device(space, space.width())) {}
  std::string name() const override { return "counting"; }
  Width width() const override { return sound_->width(); }
  std::unique_ptr<File> open(OpenMode mode, int& error) override {
    return std::make_unique<CountingFile>(sound_->open(mode, error), counts);
  }

  std::map<std::uint32_t, Counts> counts;  // by request number

 private:
  std::unique_ptr<Device> sound_;
};

class Programs : public testing::TestWithParam<Width> {
 protected:
  UserSpace space{GetParam()};
  std::unique_ptr<Device> reference = make_reference_device(space, GetParam());
};

TEST_P(Programs, RepeatWithTheirSeed) {
  EXPECT_EQ(describe(random_program(7)), describe(random_program(7)));
  EXPECT_NE(describe(random_program(7)), describe(random_program(8)));
}

// Every answer that needs no shortage and no signal is reached, and success is not rare.
TEST_P(Programs, ReachEveryAnswer) {
  CountingDevice counting(space);
  for (std::uint64_t seed = 1; seed <= 3000; ++seed)
    difference(space, *reference, counting, random_program(seed));
  const Numbers n = numbers(GetParam());
  const std::map<std::uint32_t, std::vector<int>> answers = {
      {n.set_meta, {0, EBADF, EFAULT, EINVAL, EOPNOTSUPP, EBUSY}},
      {n.get_meta, {0, EBADF, EFAULT, ENODATA}},
      {n.search, {0, EBADF, EFAULT, EINVAL, ENODATA}},
      {n.insert, {0, EBADF, EFAULT, EINVAL, ENODATA, ENOSPC, EEXIST}},
  };
  for (const auto& [number, errors] : answers) {
    for (const int error : errors)
      EXPECT_GE(counting.counts[number][-error], 3u) << number << " giving " << error;
  }
  EXPECT_GT(counting.counts[n.insert][0], 2000u);
  EXPECT_GT(counting.counts[n.search][0], 2000u);
}

TEST_P(Programs, ShowADifferenceAndGetSmaller) {
  const auto broken = break_device(make_reference_device(space, GetParam()), space, "append_overwrites");
  std::uint64_t seed = 1;
  while (!difference(space, *reference, *broken, random_program(seed))) ASSERT_LT(++seed, 1000u);
  const Program whole = random_program(seed);
  const Program smaller = minimize(space, *reference, *broken, whole);
  EXPECT_LE(smaller.size(), whole.size());
  const auto where = difference(space, *reference, *broken, smaller);
  ASSERT_TRUE(where.has_value());
  EXPECT_NE(where->find("the image"), std::string::npos) << *where;
  EXPECT_NE(describe(smaller).find("insert file 0"), std::string::npos) << describe(smaller);
}

TEST_P(Programs, ShowADoubleFetch) {
  const auto broken = break_device(make_reference_device(space, GetParam()), space, "double_fetch");
  std::uint64_t seed = 1;
  std::optional<std::string> found;
  while (!(found = difference(space, *reference, *broken, random_program(seed)))) ASSERT_LT(++seed, 100u);
  EXPECT_NE(found->find("was fetched twice"), std::string::npos) << *found;
}

INSTANTIATE_TEST_SUITE_P(Widths, Programs, testing::Values(Width::bits64, Width::bits32),
                         [](const auto& width) { return width.param == Width::bits64 ? "64" : "32"; });

}  // namespace
}  // namespace iopact::conformance
