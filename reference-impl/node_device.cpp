// SPDX-License-Identifier: GPL-2.0-or-later
#include "reference-impl/node_device.h"

#include <fcntl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>

namespace iopact {
namespace {

constexpr Width own_width = sizeof(void*) == 8 ? Width::bits64 : Width::bits32;

int flags(OpenMode mode) {
  switch (mode) {
    case OpenMode::none:
      return O_ACCMODE;  // neither: what is left is ioctl(2)
    case OpenMode::read:
      return O_RDONLY;
    case OpenMode::write:
      return O_WRONLY;
    case OpenMode::read_write:
      return O_RDWR;
  }
  return O_ACCMODE;
}

std::int64_t or_errno(long result) { return result < 0 ? -errno : result; }

class NodeFile final : public File {
 public:
  explicit NodeFile(int descriptor) : descriptor_(descriptor) {}
  ~NodeFile() override { close(descriptor_); }
  NodeFile(const NodeFile&) = delete;
  NodeFile& operator=(const NodeFile&) = delete;

  int descriptor() const { return descriptor_; }

  // The kernel takes the low 32 bits of the request; what stands above must not matter, so something does.
  int ioctl(std::uint32_t number, std::uint64_t argument) override {
    const std::uint64_t request = 0xdeadbeef'00000000 | number;
    return static_cast<int>(or_errno(syscall(SYS_ioctl, descriptor_, static_cast<unsigned long>(request),
                                             static_cast<unsigned long>(argument))));
  }

  std::int64_t pread(std::uint64_t to, std::size_t bytes, std::uint64_t offset) override {
    const auto address = static_cast<unsigned long>(to);
    if constexpr (own_width == Width::bits64) {
      return or_errno(syscall(SYS_pread64, descriptor_, address, bytes, offset));
    } else {
      return or_errno(syscall(SYS_pread64, descriptor_, address, bytes, static_cast<unsigned long>(offset),
                              static_cast<unsigned long>(offset >> 32)));
    }
  }

 private:
  int descriptor_;
};

class NodeDevice final : public Device {
 public:
  explicit NodeDevice(std::string path) : path_(std::move(path)) {}
  std::string name() const override { return "node:" + path_; }
  Width width() const override { return own_width; }

  std::unique_ptr<File> open(OpenMode mode, int& error) override {
    const int descriptor = ::open(path_.c_str(), flags(mode) | O_CLOEXEC);
    error = descriptor < 0 ? errno : 0;
    return descriptor < 0 ? nullptr : std::make_unique<NodeFile>(descriptor);
  }

 private:
  std::string path_;
};

}  // namespace

int descriptor_of(const File& file) {
  const auto* node = dynamic_cast<const NodeFile*>(&file);
  return node == nullptr ? -1 : node->descriptor();
}

std::unique_ptr<Device> make_node_device(const std::string& path) {
  return std::make_unique<NodeDevice>(path);
}

}  // namespace iopact
