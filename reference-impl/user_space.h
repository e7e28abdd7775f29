// SPDX-License-Identifier: GPL-2.0-or-later
// A caller's memory: real pages of this process below 4 GiB, so that the same addresses serve 64- and 32-bit
// callers, the in-process Devices (through UserMemory) and a real node (through the CPU). Every page is
// mapped twice: once where the caller sees it, with the caller's permissions, and once for the test, always
// writable.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "abi/gen/user/iopact_runtime.h"

namespace iopact {

// What the caller may do with a page. x86 has no page that can be written but not read.
enum class Access : std::uint8_t { none, read, read_write };

// Where a buffer lies: its last byte before a guard page, or its first byte after one.
enum class Place { ends_at_guard, begins_at_guard };

// Whether each byte has this value. As fast as memcmp, in builds without optimisation too.
bool all_bytes_are(std::span<const std::byte> bytes, std::byte value);

class UserSpace final : public UserMemory {
 public:
  static constexpr std::size_t page_bytes = 4096;
  static constexpr std::size_t largest_buffer = 2048 * page_bytes;

  // Throws std::system_error when the pages cannot be had.
  explicit UserSpace(Width width);
  ~UserSpace() override;
  UserSpace(const UserSpace&) = delete;
  UserSpace& operator=(const UserSpace&) = delete;

  Width width() const { return width_; }

  // A buffer in the arena, valid until reset(); the rest of its pages holds canaries next to it. The bytes
  // are what they were: fill them. No system call. Throws std::bad_alloc when the arena is used up.
  std::uint64_t alloc(std::size_t bytes, Access access = Access::read_write,
                      Place place = Place::ends_at_guard);
  // Forgets all buffers, the record of fetches and the injected faults.
  void reset();
  // Buffers there are, and going back to so many of them: the last allocated go first.
  std::size_t buffers() const { return buffers_.size(); }
  void release(std::size_t buffers);

  // The test's own view of caller memory, whatever the caller may do there. The range must lie within one
  // buffer's pages, guard pages excluded; throws std::out_of_range otherwise.
  std::span<std::byte> view(std::uint64_t address, std::size_t bytes);
  void fill(std::uint64_t address, std::size_t bytes, std::byte value);
  void write(std::uint64_t address, const void* from, std::size_t bytes);
  std::vector<std::byte> read(std::uint64_t address, std::size_t bytes);

  // True while nothing was written beside any buffer of the arena.
  bool canaries_intact() const;
  // Contents of all buffers with their canaries, in order of allocation: equal means untouched.
  std::vector<std::byte> snapshot() const;

  // Addresses no caller can use: no page there, the kernel's half, neither half (64-bit only).
  static constexpr std::uint64_t unmapped = 0x1000;
  std::uint64_t kernel_address() const;
  static constexpr std::uint64_t non_canonical = 0x0000'8000'0000'1000;

  // From here on each byte fetched is noted. Off after construction and reset(); not for concurrent callers.
  void record_fetches();
  // A byte that was fetched twice since record_fetches(); 0 when there is none.
  std::uint64_t fetched_twice() const;

  // In-process Devices only, not for concurrent callers: the n-th copy from now on (0: the next) copies
  // nothing; or all bytes after the next n fault. Ends with that copy or with reset().
  void fail_copy(std::uint64_t n) { copies_until_fault_ = n; }
  void fault_after(std::uint64_t bytes) { bytes_until_fault_ = bytes; }
  // The copy that fail_copy() waits for has not come.
  bool fail_copy_pending() const { return copies_until_fault_ != never; }

  std::size_t copy_in(void* to, std::uint64_t from, std::size_t bytes) override;
  std::size_t copy_out(std::uint64_t to, const void* from, std::size_t bytes) override;

 private:
  // Slots of one size and permission lie side by side, a guard page before each and after the last.
  struct Pool {
    Access access;
    std::size_t first_page, pages_per_slot, slots;
    std::size_t used = 0;
  };
  struct Range {
    std::uint64_t begin, end;
  };
  struct Buffer {
    Range bytes, with_canaries;
    Pool* pool;
  };

  static constexpr std::uint64_t never = ~std::uint64_t{0};

  void lay_out_pools();
  void map_pages();
  void protect_pools();
  Pool& pool_for(std::size_t bytes, Access access);
  std::size_t page_index(std::uint64_t address) const { return (address - base_) / page_bytes; }
  std::byte* at(std::uint64_t address) const { return view_ + (address - base_); }
  std::size_t reachable(std::uint64_t address, std::size_t bytes, Access need) const;
  std::size_t grant(std::uint64_t address, std::size_t bytes, Access need);

  Width width_;
  std::vector<Pool> pools_;
  std::vector<Access> pages_;  // permission of each page of the arena
  std::uint64_t base_ = 0;     // the caller's mapping
  std::byte* view_ = nullptr;  // the test's mapping
  std::vector<Buffer> buffers_;
  std::vector<Range> fetches_;
  bool recording_ = false;
  std::uint64_t copies_until_fault_ = never;
  std::uint64_t bytes_until_fault_ = never;
};

// Buffers allocated while it lives are released at its end.
class BufferScope {
 public:
  explicit BufferScope(UserSpace& space) : space_(space), buffers_(space.buffers()) {}
  ~BufferScope() { space_.release(buffers_); }
  BufferScope(const BufferScope&) = delete;
  BufferScope& operator=(const BufferScope&) = delete;

 private:
  UserSpace& space_;
  std::size_t buffers_;
};

}  // namespace iopact
