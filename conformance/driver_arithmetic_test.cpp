// SPDX-License-Identifier: GPL-2.0-or-later
// The driver's arithmetic, each instruction set against the reference: the same bits for random programs.
#include <gtest/gtest.h>

#include <cerrno>

#include "conformance/client.h"
#include "conformance/differ.h"
#include "reference-impl/standin/driver_device.h"

namespace iopact::conformance {
namespace {

class DriverArithmetic : public testing::TestWithParam<const char*> {
 protected:
  DriverArithmetic() : works(choose_driver_arithmetic(GetParam())) {}
  ~DriverArithmetic() override { choose_driver_arithmetic("auto"); }

  bool works;
  UserSpace space{Width::bits64};
};

TEST_P(DriverArithmetic, AgreesWithTheReference) {
  if (!works) GTEST_SKIP() << "this machine has no " << GetParam();
  const auto driver = make_driver_device(space, Width::bits64);
  const auto reference = make_reference_device(space, Width::bits64);
  for (std::uint64_t seed = 50'000; seed < 51'000; ++seed) {
    const auto found = difference(space, *reference, *driver, random_program(seed));
    ASSERT_FALSE(found.has_value()) << "seed " << seed << ", " << *found;
  }
}

INSTANTIATE_TEST_SUITE_P(Sets, DriverArithmetic, testing::Values("avx512", "avx2", "sse2"),
                         [](const auto& name) { return std::string(name.param); });

TEST(DriverWithoutArithmetic, StoresFloat32AndNothingElse) {
  ASSERT_TRUE(choose_driver_arithmetic("none"));
  {
    UserSpace space{Width::bits64};
    const auto driver = make_driver_device(space, Width::bits64);
    int error = 0;
    const auto file = driver->open(OpenMode::read_write, error);
    Client caller(space, *file);
    ASSERT_EQ(caller.set(2, float16), 0);
    EXPECT_EQ(caller.insert(Floats{1, 2}, 2), -EOPNOTSUPP);
    ASSERT_EQ(caller.set(2, float32), 0);
    EXPECT_EQ(caller.insert(Floats{1, 2}, 2), 0);
    EXPECT_EQ(caller.stored_ids(), (Ids{1}));
    EXPECT_EQ(caller.search(Floats{1, 2}, 1, euclidean).error, -EOPNOTSUPP);
  }
  EXPECT_TRUE(choose_driver_arithmetic("auto"));
}

TEST(DriverArithmeticChoice, RefusesUnknownNames) { EXPECT_FALSE(choose_driver_arithmetic("mmx")); }

}  // namespace
}  // namespace iopact::conformance
