// SPDX-License-Identifier: GPL-2.0-or-later
// Where an id first stands in a file. An open-addressing table of positions; the ids themselves lie in the
// file.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace iopact {

class IdIndex {
 public:
  // Indexes those of a file's ids that are not yet, and makes room for `more`. Throws std::bad_alloc and has
  // changed nothing then.
  void cover(std::span<const std::uint64_t> ids, std::size_t more);

  // Where the id at `position` first stands: right there if it is new, and it is indexed then. Needs room
  // that cover() made.
  std::uint32_t find_or_add(const std::uint64_t* ids, std::uint32_t position) noexcept;

  bool contains(const std::uint64_t* ids, std::uint64_t id) const noexcept;

 private:
  std::size_t slot_of(const std::uint64_t* ids, std::uint64_t id) const noexcept;

  std::vector<std::uint32_t> slots_;  // position + 1; 0 is free. A power of two, at most half full
  std::size_t covered_ = 0;           // ids that cover() has been through
};

}  // namespace iopact
