// SPDX-License-Identifier: GPL-2.0-or-later
// A valid request of any command of a generated table, to be spoilt in one place by a test.
#pragma once

#include <cstdint>
#include <vector>

#include "abi/gen/cases/iopact_cases.h"
#include "conformance/arguments.h"
#include "reference-impl/device.h"
#include "reference-impl/user_space.h"

namespace iopact::conformance {

class Request {
 public:
  // Integers hold their examples; every pointer names a buffer of the length the other fields ask for, which
  // ends at a guard page. What the kernel reads holds small numbers, what it writes and the padding hold
  // `poison`.
  Request(UserSpace& space, const cases::Command& command, std::byte poison = std::byte{0x5a});

  const cases::Command& command() const { return command_; }
  std::uint32_t number() const { return command_.number[w_]; }
  std::size_t size() const { return bytes_.size(); }
  const Bytes& bytes() const { return bytes_; }

  std::uint64_t get(int field) const;
  void set(int field, std::uint64_t value);
  // Bytes behind a pointer field, from the lengths the fields give now.
  std::size_t buffer_bytes(int field) const;

  // Puts the argument into a buffer of its own and returns its address.
  std::uint64_t place(Access access = Access::read_write, Place place = Place::ends_at_guard) const;
  // Puts the argument at the end of a buffer of this many bytes, its own size at least, `shift` bytes early.
  std::uint64_t place_unaligned(std::size_t shift) const;
  // ioctl(2) with the argument placed at a guard page.
  int call(File& file) const;

 private:
  void point_to_buffer(int field, std::byte poison);

  UserSpace& space_;
  const cases::Command& command_;
  std::size_t w_;
  Bytes bytes_;
};

// Issues valid requests of the commands that must come before `command`; fails the running test when one
// fails.
void prepare(UserSpace& space, File& file, const cases::Interface& interface, const cases::Command& command);

// "VEXFS_IOC_SET_VECTOR_META" as a part of a test's name.
std::string short_name(const cases::Command& command);

}  // namespace iopact::conformance
