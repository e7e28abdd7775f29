// SPDX-License-Identifier: GPL-2.0-or-later
// Faults planted into a sound Device, one at a time, to see that the suite notices each of them and that each
// case of the suite notices something.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "abi/gen/cases/iopact_cases.h"
#include "reference-impl/device.h"
#include "reference-impl/user_space.h"

namespace iopact::conformance {

// One ioctl on its way to a sound file. Addresses that are not in a buffer of the caller have no value.
struct Call {
  File& file;
  UserSpace& space;
  std::uint32_t number;
  std::uint64_t argument;

  int pass() { return file.ioctl(number, argument); }
  // One errno for another; 0 for none.
  int pass_instead(int error, int other) {
    const int result = pass();
    return result == -error ? -other : result;
  }

  // The command, or null when the number is none of this width.
  const cases::Command* command() const;
  bool is(int command_index) const;
  // Fields of the argument by name.
  std::optional<std::uint64_t> get(const char* field) const;
  void set(const char* field, std::uint64_t value);
  // Passes the call with one field changed, and changes it back.
  int pass_with(const char* field, std::uint64_t value);

  bool is_there(std::uint64_t address, std::size_t bytes) const;
  template <typename T>
  std::optional<T> peek(std::uint64_t address) const;
  template <typename T>
  void poke(std::uint64_t address, T value);
};

// Indices of commands in the generated table.
enum : int { set_command, get_command, search_command, insert_command };

struct Read {
  File& file;
  UserSpace& space;
  std::uint64_t to;
  std::size_t bytes;
  std::uint64_t offset;

  std::int64_t pass() { return file.pread(to, bytes, offset); }
  std::int64_t pass_instead(int error, int other) {
    const std::int64_t result = pass();
    return result == -error ? -other : result;
  }
};

struct Breakage {
  const char* name;
  const char* tests;                   // a filter of GoogleTest: where it must be noticed
  int (*ioctl)(Call& call) = nullptr;  // null: as it should be
  std::int64_t (*read)(Read& read) = nullptr;
  OpenMode (*open)(OpenMode mode) = nullptr;
  bool one_file = false;  // every open gives the same file
};

// By what they break. Names are unique over all of them.
std::span<const Breakage> number_breakages();
std::span<const Breakage> memory_breakages();
std::span<const Breakage> field_breakages();
std::span<const Breakage> state_breakages();
std::span<const Breakage> insert_breakages();
std::span<const Breakage> search_breakages();
std::vector<const Breakage*> all_breakages();

// Null when there is no breakage of that name.
std::unique_ptr<Device> break_device(std::unique_ptr<Device> sound, UserSpace& space,
                                     const std::string& name);

}  // namespace iopact::conformance
