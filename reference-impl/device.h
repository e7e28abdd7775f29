// SPDX-License-Identifier: GPL-2.0-or-later
// One small interface over everything that answers these ioctls: the reference, the driver's C built for
// userspace, the real device node. Tests, fuzzers and benchmarks are written once, over it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "abi/gen/user/iopact_runtime.h"

namespace iopact {

// An open file description. Destroying it is the last close.
class File {
 public:
  virtual ~File() = default;
  // Result of ioctl(2): 0 or positive, or a negative errno. `argument` is an address in the Device's caller.
  virtual int ioctl(std::uint32_t number, std::uint64_t argument) = 0;
  // Result of pread(2): bytes read, or a negative errno. `to` is an address in the caller.
  virtual std::int64_t pread(std::uint64_t to, std::size_t bytes, std::uint64_t offset) = 0;
};

class Device {
 public:
  virtual ~Device() = default;
  virtual std::string name() const = 0;
  virtual Width width() const = 0;  // of the calling process, real or modelled
  // Result in `error` (0 or a positive errno); null on failure.
  virtual std::unique_ptr<File> open(OpenMode mode, int& error) = 0;
};

// The reference in process. `memory` is the caller's and must outlive the Device. max_bytes: the limit of
// vector bytes per file.
std::unique_ptr<Device> make_reference_device(UserMemory& memory, Width width,
                                              std::uint64_t max_bytes = 64u << 20);

// The driver's own C, built for userspace over stand-ins for the kernel calls it makes.
std::unique_ptr<Device> make_driver_device(UserMemory& memory, Width width,
                                           std::uint64_t max_bytes = 64u << 20);

// A real node, called from this process: addresses are this process's, the width is the process's own.
std::unique_ptr<Device> make_node_device(const std::string& path);

}  // namespace iopact
