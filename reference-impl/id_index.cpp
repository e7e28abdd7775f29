// SPDX-License-Identifier: GPL-2.0-or-later
#include "reference-impl/id_index.h"

#include <bit>

namespace iopact {
namespace {

// The finalizer of MurmurHash3: neighbouring ids land far apart.
std::uint64_t mix(std::uint64_t id) {
  id = (id ^ (id >> 33)) * 0xff51afd7ed558ccdull;
  id = (id ^ (id >> 33)) * 0xc4ceb9fe1a85ec53ull;
  return id ^ (id >> 33);
}

}  // namespace

void IdIndex::cover(std::span<const std::uint64_t> ids, std::size_t more) {
  std::size_t wanted = std::bit_ceil(2 * (ids.size() + more));
  if (slots_.size() < wanted) {
    slots_ = std::vector<std::uint32_t>(wanted);
    covered_ = 0;
  }
  for (; covered_ < ids.size(); ++covered_) find_or_add(ids.data(), static_cast<std::uint32_t>(covered_));
}

std::uint32_t IdIndex::find_or_add(const std::uint64_t* ids, std::uint32_t position) noexcept {
  std::uint32_t& slot = slots_[slot_of(ids, ids[position])];
  if (slot == 0) slot = position + 1;
  return slot - 1;
}

bool IdIndex::contains(const std::uint64_t* ids, std::uint64_t id) const noexcept {
  return !slots_.empty() && slots_[slot_of(ids, id)] != 0;
}

// The slot of this id, or the free one where it belongs.
std::size_t IdIndex::slot_of(const std::uint64_t* ids, std::uint64_t id) const noexcept {
  std::size_t mask = slots_.size() - 1;
  std::size_t slot = mix(id) & mask;
  while (slots_[slot] != 0 && ids[slots_[slot] - 1] != id) slot = (slot + 1) & mask;
  return slot;
}

}  // namespace iopact
