// SPDX-License-Identifier: GPL-2.0-or-later
#include "reference-impl/standin/driver_device.h"

#include <mutex>
#include <stdexcept>
#include <utility>

#include "reference-impl/device.h"
#include "reference-impl/standin/standin.h"

namespace iopact {
namespace {

std::size_t copy_in(void* context, void* to, std::uint64_t from, std::size_t bytes) {
  return static_cast<UserMemory*>(context)->copy_in(to, from, bytes);
}

std::size_t copy_out(void* context, std::uint64_t to, const void* from, std::size_t bytes) {
  return static_cast<UserMemory*>(context)->copy_out(to, from, bytes);
}

// The module, loaded while there is a Device.
class Module {
 public:
  static Module& instance() {
    static Module module;
    return module;
  }

  void acquire() {
    const std::lock_guard guard(mutex_);
    if (users_ == 0) load();
    ++users_;
  }

  void release() {
    const std::lock_guard guard(mutex_);
    if (--users_ == 0) standin_unload();
  }

  bool choose_arithmetic(const std::string& name) {
    const std::lock_guard guard(mutex_);
    if (users_ != 0) throw std::logic_error("the driver is loaded");
    const std::string before = std::exchange(arithmetic_, name);
    standin_set_param("simd", arithmetic_.c_str());
    const bool works = standin_load() == 0;
    if (works) standin_unload();
    if (!works) arithmetic_ = before;
    return works;
  }

  // A parameter of all files: Devices with different limits take turns.
  void limit(std::uint64_t max_bytes) {
    const std::lock_guard guard(mutex_);
    if (max_bytes == max_bytes_) return;
    max_bytes_ = max_bytes;
    standin_set_param("max_bytes", std::to_string(max_bytes).c_str());
  }

 private:
  void load() {
    standin_set_param("simd", arithmetic_.c_str());
    if (standin_load() != 0) throw std::runtime_error("the driver does not load");
  }

  std::mutex mutex_;
  unsigned users_ = 0;
  std::uint64_t max_bytes_ = 0;
  std::string arithmetic_ = "auto";
};

// A system call of one thread.
class SystemCall {
 public:
  explicit SystemCall(UserMemory& memory) : caller_{&memory, copy_in, copy_out} { standin_enter(&caller_); }
  ~SystemCall() { standin_leave(); }
  SystemCall(const SystemCall&) = delete;
  SystemCall& operator=(const SystemCall&) = delete;

 private:
  standin_caller caller_;
};

class DriverFile final : public File {
 public:
  DriverFile(UserMemory& memory, Width width, std::uint64_t max_bytes, struct file* file)
      : memory_(memory), width_(width), max_bytes_(max_bytes), file_(file) {}
  ~DriverFile() override {
    const SystemCall call(memory_);
    standin_close(file_);
  }
  DriverFile(const DriverFile&) = delete;
  DriverFile& operator=(const DriverFile&) = delete;

  int ioctl(std::uint32_t number, std::uint64_t argument) override {
    Module::instance().limit(max_bytes_);
    const SystemCall call(memory_);
    const long result = width_ == Width::bits64
                            ? standin_ioctl(file_, number, argument)
                            : standin_compat_ioctl(file_, number, static_cast<std::uint32_t>(argument));
    return static_cast<int>(result);
  }

  std::int64_t pread(std::uint64_t to, std::size_t bytes, std::uint64_t offset) override {
    const SystemCall call(memory_);
    return standin_pread(file_, to, bytes, offset);
  }

 private:
  UserMemory& memory_;
  Width width_;
  std::uint64_t max_bytes_;
  struct file* file_;
};

class DriverDevice final : public Device {
 public:
  DriverDevice(UserMemory& memory, Width width, std::uint64_t max_bytes)
      : memory_(memory), width_(width), max_bytes_(max_bytes) {
    Module::instance().acquire();
  }
  ~DriverDevice() override { Module::instance().release(); }
  DriverDevice(const DriverDevice&) = delete;
  DriverDevice& operator=(const DriverDevice&) = delete;

  std::string name() const override { return "driver"; }
  Width width() const override { return width_; }

  std::unique_ptr<File> open(OpenMode mode, int& error) override {
    const SystemCall call(memory_);
    struct file* file = standin_open(static_cast<unsigned>(mode), &error);
    return file == nullptr ? nullptr : std::make_unique<DriverFile>(memory_, width_, max_bytes_, file);
  }

 private:
  UserMemory& memory_;
  Width width_;
  std::uint64_t max_bytes_;
};

}  // namespace

std::unique_ptr<Device> make_driver_device(UserMemory& memory, Width width, std::uint64_t max_bytes) {
  return std::make_unique<DriverDevice>(memory, width, max_bytes);
}

bool choose_driver_arithmetic(const std::string& name) { return Module::instance().choose_arithmetic(name); }

}  // namespace iopact
