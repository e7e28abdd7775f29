// SPDX-License-Identifier: GPL-2.0-or-later
// The module parameter max_bytes, on the Devices that run in process.
#include <gtest/gtest.h>

#include <cerrno>

#include "conformance/client.h"
#include "reference-impl/device.h"

namespace iopact::conformance {
namespace {

using MakeDevice = std::unique_ptr<Device> (*)(UserMemory& memory, Width width, std::uint64_t max_bytes);

class Limits : public testing::TestWithParam<MakeDevice> {
 protected:
  // A file of one-byte vectors at a stride of 16, under a limit.
  void open(std::uint64_t max_bytes) {
    file.reset();
    device.reset();
    device = GetParam()(space, Width::bits64, max_bytes);
    int error = 0;
    file = device->open(OpenMode::read_write, error);
    ASSERT_EQ(Client(space, *file).set(1, int8, 16), 0);
  }

  int insert(std::size_t count) { return Client(space, *file).insert(Floats(count, 1.0F), 1); }

  UserSpace space{Width::bits64};
  std::unique_ptr<Device> device;
  std::unique_ptr<File> file;
};

TEST_P(Limits, MayBeReachedAndNotPassed) {
  open(80);
  EXPECT_EQ(insert(6), -ENOSPC);
  EXPECT_EQ(insert(4), 0);
  EXPECT_EQ(insert(2), -ENOSPC);
  EXPECT_EQ(insert(1), 0);
  EXPECT_EQ(insert(1), -ENOSPC);
}

TEST_P(Limits, CountWholeStrides) {
  open(95);
  EXPECT_EQ(insert(6), -ENOSPC);
  EXPECT_EQ(insert(5), 0);
}

TEST_P(Limits, MayLeaveRoomForNothing) {
  open(0);
  EXPECT_EQ(insert(1), -ENOSPC);
  open(15);
  EXPECT_EQ(insert(1), -ENOSPC);
}

TEST_P(Limits, BelongToTheirDevice) {
  open(16);
  const auto other = GetParam()(space, Width::bits64, 1000);
  int error = 0;
  const auto large = other->open(OpenMode::read_write, error);
  Client caller(space, *large);
  ASSERT_EQ(caller.set(1, int8, 16), 0);
  EXPECT_EQ(caller.insert(Floats(50, 1.0F), 1), 0);
  EXPECT_EQ(insert(2), -ENOSPC);
}

INSTANTIATE_TEST_SUITE_P(Devices, Limits, testing::Values(&make_reference_device, &make_driver_device),
                         [](const auto& made) { return made.index == 0 ? "Reference" : "Driver"; });

}  // namespace
}  // namespace iopact::conformance
