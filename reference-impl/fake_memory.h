// SPDX-License-Identifier: GPL-2.0-or-later
// A caller's memory for unit tests: buffers with unmapped space between them, fetches counted.
#pragma once

#include <algorithm>
#include <cstring>
#include <map>
#include <vector>

#include "abi/gen/user/iopact_runtime.h"

namespace iopact {

class FakeMemory final : public UserMemory {
 public:
  static constexpr unsigned char poison = 0xa5;

  // A buffer that ends at unmapped space.
  std::uint64_t alloc(std::size_t bytes) { return alloc_at(next_, bytes); }

  std::uint64_t alloc_at(std::uint64_t address, std::size_t bytes) {
    buffers_[address] = {std::vector<unsigned char>(bytes, poison), std::vector<unsigned>(bytes)};
    next_ = std::max(next_, (address + bytes + 0x1fff) / 0x1000 * 0x1000);
    return address;
  }

  template <class T>
  std::uint64_t put(const std::vector<T>& values) {
    std::uint64_t address = alloc(values.size() * sizeof(T));
    if (!values.empty())
      std::memcpy(buffers_[address].bytes.data(), values.data(), values.size() * sizeof(T));
    return address;
  }

  // `count` values at the start of a buffer.
  template <class T>
  std::vector<T> get(std::uint64_t address, std::size_t count) const {
    std::vector<T> values(count);
    if (count != 0) std::memcpy(values.data(), buffers_.at(address).bytes.data(), count * sizeof(T));
    return values;
  }

  const std::vector<unsigned char>& bytes(std::uint64_t address) const { return buffers_.at(address).bytes; }
  // How often each byte of a buffer has been read.
  const std::vector<unsigned>& fetches(std::uint64_t address) const { return buffers_.at(address).fetches; }
  // Addresses of the stores so far, in order.
  const std::vector<std::uint64_t>& stores() const { return stores_; }

  std::size_t copy_in(void* to, std::uint64_t from, std::size_t bytes) override {
    auto [buffer, offset] = find(from);
    if (buffer == nullptr) return bytes;
    std::size_t mapped = std::min(bytes, buffer->bytes.size() - offset);
    std::memcpy(to, buffer->bytes.data() + offset, mapped);
    for (std::size_t i = 0; i < mapped; ++i) ++buffer->fetches[offset + i];
    return bytes - mapped;
  }

  std::size_t copy_out(std::uint64_t to, const void* from, std::size_t bytes) override {
    stores_.push_back(to);
    auto [buffer, offset] = find(to);
    if (buffer == nullptr) return bytes;
    std::size_t mapped = std::min(bytes, buffer->bytes.size() - offset);
    std::memcpy(buffer->bytes.data() + offset, from, mapped);
    return bytes - mapped;
  }

 private:
  struct Buffer {
    std::vector<unsigned char> bytes;
    std::vector<unsigned> fetches;
  };

  std::pair<Buffer*, std::size_t> find(std::uint64_t address) {
    auto after = buffers_.upper_bound(address);
    if (after == buffers_.begin()) return {nullptr, 0};
    auto& [start, buffer] = *std::prev(after);
    auto offset = address - start;
    if (offset >= buffer.bytes.size()) return {nullptr, 0};
    return {&buffer, static_cast<std::size_t>(offset)};
  }

  std::map<std::uint64_t, Buffer> buffers_;
  std::vector<std::uint64_t> stores_;
  std::uint64_t next_ = 0x10000;
};

}  // namespace iopact
