// SPDX-License-Identifier: GPL-2.0-or-later
#include "conformance/request.h"

#include <gtest/gtest.h>

#include <cstring>
#include <string_view>

#include "conformance/bed.h"

namespace iopact::conformance {
namespace {

// Small numbers of the pointee's type: 1, 2, 3, …
Bytes numbers_from_one(std::string_view type, std::size_t element_bytes, std::size_t bytes) {
  Bytes result(bytes);
  const bool is_float = type.starts_with("float");
  std::uint32_t value = 1;
  for (std::size_t at = 0; at + element_bytes <= bytes; at += element_bytes, ++value) {
    const auto real = static_cast<float>(value);
    std::memcpy(result.data() + at, is_float ? static_cast<const void*>(&real) : &value,
                std::min(element_bytes, sizeof(value)));
  }
  return result;
}

}  // namespace

Request::Request(UserSpace& space, const cases::Command& command, std::byte poison)
    : space_(space), command_(command), w_(width_index(space.width())), bytes_(command.size[w_], poison) {
  const int fields = static_cast<int>(command.fields.size());
  for (int field = 0; field < fields; ++field) {
    const cases::Field& f = command.fields[field];
    if (f.in && f.kind == cases::Kind::integer) set(field, f.example);
  }
  for (int field = 0; field < fields; ++field) {
    if (command.fields[field].kind == cases::Kind::pointer) point_to_buffer(field, poison);
  }
}

void Request::point_to_buffer(int field, std::byte poison) {
  const cases::Field& f = command_.fields[field];
  const std::size_t bytes = buffer_bytes(field);
  const std::uint64_t buffer = space_.alloc(bytes);
  if (f.pointee_written) {
    space_.fill(buffer, bytes, poison);
  } else {
    space_.write(buffer, numbers_from_one(f.type, f.element_size[w_], bytes).data(), bytes);
  }
  set(field, buffer);
}

std::uint64_t Request::get(int field) const {
  const cases::Field& f = command_.fields[field];
  std::uint64_t value = 0;
  std::memcpy(&value, bytes_.data() + f.offset[w_], f.size[w_]);
  return value;
}

void Request::set(int field, std::uint64_t value) {
  const cases::Field& f = command_.fields[field];
  std::memcpy(bytes_.data() + f.offset[w_], &value, f.size[w_]);
}

std::size_t Request::buffer_bytes(int field) const {
  const cases::Field& f = command_.fields[field];
  std::size_t bytes = f.element_size[w_];
  for (const int length : f.length) bytes *= get(length);
  return bytes;
}

std::uint64_t Request::place(Access access, Place place) const {
  const std::uint64_t address = space_.alloc(bytes_.size(), access, place);
  space_.write(address, bytes_.data(), bytes_.size());
  return address;
}

std::uint64_t Request::place_unaligned(std::size_t shift) const {
  const std::uint64_t end = space_.alloc(bytes_.size() + 8 + shift) + bytes_.size() + 8;
  const std::uint64_t address = (end - bytes_.size()) / 8 * 8 + shift;
  space_.write(address, bytes_.data(), bytes_.size());
  return address;
}

int Request::call(File& file) const { return file.ioctl(number(), place()); }

void prepare(UserSpace& space, File& file, const cases::Interface& interface, const cases::Command& command) {
  for (const int before : command.after) {
    const BufferScope scope(space);
    const cases::Command& needed = interface.commands[before];
    EXPECT_EQ(Request(space, needed).call(file), 0) << needed.name << " must succeed before " << command.name;
  }
}

std::string short_name(const cases::Command& command) {
  const std::string_view name = command.name;
  const std::size_t ioc = name.find("_IOC_");
  return std::string(ioc == std::string_view::npos ? name : name.substr(ioc + 5));
}

}  // namespace iopact::conformance
