// SPDX-License-Identifier: GPL-2.0-or-later
// The vectors of one file and their ids. Knows neither callers nor errnos; not synchronized.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "reference-impl/aligned.h"
#include "reference-impl/elements.h"
#include "reference-impl/id_index.h"

namespace iopact {

struct VectorFormat {
  ElementType type = ElementType::float32;
  std::uint32_t dimensions = 0;
  std::uint32_t alignment = 1;  // bytes, a power of two

  // Bytes from one stored vector to the next.
  std::size_t stride() const;
};

class VectorStore {
 public:
  // `max_bytes`: of vectors, padding included. Memory taken for vectors stays within it.
  explicit VectorStore(std::uint64_t max_bytes) : max_bytes_(max_bytes) {}

  // Only while there are no vectors.
  void set_format(const VectorFormat& format);
  const VectorFormat& format() const { return format_; }

  std::size_t count() const { return count_; }
  std::span<const std::byte> vectors() const { return {vectors_.data(), count_ * stride_}; }
  std::span<const std::uint64_t> ids() const { return {ids_.data(), count_}; }
  std::uint64_t highest_id() const { return highest_id_; }  // ever used; 0 before the first

  // Whether so many more vectors fit.
  bool has_room(std::uint64_t more) const;

  // A batch on its way in: it lies behind the vectors and is theirs once it is committed, or gone. What
  // throws std::bad_alloc leaves the vectors as they are.
  class Batch {
   public:
    explicit Batch(VectorStore& store) : store_(store) {}
    Batch(const Batch&) = delete;
    Batch& operator=(const Batch&) = delete;
    ~Batch() { store_.drop_behind(store_.count_); }

    // Vectors row by row: a multiple of the format's dimensions.
    void add_vectors(std::span<const std::uint32_t> elements);
    // One for each vector added, to be filled in.
    std::span<std::uint64_t> make_ids();

    // Whether an id stands in the file already, or twice in the batch.
    bool repeats_an_id() const;

    // Every vector behind the others.
    void append() noexcept;
    // A vector whose id is known replaces the first of that id; the others go behind.
    void overwrite();

   private:
    std::span<const std::uint64_t> ids() const;
    void raise_highest_id() noexcept;

    VectorStore& store_;
  };

 private:
  void grow_vectors(std::size_t bytes);
  void drop_behind(std::size_t count) noexcept;
  std::byte* vector_at(std::size_t position) { return vectors_.data() + position * stride_; }

  std::uint64_t max_bytes_;
  VectorFormat format_;
  std::size_t stride_ = 0;
  std::size_t count_ = 0;             // vectors committed
  AlignedVector<std::byte> vectors_;  // at their stride, padding zero; a batch behind those committed
  std::vector<std::uint64_t> ids_;    // likewise
  IdIndex index_;                     // of the first ids; catches up when it is asked for
  std::uint64_t highest_id_ = 0;
};

}  // namespace iopact
