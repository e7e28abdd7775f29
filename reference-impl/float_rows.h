// SPDX-License-Identifier: GPL-2.0-or-later
// Stored vectors as a Scorer takes them: rows of binary32, zeros up to a multiple of sixteen.
#pragma once

#include <cstddef>

#include "reference-impl/aligned.h"
#include "reference-impl/vector_store.h"

namespace iopact {

class FloatRows {
 public:
  explicit FloatRows(const VectorFormat& format);

  std::size_t most() const { return most_; }      // rows of one load
  std::size_t stride() const { return stride_; }  // floats from one row to the next

  // Rows of `count` vectors that lie at their stride, good until the next load. 1 <= count <= most().
  const float* load(const std::byte* vectors, std::size_t count);

 private:
  VectorFormat format_;
  bool in_place_;  // the file holds such rows itself
  std::size_t most_;
  std::size_t stride_;
  AlignedVector<float> widened_;
};

}  // namespace iopact
