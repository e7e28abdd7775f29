// SPDX-License-Identifier: GPL-2.0-or-later
#include "reference-impl/vector_store.h"

#include <algorithm>
#include <cstring>
#include <limits>

namespace iopact {

std::size_t VectorFormat::stride() const {
  std::size_t mask = std::size_t{alignment} - 1;
  return (stored_bytes(type, dimensions) + mask) & ~mask;
}

void VectorStore::set_format(const VectorFormat& format) {
  format_ = format;
  stride_ = format.stride();
}

bool VectorStore::has_room(std::uint64_t more) const {
  std::uint64_t count = count_ + more;
  return count <= std::numeric_limits<std::uint32_t>::max() && count * stride_ <= max_bytes_;
}

void VectorStore::grow_vectors(std::size_t bytes) {
  std::size_t wanted = vectors_.size() + bytes;
  if (wanted > vectors_.capacity()) {
    std::uint64_t doubled = std::min<std::uint64_t>(2 * std::uint64_t{vectors_.capacity()}, max_bytes_);
    vectors_.reserve(std::max(wanted, static_cast<std::size_t>(doubled)));
  }
  vectors_.resize(wanted);
}

void VectorStore::drop_behind(std::size_t count) noexcept {
  count_ = count;
  vectors_.resize(count * stride_);
  ids_.resize(count);
}

void VectorStore::Batch::add_vectors(std::span<const std::uint32_t> elements) {
  const VectorFormat& format = store_.format_;
  std::size_t before = store_.vectors_.size();
  store_.grow_vectors(elements.size() / format.dimensions * store_.stride_);
  std::byte* to = store_.vectors_.data() + before;
  for (std::size_t at = 0; at < elements.size(); at += format.dimensions, to += store_.stride_) {
    store_vector(format.type, elements.subspan(at, format.dimensions), to);
  }
}

std::span<std::uint64_t> VectorStore::Batch::make_ids() {
  store_.ids_.resize(store_.vectors_.size() / store_.stride_);
  return {store_.ids_.data() + store_.count_, store_.ids_.size() - store_.count_};
}

std::span<const std::uint64_t> VectorStore::Batch::ids() const {
  return {store_.ids_.data() + store_.count_, store_.ids_.size() - store_.count_};
}

bool VectorStore::Batch::repeats_an_id() const {
  std::vector<std::uint64_t> sorted(ids().begin(), ids().end());
  std::sort(sorted.begin(), sorted.end());
  if (std::adjacent_find(sorted.begin(), sorted.end()) != sorted.end()) return true;
  store_.index_.cover(store_.ids(), 0);
  return std::any_of(sorted.begin(), sorted.end(),
                     [&](std::uint64_t id) { return store_.index_.contains(store_.ids_.data(), id); });
}

void VectorStore::Batch::raise_highest_id() noexcept {
  for (std::uint64_t id : ids()) store_.highest_id_ = std::max(store_.highest_id_, id);
}

void VectorStore::Batch::append() noexcept {
  raise_highest_id();
  store_.count_ = store_.ids_.size();
}

void VectorStore::Batch::overwrite() {
  store_.index_.cover(store_.ids(), ids().size());
  raise_highest_id();
  std::size_t end = store_.count_;
  for (std::size_t from = end; from < store_.ids_.size(); ++from) {
    store_.ids_[end] = store_.ids_[from];  // of those from `end` to `from` every one has its place already
    std::size_t to = store_.index_.find_or_add(store_.ids_.data(), static_cast<std::uint32_t>(end));
    if (to != from) std::memcpy(store_.vector_at(to), store_.vector_at(from), store_.stride_);
    end += to == end;
  }
  store_.drop_behind(end);
}

}  // namespace iopact
