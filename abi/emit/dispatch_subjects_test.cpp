// SPDX-License-Identifier: GPL-2.0-or-later
#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

#include "abi/emit/dispatch_test.h"
#include "abi/emit/testdata/dispatch/bodies.h"
#include "abi/emit/testdata/dispatch/kernel_side.h"
#include "abi/emit/testdata/golden/legacy/cases/ugly_cases.h"
#include "abi/emit/testdata/golden/legacy/user/ugly_abi.h"
#include "abi/emit/testdata/golden/odd/cases/odd_cases.h"
#include "abi/emit/testdata/golden/odd/user/odd_abi.h"
#include "abi/emit/testdata/golden/strict/cases/demo_queue_cases.h"
#include "abi/emit/testdata/golden/strict/user/demo_queue_abi.h"

#define A(member) arg.member
#define BE16(n) static_cast<std::uint16_t>(n)
#define BE64(n) (n)
#define KIND(n) (n)
#define ADDRESS(n) (n)
#define SWAP(a, b) std::swap(a, b)

namespace iopact::emit {

namespace {

CallerMemory* kernel_memory = nullptr;

unsigned user_calls = 0;
bool user_is_capable = false;
Width user_width = Width::bits64;

class OddHandlers final : public odd::Handlers {
 public:
  int values(UserMemory&, const odd::Values& arg) override {
    ++user_calls;
    DO_ODD_VALUES;
  }
  int deep(UserMemory&, odd::Deep& arg) override {
    ++user_calls;
    DO_ODD_DEEP;
  }
  int full(UserMemory&, odd::Full& arg) override {
    ++user_calls;
    DO_ODD_FULL;
  }
  int list(UserMemory& memory, odd::List& arg, std::uint64_t links) override {
    ++user_calls;
    for (unsigned i = 0; i < arg.used % 4u; ++i) {
      odd::Link link;
      if (const int error = change(memory, links + i * odd::link_bytes(user_width), link)) return error;
      arg.state = static_cast<std::uint8_t>(arg.state + link.key);
    }
    ++arg.used;
    return 0;
  }
  int report(UserMemory&, odd::Report& arg) override {
    ++user_calls;
    DO_ODD_REPORT;
  }
  int grow(UserMemory&, odd::Grow& arg) override {
    ++user_calls;
    DO_ODD_GROW;
  }
  int long_(UserMemory&, odd::Long& arg) override {
    ++user_calls;
    DO_ODD_LONG;
  }
  int delete_(UserMemory&) override {
    ++user_calls;
    return -7;
  }
  bool has_capability(std::string_view) override { return user_is_capable; }

 private:
  static int change(UserMemory& memory, std::uint64_t at, odd::Link& link) {
    if (const int error = read_argument(memory, at, user_width, link)) return error;
    if (const int error = check(link)) return error;
    link.data += link.key;
    return write_result(memory, at, user_width, link);
  }
};

class UglyHandlers final : public ugly::Handlers {
 public:
  int reset(UserMemory&) override {
    ++user_calls;
    return -5;
  }
  int get_mixed(UserMemory&, ugly::Mixed& arg) override {
    ++user_calls;
    DO_UGLY_MIXED;
  }
  int set_bits(UserMemory&, const ugly::Bits& arg) override {
    ++user_calls;
    DO_UGLY_BITS;
  }
  int packed(UserMemory&, ugly::Packed& arg) override {
    ++user_calls;
    DO_UGLY_PACKED;
  }
  int aligned(UserMemory&, ugly::Aligned& arg) override {
    ++user_calls;
    DO_UGLY_ALIGNED;
  }
  int nested(UserMemory&, ugly::Nested& arg) override {
    ++user_calls;
    DO_UGLY_NESTED;
  }
  int pointers(UserMemory&, ugly::Pointers& arg) override {
    ++user_calls;
    DO_UGLY_POINTERS;
  }
  int table(UserMemory&, ugly::Table& arg, std::uint64_t) override {
    ++user_calls;
    DO_UGLY_TABLE;
  }
  int get_long(UserMemory&, ugly::GetLong& arg) override {
    ++user_calls;
    DO_UGLY_GET_LONG;
  }
  int set_name(UserMemory&, const ugly::SetName& arg) override {
    ++user_calls;
    DO_UGLY_SET_NAME;
  }
};

class DemoHandlers final : public demo_queue::Handlers {
 public:
  int setup(UserMemory&, const demo_queue::Setup& arg) override {
    ++user_calls;
    DO_DEMO_SETUP;
  }
  int submit(UserMemory&, demo_queue::Submit& arg) override {
    ++user_calls;
    DO_DEMO_SUBMIT;
  }
  int drain(UserMemory&) override {
    ++user_calls;
    return 0;
  }
  bool has_capability(std::string_view) override { return user_is_capable; }
};

using Entry = long (*)(file*, unsigned, unsigned long);

Answer call_kernel(const Request& request, Entry native, Entry compat) {
  CallerMemory memory(request.memory);
  kernel_memory = &memory;
  dispatch_calls = 0;
  dispatch_is_capable = request.is_capable;
  dispatch_is_narrow = request.width == Width::bits32;
  const Entry entry = dispatch_is_narrow != 0 ? compat : native;
  const long result =
      entry(dispatch_file(static_cast<unsigned>(request.mode)), request.number, CallerMemory::base);
  kernel_memory = nullptr;
  return {result, dispatch_calls, memory.bytes(), memory.most_fetches()};
}

template <typename Handlers>
Answer call_user(const Request& request) {
  CallerMemory memory(request.memory);
  Handlers handlers;
  user_calls = 0;
  user_is_capable = request.is_capable;
  user_width = request.width;
  const long result =
      dispatch(handlers, memory, request.mode, request.width, request.number, CallerMemory::base);
  return {result, user_calls, memory.bytes(), memory.most_fetches()};
}

template <typename Handlers>
Subject subject(const char* name, const cases::Interface& table, Entry native, Entry compat) {
  return {name, &table, [=](const Request& one) { return call_kernel(one, native, compat); },
          call_user<Handlers>};
}

}  // namespace

const std::vector<Subject>& subjects() {
  static const std::vector<Subject> all = {
      subject<OddHandlers>("odd", odd::cases, odd_ioctl, odd_compat_ioctl),
      subject<UglyHandlers>("legacy", ugly::cases, ugly_ioctl, ugly_compat_ioctl),
      subject<DemoHandlers>("strict", demo_queue::cases, demo_queue_ioctl, demo_queue_compat_ioctl)};
  return all;
}

std::size_t CallerMemory::mapped(std::uint64_t address, std::size_t bytes) const {
  if (address < base || address > base + bytes_.size()) return 0;
  return std::min(bytes, bytes_.size() - static_cast<std::size_t>(address - base));
}

std::size_t CallerMemory::copy_in(void* to, std::uint64_t from, std::size_t bytes) {
  const std::size_t there = mapped(from, bytes);
  for (std::size_t i = 0; i < there; ++i) {
    static_cast<unsigned char*>(to)[i] = bytes_[from - base + i];
    ++fetches_[from - base + i];
  }
  return bytes - there;
}

std::size_t CallerMemory::copy_out(std::uint64_t to, const void* from, std::size_t bytes) {
  const std::size_t there = mapped(to, bytes);
  if (there != 0) std::memcpy(&bytes_[to - base], from, there);
  return bytes - there;
}

unsigned CallerMemory::most_fetches() const {
  return fetches_.empty() ? 0 : *std::max_element(fetches_.begin(), fetches_.end());
}

std::size_t index_of_width(Width width) { return width == Width::bits64 ? 0 : 1; }

void put(Request& request, const cases::Field& field, std::uint64_t value) {
  const std::size_t width = index_of_width(request.width);
  if (field.big_endian) value = __builtin_bswap64(value) >> (64 - 8 * field.size[width]);
  std::memcpy(&request.memory[field.offset[width]], &value, field.size[width]);  // both are little-endian
}

Request valid_request(const cases::Command& command, Width width, std::size_t bytes) {
  Request request;
  request.width = width;
  request.number = command.number[index_of_width(width)];
  request.memory.resize(bytes);
  for (const cases::Field& field : command.fields)
    if (field.in && field.kind == cases::Kind::integer) put(request, field, field.example);
  if (command.size_field >= 0)
    put(request, command.fields[static_cast<std::size_t>(command.size_field)],
        command.size[index_of_width(width)]);
  return request;
}

// What the stand-ins for the kernel reach the caller's memory through.
extern "C" unsigned long copy_from_user(void* to, const void* from, unsigned long bytes) {
  const std::size_t missing = kernel_memory->copy_in(to, reinterpret_cast<std::uintptr_t>(from), bytes);
  std::memset(static_cast<char*>(to) + (bytes - missing), 0, missing);
  return missing;
}

extern "C" unsigned long copy_to_user(void* to, const void* from, unsigned long bytes) {
  return kernel_memory->copy_out(reinterpret_cast<std::uintptr_t>(to), from, bytes);
}

extern "C" unsigned long clear_user(void* to, unsigned long bytes) {
  const std::vector<unsigned char> zeros(bytes);
  return copy_to_user(to, zeros.data(), bytes);
}

}  // namespace iopact::emit
