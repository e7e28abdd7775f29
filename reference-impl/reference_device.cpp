// SPDX-License-Identifier: GPL-2.0-or-later
// The reference as a Device: what the kernel decides before a driver is asked, then the generated dispatch.
#include <algorithm>
#include <cerrno>
#include <new>
#include <stdexcept>

#include "reference-impl/device.h"
#include "reference-impl/vector_file.h"

namespace iopact {
namespace {

constexpr std::uint64_t most_read_at_once = 0x7ffff000;            // read(2) of Linux
constexpr std::uint64_t end_of_user_half = 0x0000'7fff'ffff'f000;  // x86-64, also for its 32-bit processes

// What the call returns, or -ENOMEM.
template <class Call>
auto or_no_memory(Call call) -> decltype(call()) {
  try {
    return call();
  } catch (const std::bad_alloc&) {
    return -ENOMEM;
  } catch (const std::length_error&) {  // more than a 32-bit process can address
    return -ENOMEM;
  }
}

class ReferenceFile final : public File {
 public:
  ReferenceFile(UserMemory& memory, Width width, OpenMode mode, std::uint64_t max_bytes)
      : memory_(memory), width_(width), mode_(mode), file_(max_bytes) {}

  int ioctl(std::uint32_t number, std::uint64_t argument) override {
    return or_no_memory([&] { return vexfs_v2::dispatch(file_, memory_, mode_, width_, number, argument); });
  }

  std::int64_t pread(std::uint64_t to, std::size_t bytes, std::uint64_t offset) override {
    if (offset > INT64_MAX) return -EINVAL;
    if (!allows(mode_, OpenMode::read)) return -EBADF;
    if (bytes > end_of_user_half || to > end_of_user_half - bytes) return -EFAULT;
    auto at_most = std::min<std::uint64_t>(bytes, most_read_at_once);
    return or_no_memory([&] { return file_.read_image(memory_, to, at_most, offset); });
  }

 private:
  UserMemory& memory_;
  Width width_;
  OpenMode mode_;
  VectorFile file_;
};

class ReferenceDevice final : public Device {
 public:
  ReferenceDevice(UserMemory& memory, Width width, std::uint64_t max_bytes)
      : memory_(memory), width_(width), max_bytes_(max_bytes) {}

  std::string name() const override { return "reference"; }
  Width width() const override { return width_; }

  std::unique_ptr<File> open(OpenMode mode, int& error) override {
    try {
      auto file = std::make_unique<ReferenceFile>(memory_, width_, mode, max_bytes_);
      error = 0;
      return file;
    } catch (const std::bad_alloc&) {
      error = ENOMEM;
      return nullptr;
    }
  }

 private:
  UserMemory& memory_;
  Width width_;
  std::uint64_t max_bytes_;
};

}  // namespace

std::unique_ptr<Device> make_reference_device(UserMemory& memory, Width width, std::uint64_t max_bytes) {
  return std::make_unique<ReferenceDevice>(memory, width, max_bytes);
}

}  // namespace iopact
