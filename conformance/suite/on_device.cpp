// SPDX-License-Identifier: GPL-2.0-or-later
#include "conformance/suite/on_device.h"

#include <cerrno>
#include <stdexcept>

namespace iopact::conformance {

std::unique_ptr<File> OnDevice::open(OpenMode mode) {
  int error = 0;
  auto file = device.open(mode, error);
  if (!file)
    throw std::runtime_error("open of " + device.name() + " failed with errno " + std::to_string(error));
  EXPECT_EQ(error, 0);
  return file;
}

void OnDevice::expect_refused(File& file, std::uint32_t number, std::uint64_t argument, int error) {
  const State before = client(file).state();
  const Bytes memory = space.snapshot();
  EXPECT_EQ(file.ioctl(number, argument), -error);
  EXPECT_EQ(memory, space.snapshot()) << "a refused call wrote to the caller";
  EXPECT_EQ(before, client(file).state()) << "a refused call changed the file";
}

void OnDevice::expect_fault_in_output(File& file, std::uint32_t number, std::uint64_t argument) {
  const State before = client(file).state();
  EXPECT_EQ(file.ioctl(number, argument), -EFAULT);
  EXPECT_TRUE(space.canaries_intact()) << "bytes beside the caller's buffers were written";
  EXPECT_EQ(before, client(file).state()) << "a failed call changed the file";
}

std::vector<int> all_commands() {
  std::vector<int> commands;
  for (std::size_t i = 0; i < vexfs_v2::cases.commands.size(); ++i) commands.push_back(static_cast<int>(i));
  return commands;
}

std::vector<int> commands_that_read() {
  std::vector<int> commands = all_commands();
  std::erase_if(commands, [](int command) { return !vexfs_v2::cases.commands[command].reads_argument; });
  return commands;
}

std::vector<PointerField> all_pointers() {
  std::vector<PointerField> pointers;
  for (const int command : all_commands()) {
    const auto fields = vexfs_v2::cases.commands[command].fields;
    for (std::size_t i = 0; i < fields.size(); ++i) {
      if (fields[i].kind == cases::Kind::pointer) pointers.push_back({command, static_cast<int>(i)});
    }
  }
  return pointers;
}

std::string command_name(const testing::TestParamInfo<int>& info) {
  return short_name(vexfs_v2::cases.commands[info.param]);
}

std::string pointer_name(const testing::TestParamInfo<PointerField>& info) {
  const cases::Command& command = vexfs_v2::cases.commands[info.param.command];
  return short_name(command) + "_" + command.fields[info.param.field].name;
}

std::ostream& operator<<(std::ostream& out, const PointerField& pointer) {
  return out << "command " << pointer.command << ", field " << pointer.field;
}

}  // namespace iopact::conformance
