// SPDX-License-Identifier: GPL-2.0-or-later
#include "conformance/breakage.h"

#include <cstring>
#include <stdexcept>

#include "abi/gen/cases/vexfs_v2_cases.h"
#include "conformance/bed.h"

namespace iopact::conformance {
namespace {

const cases::Field* find_field(const cases::Command* command, const std::string& name) {
  if (command == nullptr) return nullptr;
  for (const cases::Field& field : command->fields) {
    if (field.name == name) return &field;
  }
  return nullptr;
}

class BrokenFile final : public File {
 public:
  BrokenFile(std::shared_ptr<File> sound, UserSpace& space, const Breakage& breakage)
      : sound_(std::move(sound)), space_(space), breakage_(breakage) {}

  int ioctl(std::uint32_t number, std::uint64_t argument) override {
    Call call{*sound_, space_, number, argument};
    return breakage_.ioctl != nullptr ? breakage_.ioctl(call) : call.pass();
  }

  std::int64_t pread(std::uint64_t to, std::size_t bytes, std::uint64_t offset) override {
    Read read{*sound_, space_, to, bytes, offset};
    return breakage_.read != nullptr ? breakage_.read(read) : read.pass();
  }

 private:
  std::shared_ptr<File> sound_;
  UserSpace& space_;
  const Breakage& breakage_;
};

class BrokenDevice final : public Device {
 public:
  BrokenDevice(std::unique_ptr<Device> sound, UserSpace& space, const Breakage& breakage)
      : sound_(std::move(sound)), space_(space), breakage_(breakage) {}

  std::string name() const override { return sound_->name() + " with " + breakage_.name; }
  Width width() const override { return sound_->width(); }

  std::unique_ptr<File> open(OpenMode mode, int& error) override {
    error = 0;
    if (!breakage_.one_file || !file_) {
      file_ = sound_->open(breakage_.open != nullptr ? breakage_.open(mode) : mode, error);
    }
    auto file = file_ ? std::make_unique<BrokenFile>(file_, space_, breakage_) : nullptr;
    if (!breakage_.one_file) file_.reset();
    return file;
  }

 private:
  std::unique_ptr<Device> sound_;
  UserSpace& space_;
  const Breakage& breakage_;
  std::shared_ptr<File> file_;
};

}  // namespace

const cases::Command* Call::command() const {
  for (const cases::Command& command : vexfs_v2::cases.commands) {
    if (command.number[width_index(space.width())] == number) return &command;
  }
  return nullptr;
}

bool Call::is(int command_index) const { return command() == &vexfs_v2::cases.commands[command_index]; }

bool Call::is_there(std::uint64_t address, std::size_t bytes) const {
  try {
    space.view(address, bytes);
    return true;
  } catch (const std::out_of_range&) {
    return false;
  }
}

std::optional<std::uint64_t> Call::get(const char* name) const {
  const cases::Field* field = find_field(command(), name);
  const std::size_t w = width_index(space.width());
  if (field == nullptr || !is_there(argument + field->offset[w], field->size[w])) return std::nullopt;
  std::uint64_t value = 0;
  std::memcpy(&value, space.view(argument + field->offset[w], field->size[w]).data(), field->size[w]);
  return value;
}

void Call::set(const char* name, std::uint64_t value) {
  const cases::Field* field = find_field(command(), name);
  const std::size_t w = width_index(space.width());
  if (field == nullptr || !is_there(argument + field->offset[w], field->size[w])) return;
  space.write(argument + field->offset[w], &value, field->size[w]);
}

int Call::pass_with(const char* field, std::uint64_t value) {
  const std::optional<std::uint64_t> before = get(field);
  if (!before) return pass();
  set(field, value);
  const int result = pass();
  set(field, *before);
  return result;
}

template <typename T>
std::optional<T> Call::peek(std::uint64_t address) const {
  if (!is_there(address, sizeof(T))) return std::nullopt;
  T value;
  std::memcpy(&value, space.view(address, sizeof(T)).data(), sizeof(T));
  return value;
}

template <typename T>
void Call::poke(std::uint64_t address, T value) {
  if (is_there(address, sizeof(T))) space.write(address, &value, sizeof(T));
}

template std::optional<std::byte> Call::peek(std::uint64_t) const;
template std::optional<std::uint32_t> Call::peek(std::uint64_t) const;
template std::optional<std::uint64_t> Call::peek(std::uint64_t) const;
template void Call::poke(std::uint64_t, std::byte);
template void Call::poke(std::uint64_t, std::uint32_t);
template void Call::poke(std::uint64_t, std::uint64_t);

std::vector<const Breakage*> all_breakages() {
  std::vector<const Breakage*> all;
  for (const auto& group : {number_breakages(), memory_breakages(), field_breakages(), state_breakages(),
                            insert_breakages(), search_breakages()}) {
    for (const Breakage& breakage : group) all.push_back(&breakage);
  }
  return all;
}

std::unique_ptr<Device> break_device(std::unique_ptr<Device> sound, UserSpace& space,
                                     const std::string& name) {
  for (const Breakage* breakage : all_breakages()) {
    if (breakage->name == name) return std::make_unique<BrokenDevice>(std::move(sound), space, *breakage);
  }
  return nullptr;
}

}  // namespace iopact::conformance
