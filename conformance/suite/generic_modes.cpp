// SPDX-License-Identifier: GPL-2.0-or-later
// Open modes: a command whose right is missing is EBADF, before the argument is looked at.
#include <cerrno>
#include <tuple>

#include "conformance/suite/on_device.h"

namespace iopact::conformance {
namespace {

constexpr OpenMode modes[] = {OpenMode::none, OpenMode::read, OpenMode::write, OpenMode::read_write};

class Modes : public OnDevice, public testing::WithParamInterface<std::tuple<int, OpenMode>> {
 protected:
  bool allowed() const {
    return (!command.needs_read || allows(mode, OpenMode::read)) &&
           (!command.needs_write || allows(mode, OpenMode::write));
  }

  const cases::Command& command = interface().commands[std::get<0>(GetParam())];
  const OpenMode mode = std::get<1>(GetParam());
  std::unique_ptr<File> file = open(mode);
  const Request request{space, command};
};

std::string mode_name(const testing::TestParamInfo<std::tuple<int, OpenMode>>& info) {
  static constexpr const char* names[] = {"None", "Read", "Write", "ReadWrite"};
  return short_name(vexfs_v2::cases.commands[std::get<0>(info.param)]) + "_" +
         names[static_cast<unsigned>(std::get<1>(info.param))];
}

// No file open in one mode alone can be prepared by the commands of the other, so what a command with the right
// answers is success or the lack of state.
TEST_P(Modes, RightDecides) {
  const Bytes memory = space.snapshot();
  const std::uint64_t argument = request.place();
  const int result = file->ioctl(request.number(), argument);
  if (!allowed()) {
    EXPECT_EQ(result, -EBADF);
    EXPECT_EQ(space.read(argument, request.size()), request.bytes());
  } else {
    EXPECT_EQ(result, command.after.empty() ? 0 : -ENODATA);
  }
  space.release(space.buffers() - 1);
  EXPECT_EQ(memory, space.snapshot());
}

TEST_P(Modes, RightBeforeArgument) {
  const int result = file->ioctl(request.number(), 0);
  if (!allowed()) EXPECT_EQ(result, -EBADF);
  if (allowed() && command.reads_argument) EXPECT_EQ(result, -EFAULT);
}

TEST_P(Modes, RefusedCallLeavesTheFileEmpty) {
  if (!allows(mode, OpenMode::read)) GTEST_SKIP() << "only a reader can look";
  if (allowed()) GTEST_SKIP() << "not refused";
  expect_refused(*file, request.number(), request.place(), EBADF);
  EXPECT_TRUE(client(*file).image().empty());
}

TEST_P(Modes, ReadingNeedsRead) {
  const std::uint64_t to = space.alloc(8);
  EXPECT_EQ(file->pread(to, 8, 0), allows(mode, OpenMode::read) ? 0 : -EBADF);
}

INSTANTIATE_TEST_SUITE_P(Generic, Modes, testing::Combine(testing::ValuesIn(all_commands()), testing::ValuesIn(modes)),
                         mode_name);

}  // namespace
}  // namespace iopact::conformance
