// SPDX-License-Identifier: GPL-2.0-or-later
#include "reference-impl/user_space.h"

#include <gtest/gtest.h>
#include <sys/uio.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <new>
#include <stdexcept>

namespace iopact {
namespace {

constexpr std::byte poison{0xa5}, other{0};

class UserSpaceTest : public testing::Test {
 protected:
  UserSpace space{Width::bits64};
  std::array<std::byte, 3 * UserSpace::page_bytes> kernel{};
};

// Bytes the real kernel can write to an address of this process: its answer is the measure of ours.
ssize_t kernel_can_write(std::uint64_t address, std::size_t bytes) {
  int pipe_ends[2];
  if (pipe(pipe_ends) != 0) return -1;
  const std::vector<char> data(bytes, 'x');
  if (write(pipe_ends[1], data.data(), bytes) != static_cast<ssize_t>(bytes)) return -1;
  const ssize_t got =
      read(pipe_ends[0], reinterpret_cast<void*>(static_cast<std::uintptr_t>(address)), bytes);
  close(pipe_ends[0]);
  close(pipe_ends[1]);
  return got;
}

TEST_F(UserSpaceTest, BufferEndsAtAGuardPage) {
  const auto at = space.alloc(10);
  EXPECT_EQ((at + 10) % UserSpace::page_bytes, 0u);
  EXPECT_EQ(space.copy_in(kernel.data(), at, 10), 0u);
  EXPECT_EQ(space.copy_in(kernel.data(), at, 11), 1u);
  EXPECT_EQ(space.copy_in(kernel.data(), at + 10, 1), 1u);
}

TEST_F(UserSpaceTest, BufferBeginsAtAGuardPage) {
  const auto at = space.alloc(10, Access::read_write, Place::begins_at_guard);
  EXPECT_EQ(at % UserSpace::page_bytes, 0u);
  EXPECT_EQ(space.copy_in(kernel.data(), at, 10), 0u);
  EXPECT_EQ(space.copy_in(kernel.data(), at - 1, 11), 11u);
}

TEST_F(UserSpaceTest, LiesBelow4GiB) {
  EXPECT_LT(space.alloc(UserSpace::largest_buffer) + UserSpace::largest_buffer, std::uint64_t{1} << 32);
}

TEST_F(UserSpaceTest, CopiesUpToTheFirstByteThatFaults) {
  const auto at = space.alloc(8);
  space.fill(at, 8, poison);
  const std::uint64_t value[2] = {0x1122334455667788, 0x99};
  EXPECT_EQ(space.copy_out(at, value, 16), 8u);
  EXPECT_EQ(0, std::memcmp(space.view(at, 8).data(), value, 8));
}

TEST_F(UserSpaceTest, CopyInGoesAcrossPages) {
  const auto at = space.alloc(3 * UserSpace::page_bytes - 1);
  space.fill(at, 3 * UserSpace::page_bytes - 1, poison);
  EXPECT_EQ(space.copy_in(kernel.data(), at, kernel.size()), 1u);
  EXPECT_EQ(kernel[kernel.size() - 2], poison);
}

TEST_F(UserSpaceTest, PermissionsHoldForTheCallerAndNotForTheTest) {
  const auto readable = space.alloc(4, Access::read);
  const auto closed = space.alloc(4, Access::none);
  space.fill(readable, 4, poison);
  space.fill(closed, 4, poison);
  EXPECT_EQ(space.copy_in(kernel.data(), readable, 4), 0u);
  EXPECT_EQ(space.copy_out(readable, kernel.data(), 4), 4u);
  EXPECT_EQ(space.copy_in(kernel.data(), closed, 4), 4u);
  EXPECT_EQ(space.read(closed, 4), std::vector<std::byte>(4, poison));
}

TEST_F(UserSpaceTest, TheRealKernelSeesTheSamePermissions) {
  const auto writable = space.alloc(4);
  EXPECT_EQ(kernel_can_write(writable, 4), 4);
  EXPECT_EQ(space.view(writable, 1)[0], std::byte{'x'});
  EXPECT_EQ(kernel_can_write(writable + 4, 4), -1);
  EXPECT_EQ(kernel_can_write(space.alloc(4, Access::read), 4), -1);
  EXPECT_EQ(kernel_can_write(space.alloc(4, Access::none), 4), -1);
  EXPECT_EQ(kernel_can_write(UserSpace::unmapped, 4), -1);
}

TEST_F(UserSpaceTest, AddressesOutsideTheUsersHalfFaultAsAWhole) {
  EXPECT_EQ(space.copy_in(kernel.data(), space.kernel_address(), 1), 1u);
  EXPECT_EQ(space.copy_in(kernel.data(), UserSpace::non_canonical, 1), 1u);
  EXPECT_EQ(space.copy_in(kernel.data(), 0, 1), 1u);
  EXPECT_EQ(space.copy_in(kernel.data(), ~std::uint64_t{0}, 2), 2u);
  EXPECT_EQ(space.copy_in(kernel.data(), space.kernel_address(), 0), 0u);
}

TEST_F(UserSpaceTest, A32BitCallerEndsBelow4GiB) {
  UserSpace narrow(Width::bits32);
  const auto at = narrow.alloc(4);
  EXPECT_EQ(narrow.copy_in(kernel.data(), at, 4), 0u);
  EXPECT_EQ(narrow.copy_in(kernel.data(), at + (std::uint64_t{1} << 32), 4), 4u);
  EXPECT_EQ(narrow.copy_in(kernel.data(), 0xffff'e000, 1), 1u);
}

TEST_F(UserSpaceTest, CanariesShowAWriteBeforeAndBehind) {
  const auto end = space.alloc(8);
  const auto begin = space.alloc(8, Access::read_write, Place::begins_at_guard);
  EXPECT_TRUE(space.canaries_intact());
  space.fill(end - 1, 1, poison);
  EXPECT_FALSE(space.canaries_intact());
  space.reset();
  const auto again = space.alloc(8);
  EXPECT_EQ(again, end);
  EXPECT_TRUE(space.canaries_intact());
  EXPECT_EQ(begin, space.alloc(8, Access::read_write, Place::begins_at_guard));
  space.fill(begin + 8, 1, poison);
  EXPECT_FALSE(space.canaries_intact());
}

TEST_F(UserSpaceTest, SnapshotShowsEveryChangedByte) {
  const auto at = space.alloc(3);
  const auto before = space.snapshot();
  EXPECT_EQ(before, space.snapshot());
  space.view(at, 3)[2] ^= poison;
  EXPECT_NE(before, space.snapshot());
}

TEST_F(UserSpaceTest, AllBytesAreLooksAtEach) {
  for (std::size_t wrong = 0; wrong < 9; ++wrong) {
    std::vector<std::byte> bytes(9, poison);
    EXPECT_TRUE(all_bytes_are(bytes, poison));
    bytes[wrong] = std::byte{0};
    EXPECT_FALSE(all_bytes_are(bytes, poison)) << wrong;
  }
  EXPECT_TRUE(all_bytes_are({}, poison));
  EXPECT_FALSE(all_bytes_are(std::vector<std::byte>(3, poison), other));
}

TEST_F(UserSpaceTest, NamesAByteThatWasFetchedTwice) {
  const auto at = space.alloc(16);
  space.copy_in(kernel.data(), at, 16);
  space.record_fetches();
  space.copy_in(kernel.data(), at + 8, 8);
  space.copy_in(kernel.data(), at, 8);
  EXPECT_EQ(space.fetched_twice(), 0u);
  space.copy_in(kernel.data(), at + 7, 1);
  EXPECT_EQ(space.fetched_twice(), at + 7);
}

TEST_F(UserSpaceTest, FailsTheNthCopyOnce) {
  const auto at = space.alloc(4);
  space.fail_copy(1);
  EXPECT_EQ(space.copy_in(kernel.data(), at, 4), 0u);
  EXPECT_TRUE(space.fail_copy_pending());
  EXPECT_EQ(space.copy_in(kernel.data(), at, 4), 4u);
  EXPECT_FALSE(space.fail_copy_pending());
  EXPECT_EQ(space.copy_in(kernel.data(), at, 4), 0u);
}

TEST_F(UserSpaceTest, FaultsAfterNBytes) {
  const auto at = space.alloc(16);
  space.fault_after(10);
  EXPECT_EQ(space.copy_in(kernel.data(), at, 8), 0u);
  EXPECT_EQ(space.copy_in(kernel.data(), at, 8), 6u);
  EXPECT_EQ(space.copy_out(at, kernel.data(), 1), 1u);
  space.reset();
  EXPECT_EQ(space.copy_in(kernel.data(), at, 8), 0u);
}

TEST_F(UserSpaceTest, ScopeGivesBuffersBack) {
  const auto kept = space.alloc(8);
  std::uint64_t inner = 0;
  {
    const BufferScope scope(space);
    inner = space.alloc(8);
    EXPECT_NE(inner, kept);
  }
  EXPECT_EQ(space.buffers(), 1u);
  EXPECT_EQ(space.alloc(8), inner);
}

TEST_F(UserSpaceTest, SaysWhenTheArenaIsUsedUp) {
  EXPECT_THROW(space.alloc(UserSpace::largest_buffer + 1), std::bad_alloc);
  EXPECT_THROW(space.view(space.alloc(4) + 1, 4), std::out_of_range);
  EXPECT_THROW(
      {
        while (true) space.alloc(1);
      },
      std::bad_alloc);
}

}  // namespace
}  // namespace iopact
