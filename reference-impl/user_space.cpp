// SPDX-License-Identifier: GPL-2.0-or-later
#include "reference-impl/user_space.h"

#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <new>
#include <stdexcept>
#include <system_error>

namespace iopact {
namespace {

constexpr std::size_t page = UserSpace::page_bytes;
constexpr std::size_t canary_bytes = 64;
constexpr std::byte canary{0xc5};

// One past the last address a caller may name (TASK_SIZE of x86-64 and of its 32-bit processes).
constexpr std::uint64_t end_of_user(Width width) {
  return width == Width::bits64 ? 0x0000'7fff'ffff'f000 : 0xffff'e000;
}

[[noreturn]] void throw_errno(const char* what) {
  throw std::system_error(errno, std::generic_category(), what);
}

int protection(Access access) {
  if (access == Access::none) return PROT_NONE;
  return access == Access::read ? PROT_READ : PROT_READ | PROT_WRITE;
}

#ifdef MAP_32BIT
constexpr int below_4_gib = MAP_32BIT;
#else
constexpr int below_4_gib = 0;
#endif

}  // namespace

bool all_bytes_are(std::span<const std::byte> bytes, std::byte value) {
  if (bytes.empty()) return true;
  return bytes[0] == value && std::memcmp(bytes.data(), bytes.data() + 1, bytes.size() - 1) == 0;
}

UserSpace::UserSpace(Width width) : width_(width) {
  lay_out_pools();
  map_pages();
  protect_pools();
}

UserSpace::~UserSpace() {
  munmap(reinterpret_cast<void*>(static_cast<std::uintptr_t>(base_)), pages_.size() * page);
  munmap(view_, pages_.size() * page);
}

void UserSpace::lay_out_pools() {
  struct Shape {
    Access access;
    std::size_t pages, slots;
  };
  static constexpr Shape shapes[] = {
      {Access::read_write, 1, 48},  {Access::read_write, 4, 32},   {Access::read_write, 16, 16},
      {Access::read_write, 128, 8}, {Access::read_write, 2048, 4}, {Access::read, 1, 16},
      {Access::read, 16, 8},        {Access::read, 2048, 2},       {Access::none, 1, 8},
      {Access::none, 16, 4},
  };
  static_assert(largest_buffer == 2048 * page);
  std::size_t next = 1;
  for (const Shape& shape : shapes) {
    pools_.push_back({shape.access, next, shape.pages, shape.slots});
    pages_.resize(next, Access::none);
    for (std::size_t slot = 0; slot < shape.slots; ++slot) {
      pages_.insert(pages_.end(), shape.pages, shape.access);
      pages_.push_back(Access::none);
    }
    next = pages_.size();
  }
}

void UserSpace::map_pages() {
  const std::size_t bytes = pages_.size() * page;
  const int memory = memfd_create("iopact-user-space", MFD_CLOEXEC);
  if (memory < 0) throw_errno("memfd_create");
  if (ftruncate(memory, static_cast<off_t>(bytes)) != 0) throw_errno("ftruncate");
  void* caller = mmap(nullptr, bytes, PROT_NONE, MAP_SHARED | below_4_gib, memory, 0);
  void* test = mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_SHARED, memory, 0);
  if (caller == MAP_FAILED || test == MAP_FAILED) throw_errno("mmap");
  close(memory);
  base_ = reinterpret_cast<std::uintptr_t>(caller);
  view_ = static_cast<std::byte*>(test);
}

void UserSpace::protect_pools() {
  for (const Pool& pool : pools_) {
    for (std::size_t slot = 0; slot < pool.slots; ++slot) {
      const std::size_t first = pool.first_page + slot * (pool.pages_per_slot + 1);
      void* at = reinterpret_cast<void*>(static_cast<std::uintptr_t>(base_ + first * page));
      if (mprotect(at, pool.pages_per_slot * page, protection(pool.access)) != 0) throw_errno("mprotect");
    }
  }
}

UserSpace::Pool& UserSpace::pool_for(std::size_t bytes, Access access) {
  for (Pool& pool : pools_) {
    if (pool.access == access && pool.used < pool.slots && bytes <= pool.pages_per_slot * page) return pool;
  }
  throw std::bad_alloc();
}

std::uint64_t UserSpace::alloc(std::size_t bytes, Access access, Place place) {
  Pool& pool = pool_for(bytes, access);
  const std::size_t slot_bytes = pool.pages_per_slot * page;
  const std::uint64_t slot = base_ + (pool.first_page + pool.used++ * (pool.pages_per_slot + 1)) * page;
  const std::size_t border = std::min(canary_bytes, slot_bytes - bytes);
  Buffer buffer{.bytes = {}, .with_canaries = {}, .pool = &pool};
  if (place == Place::ends_at_guard) {
    buffer.bytes = {slot + slot_bytes - bytes, slot + slot_bytes};
    buffer.with_canaries = {buffer.bytes.begin - border, buffer.bytes.end};
    std::memset(at(buffer.with_canaries.begin), static_cast<int>(canary), border);
  } else {
    buffer.bytes = {slot, slot + bytes};
    buffer.with_canaries = {slot, slot + bytes + border};
    std::memset(at(buffer.bytes.end), static_cast<int>(canary), border);
  }
  buffers_.push_back(buffer);
  return buffer.bytes.begin;
}

void UserSpace::release(std::size_t buffers) {
  while (buffers_.size() > buffers) {
    --buffers_.back().pool->used;
    buffers_.pop_back();
  }
}

void UserSpace::reset() {
  release(0);
  fetches_.clear();
  recording_ = false;
  copies_until_fault_ = never;
  bytes_until_fault_ = never;
}

std::span<std::byte> UserSpace::view(std::uint64_t address, std::size_t bytes) {
  for (const Buffer& buffer : buffers_) {
    const std::uint64_t end = (buffer.bytes.end + page - 1) / page * page;
    const std::uint64_t begin = buffer.bytes.begin / page * page;
    if (address >= begin && address <= end && bytes <= end - address) return {at(address), bytes};
  }
  throw std::out_of_range("no buffer of the caller holds this range");
}

void UserSpace::fill(std::uint64_t address, std::size_t bytes, std::byte value) {
  if (bytes != 0) std::memset(view(address, bytes).data(), static_cast<int>(value), bytes);
}

void UserSpace::write(std::uint64_t address, const void* from, std::size_t bytes) {
  if (bytes != 0) std::memcpy(view(address, bytes).data(), from, bytes);
}

std::vector<std::byte> UserSpace::read(std::uint64_t address, std::size_t bytes) {
  const auto found = view(address, bytes);
  return {found.begin(), found.end()};
}

bool UserSpace::canaries_intact() const {
  const auto intact = [this](std::uint64_t begin, std::uint64_t end) {
    return all_bytes_are({at(begin), at(end)}, canary);
  };
  return std::ranges::all_of(buffers_, [&](const Buffer& buffer) {
    return intact(buffer.with_canaries.begin, buffer.bytes.begin) &&
           intact(buffer.bytes.end, buffer.with_canaries.end);
  });
}

std::vector<std::byte> UserSpace::snapshot() const {
  std::vector<std::byte> all;
  for (const Buffer& buffer : buffers_) {
    all.insert(all.end(), at(buffer.with_canaries.begin), at(buffer.with_canaries.end));
  }
  return all;
}

std::uint64_t UserSpace::kernel_address() const {
  return width_ == Width::bits64 ? 0xffff'8880'0000'0000 : 0xffff'f000;
}

void UserSpace::record_fetches() {
  fetches_.clear();
  recording_ = true;
}

std::uint64_t UserSpace::fetched_twice() const {
  std::vector<Range> sorted = fetches_;
  std::ranges::sort(sorted, {}, &Range::begin);
  std::uint64_t end = 0;
  for (const Range& fetch : sorted) {
    if (fetch.begin < end) return fetch.begin;
    end = std::max(end, fetch.end);
  }
  return 0;
}

// Bytes from `address` on that the caller's permissions let through. The kernel refuses a range that leaves
// the user's half as a whole, before it touches the first byte (access_ok).
std::size_t UserSpace::reachable(std::uint64_t address, std::size_t bytes, Access need) const {
  const std::uint64_t limit = end_of_user(width_);
  if (bytes > limit || address > limit - bytes) return 0;
  const std::uint64_t arena_end = base_ + pages_.size() * page;
  std::uint64_t next = address;
  while (next < address + bytes) {
    if (next < base_ || next >= arena_end || pages_[page_index(next)] < need) break;
    next = (next / page + 1) * page;
  }
  return std::min<std::uint64_t>(next, address + bytes) - address;
}

std::size_t UserSpace::grant(std::uint64_t address, std::size_t bytes, Access need) {
  if (copies_until_fault_ != never && copies_until_fault_-- == 0) return 0;
  std::size_t granted = reachable(address, bytes, need);
  if (bytes_until_fault_ != never) {
    granted = std::min<std::uint64_t>(granted, bytes_until_fault_);
    bytes_until_fault_ -= granted;
  }
  return granted;
}

std::size_t UserSpace::copy_in(void* to, std::uint64_t from, std::size_t bytes) {
  const std::size_t granted = grant(from, bytes, Access::read);
  if (granted != 0) std::memcpy(to, at(from), granted);
  if (recording_ && granted != 0) fetches_.push_back({from, from + granted});
  return bytes - granted;
}

std::size_t UserSpace::copy_out(std::uint64_t to, const void* from, std::size_t bytes) {
  const std::size_t granted = grant(to, bytes, Access::read_write);
  if (granted != 0) std::memcpy(at(to), from, granted);
  return bytes - granted;
}

}  // namespace iopact
