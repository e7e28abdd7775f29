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

// A file that is open in one mode alone cannot be prepared by the commands of the other: what a command with
// the right answers then is success or the lack of state.
TEST_P(Modes, RightDecides) {
  const std::uint64_t argument = request.place();
  if (allowed()) {
    EXPECT_EQ(file->ioctl(request.number(), argument), command.after.empty() ? 0 : -ENODATA);
  } else if (allows(mode, OpenMode::read)) {
    expect_refused(*file, request.number(), argument, EBADF);
  } else {
    const Bytes memory = space.snapshot();
    EXPECT_EQ(file->ioctl(request.number(), argument), -EBADF);
    EXPECT_EQ(memory, space.snapshot()) << "a refused call wrote to the caller";
  }
}

TEST_P(Modes, RightIsAskedForBeforeTheArgumentIsRead) {
  const int without_argument = command.reads_argument ? -EFAULT : -ENODATA;
  EXPECT_EQ(file->ioctl(request.number(), 0), allowed() ? without_argument : -EBADF);
}

TEST_P(Modes, UnknownNumberBeforeRight) {
  EXPECT_EQ(file->ioctl(request.number() ^ 0x10000, request.place()), -ENOTTY);
}

INSTANTIATE_TEST_SUITE_P(Generic, Modes,
                         testing::Combine(testing::ValuesIn(all_commands()), testing::ValuesIn(modes)),
                         mode_name);

}  // namespace
}  // namespace iopact::conformance
