// SPDX-License-Identifier: GPL-2.0-or-later
// Outputs: each byte the interface specifies is written, no other one is; two runs over two poisons show
// which.
#include <cerrno>

#include "conformance/suite/on_device.h"

namespace iopact::conformance {
namespace {

constexpr std::byte poisons[] = {std::byte{0x5a}, std::byte{0xc3}};

class Outputs : public OnDevice, public testing::WithParamInterface<int> {
 protected:
  struct Run {
    Bytes before, after;         // the argument
    std::vector<Bytes> written;  // behind each pointer the kernel writes through
    std::vector<Bytes> read;     // behind each pointer it reads through
  };

  // A successful call on a file of its own whose outputs held `poison` before.
  Run run(std::byte poison) {
    const std::unique_ptr<File> file = open();
    prepare(space, *file, interface(), command);
    const Request request(space, command, poison);
    const std::uint64_t argument = request.place();
    EXPECT_EQ(file->ioctl(request.number(), argument), 0);
    EXPECT_TRUE(space.canaries_intact());
    Run result{request.bytes(), space.read(argument, request.size()), {}, {}};
    for (std::size_t i = 0; i < command.fields.size(); ++i) {
      const cases::Field& field = command.fields[i];
      if (field.kind != cases::Kind::pointer) continue;
      const int index = static_cast<int>(i);
      const Bytes behind = space.read(request.get(index), request.buffer_bytes(index));
      (field.pointee_written ? result.written : result.read).push_back(behind);
    }
    return result;
  }

  // Offsets within the argument that the kernel writes, or that it does not.
  std::vector<std::size_t> bytes_where(bool written) const {
    std::vector<bool> specified(command.size[w], false);
    for (const cases::Field& field : command.fields) {
      for (std::uint32_t i = 0; field.out && i < field.size[w]; ++i) specified[field.offset[w] + i] = true;
    }
    std::vector<std::size_t> offsets;
    for (std::size_t i = 0; i < specified.size(); ++i) {
      if (specified[i] == written) offsets.push_back(i);
    }
    return offsets;
  }

  const cases::Command& command = interface().commands[GetParam()];
};

TEST_P(Outputs, SpecifiedBytesAreWritten) {
  const Run a = run(poisons[0]), b = run(poisons[1]);
  for (const std::size_t i : bytes_where(true)) {
    EXPECT_EQ(a.after[i], b.after[i]) << "byte " << i << " of the argument kept its poison";
  }
  EXPECT_EQ(a.written, b.written) << "an output array kept its poison";
}

TEST_P(Outputs, OtherBytesOfTheArgumentAreNot) {
  for (const std::byte poison : poisons) {
    const Run r = run(poison);
    for (const std::size_t i : bytes_where(false)) {
      EXPECT_EQ(r.before[i], r.after[i]) << "byte " << i << " of the argument was written";
    }
  }
}

TEST_P(Outputs, InputArraysAreNotWritten) {
  const Run a = run(poisons[0]);
  std::size_t next = 0;
  for (std::size_t i = 0; i < command.fields.size(); ++i) {
    if (command.fields[i].kind != cases::Kind::pointer || command.fields[i].pointee_written) continue;
    const Request fresh(space, command);
    const int index = static_cast<int>(i);
    EXPECT_EQ(a.read[next++], space.read(fresh.get(index), fresh.buffer_bytes(index)));
  }
}

// The kernel's answer and the caller's input may lie in the same bytes only where the interface says so; what
// it reads it reads once, or another thread could change it between two looks.
TEST_P(Outputs, EveryByteIsFetchedOnce) {
  if (!bed().in_process) GTEST_SKIP() << "a node's fetches cannot be counted";
  const std::unique_ptr<File> file = open();
  prepare(space, *file, interface(), command);
  const Request request(space, command);
  const std::uint64_t argument = request.place();
  space.record_fetches();
  EXPECT_EQ(file->ioctl(request.number(), argument), 0);
  EXPECT_EQ(space.fetched_twice(), 0u)
      << "address of a byte that was fetched twice; the argument is at " << argument;
}

// Padding of shipped structs carries whatever the caller's stack held: it must not matter.
class Padding : public Outputs {};

std::vector<int> commands_with_padding() {
  std::vector<int> commands = commands_that_read();
  std::erase_if(commands, [](int command) { return vexfs_v2::cases.commands[command].padding[0].empty(); });
  return commands;
}

TEST_P(Padding, OnInputDoesNotMatter) {
  for (const std::byte poison : poisons) {
    const std::unique_ptr<File> file = open();
    prepare(space, *file, interface(), command);
    EXPECT_EQ(Request(space, command, poison).call(*file), 0);
  }
}

INSTANTIATE_TEST_SUITE_P(Generic, Padding, testing::ValuesIn(commands_with_padding()), command_name);
INSTANTIATE_TEST_SUITE_P(Generic, Outputs, testing::ValuesIn(all_commands()), command_name);

}  // namespace
}  // namespace iopact::conformance
