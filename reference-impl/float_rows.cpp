// SPDX-License-Identifier: GPL-2.0-or-later
#include "reference-impl/float_rows.h"

#include <algorithm>

#include "reference-impl/score.h"

namespace iopact {
namespace {

constexpr std::size_t rows_in_place = 256;
constexpr std::size_t fewest_rows = 8;        // what the kernels sum at once
constexpr std::size_t widened_floats = 4096;  // half of a small first-level cache

}  // namespace

FloatRows::FloatRows(const VectorFormat& format) : format_(format) {
  std::size_t padded = padded_dimensions(format.dimensions);
  in_place_ = format.type == ElementType::float32 && format.stride() >= padded * sizeof(float);
  most_ = in_place_ ? rows_in_place : std::clamp(widened_floats / padded, fewest_rows, rows_in_place);
  stride_ = in_place_ ? format.stride() / sizeof(float) : padded;
}

const float* FloatRows::load(const std::byte* vectors, std::size_t count) {
  if (in_place_) return reinterpret_cast<const float*>(vectors);
  if (widened_.size() < count * stride_) widened_.resize(count * stride_);
  std::size_t bytes = format_.stride();
  for (std::size_t i = 0; i < count; ++i) {
    widen_vector(format_.type, vectors + i * bytes, {widened_.data() + i * stride_, format_.dimensions});
  }
  return widened_.data();
}

}  // namespace iopact
