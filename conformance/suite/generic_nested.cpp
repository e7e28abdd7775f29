// SPDX-License-Identifier: GPL-2.0-or-later
// Addresses inside the argument: the same questions, and every boundary between two elements.
#include <cerrno>

#include "conformance/suite/on_device.h"

namespace iopact::conformance {
namespace {

class Nested : public OnDevice, public testing::WithParamInterface<PointerField> {
 protected:
  Nested() { prepare(space, *file, interface(), command); }

  void point_to(std::uint64_t address) { request.set(GetParam().field, address); }

  void expect_works(std::uint64_t address) {
    point_to(address);
    EXPECT_EQ(request.call(*file), 0);
  }

  void expect_fault(std::uint64_t address) {
    point_to(address);
    if (field.pointee_written) {
      expect_fault_in_output(*file, request.number(), request.place());
    } else {
      expect_refused(*file, request.number(), request.place(), EFAULT);
    }
  }

  // A copy of the valid contents, short by so many bytes.
  std::uint64_t contents(std::size_t missing, Access access = Access::read_write) {
    return conformance::place(space, valid.data(), full - missing, access);
  }

  const cases::Command& command = interface().commands[GetParam().command];
  const cases::Field& field = command.fields[GetParam().field];
  std::unique_ptr<File> file = open();
  Request request{space, command};
  const std::size_t full = request.buffer_bytes(GetParam().field);
  const Bytes valid = space.read(request.get(GetParam().field), full);
};

TEST_P(Nested, NullFaultsUnlessNullable) {
  if (field.nullable) {
    expect_works(0);
  } else {
    expect_fault(0);
  }
}

TEST_P(Nested, UnmappedFaults) { expect_fault(UserSpace::unmapped); }

TEST_P(Nested, KernelAddressFaults) { expect_fault(space.kernel_address()); }

TEST_P(Nested, EndOfAddressesFaults) {
  const std::uint64_t last = width == Width::bits64 ? ~std::uint64_t{0} : 0xffff'ffff;
  for (const std::uint64_t back :
       {std::uint64_t{0}, std::uint64_t{field.element_size[w]}, std::uint64_t{full}}) {
    const BufferScope scope(space);
    expect_fault(last - back);
  }
}

TEST_P(Nested, ClosedPageFaults) { expect_fault(space.alloc(full, Access::none)); }

TEST_P(Nested, ReadOnlyPage) {
  const std::uint64_t address = contents(0, Access::read);
  if (field.pointee_written) {
    expect_fault(address);
    EXPECT_EQ(space.read(address, full), valid) << "read-only memory was written";
  } else {
    expect_works(address);
  }
}

TEST_P(Nested, EndsAtAPagesEnd) { expect_works(contents(0)); }

TEST_P(Nested, EveryMissingByteFaults) {
  for (std::size_t missing = 1; missing <= full; ++missing) {
    SCOPED_TRACE(missing);
    const BufferScope scope(space);
    expect_fault(contents(missing));
  }
}

TEST_P(Nested, BeginsInAMissingPage) {
  expect_fault(space.alloc(full, Access::read_write, Place::begins_at_guard) - 1);
}

TEST_P(Nested, AnyAlignmentWorks) {
  for (std::size_t shift = 0; shift < 8; ++shift) {
    SCOPED_TRACE(shift);
    const BufferScope scope(space);
    const std::uint64_t address = space.alloc(full + 8, Access::read_write, Place::begins_at_guard) + shift;
    space.write(address, valid.data(), full);
    const std::unique_ptr<File> fresh = open();
    prepare(space, *fresh, interface(), command);
    point_to(address);
    EXPECT_EQ(request.call(*fresh), 0);
  }
}

INSTANTIATE_TEST_SUITE_P(Generic, Nested, testing::ValuesIn(all_pointers()), pointer_name);

}  // namespace
}  // namespace iopact::conformance
