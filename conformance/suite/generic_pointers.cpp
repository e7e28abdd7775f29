// SPDX-License-Identifier: GPL-2.0-or-later
// The argument's own address: what cannot be read or written is EFAULT, whatever can be is enough.
#include <cerrno>

#include "conformance/suite/on_device.h"

namespace iopact::conformance {
namespace {

class Argument : public OnDevice, public testing::WithParamInterface<int> {
 protected:
  Argument() { prepare(space, *file, interface(), command); }

  void expect_fault(std::uint64_t argument) { expect_refused(*file, request.number(), argument, EFAULT); }

  const cases::Command& command = interface().commands[GetParam()];
  std::unique_ptr<File> file = open();
  const Request request{space, command};
};

TEST_P(Argument, NullFaults) { expect_fault(0); }

TEST_P(Argument, UnmappedFaults) { expect_fault(UserSpace::unmapped); }

TEST_P(Argument, KernelAddressFaults) { expect_fault(space.kernel_address()); }

TEST_P(Argument, LastAddressFaults) {
  expect_fault(width == Width::bits64 ? ~std::uint64_t{0} : std::uint64_t{0xffff'ffff});
}

// 32-bit callers have no such address: what they pass is cut to 0x1000.
TEST_P(Argument, NonCanonicalFaults) { expect_fault(UserSpace::non_canonical); }

TEST_P(Argument, ClosedPageFaults) { expect_fault(request.place(Access::none)); }

TEST_P(Argument, EndsAtAPagesEnd) {
  const std::uint64_t argument = request.place();
  ASSERT_EQ((argument + request.size()) % UserSpace::page_bytes, 0u);
  EXPECT_EQ(file->ioctl(request.number(), argument), 0);
}

TEST_P(Argument, BeginsAtAPagesStart) {
  const std::uint64_t argument = request.place(Access::read_write, Place::begins_at_guard);
  EXPECT_EQ(file->ioctl(request.number(), argument), 0);
}

TEST_P(Argument, ReachesIntoAMissingPage) {
  for (std::size_t missing = 1; missing <= request.size(); ++missing) {
    SCOPED_TRACE(missing);
    const BufferScope scope(space);
    const std::uint64_t argument = space.alloc(request.size() - missing);
    space.write(argument, request.bytes().data(), request.size() - missing);
    if (command.reads_argument) {
      expect_fault(argument);
    } else {
      expect_fault_in_output(*file, request.number(), argument);
    }
  }
}

TEST_P(Argument, BeginsInAMissingPage) {
  const std::uint64_t argument = request.place(Access::read_write, Place::begins_at_guard);
  expect_fault(argument - 1);
}

TEST_P(Argument, ReadOnlyPage) {
  const std::uint64_t argument = request.place(Access::read);
  if (command.writes_argument) {
    const Bytes before = space.read(argument, request.size());
    expect_fault_in_output(*file, request.number(), argument);
    EXPECT_EQ(before, space.read(argument, request.size()));
  } else {
    EXPECT_EQ(file->ioctl(request.number(), argument), 0);
  }
}

TEST_P(Argument, AnyAlignmentWorks) {
  for (std::size_t shift = 0; shift < 8; ++shift) {
    const std::unique_ptr<File> fresh = open();
    prepare(space, *fresh, interface(), command);
    EXPECT_EQ(fresh->ioctl(request.number(), request.place_unaligned(shift)), 0)
        << "at address 8n + " << shift;
  }
}

INSTANTIATE_TEST_SUITE_P(Generic, Argument, testing::ValuesIn(all_commands()), command_name);

}  // namespace
}  // namespace iopact::conformance
