// SPDX-License-Identifier: GPL-2.0-or-later
// Base of every case: the process's bed with an empty arena, and the golden rule of negative tests.
#pragma once

#include <gtest/gtest.h>

#include <memory>

#include "abi/gen/cases/vexfs_v2_cases.h"
#include "conformance/bed.h"
#include "conformance/client.h"
#include "conformance/request.h"

namespace iopact::conformance {

class OnDevice : public testing::Test {
 protected:
  OnDevice() { space.reset(); }

  // An open file; fails the test and throws when there is none.
  std::unique_ptr<File> open(OpenMode mode = OpenMode::read_write);

  // The call is refused with -error, and neither the file nor a byte of the caller's memory has changed.
  // `file` must be open for reading.
  void expect_refused(File& file, std::uint32_t number, std::uint64_t argument, int error);
  // The same, where the kernel may have written the first bytes of an output before it found the fault.
  void expect_fault_in_output(File& file, std::uint32_t number, std::uint64_t argument);

  Client client(File& file) { return {space, file}; }
  static const cases::Interface& interface() { return vexfs_v2::cases; }

  UserSpace& space = bed().space;
  Device& device = *bed().device;
  Width width = bed().space.width();
  std::size_t w = width_index(bed().space.width());
};

// Base of the cases of one vector file.
class OnFile : public OnDevice {
 protected:
  std::unique_ptr<File> file = open();
  Client vexfs = client(*file);
};

// The interface's commands and pointer fields as parameters of tests.
struct PointerField {
  int command, field;
};
std::ostream& operator<<(std::ostream& out, const PointerField& pointer);
std::vector<int> all_commands();
std::vector<int> commands_that_read();  // their argument, and so have fields to check
std::vector<PointerField> all_pointers();
std::string command_name(const testing::TestParamInfo<int>& info);
std::string pointer_name(const testing::TestParamInfo<PointerField>& info);

}  // namespace iopact::conformance
