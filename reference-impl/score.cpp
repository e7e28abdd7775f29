// SPDX-License-Identifier: GPL-2.0-or-later
#include "reference-impl/score.h"

#include <algorithm>
#include <cmath>

#include "reference-impl/score_kernels.h"

namespace iopact {
namespace {

template <class Term>
float sum(std::size_t terms, Term term) {
  float a[accumulators] = {};
  for (std::size_t j = 0; j < terms; ++j) a[j % accumulators] += term(j);
  for (std::size_t s = accumulators / 2; s > 0; s /= 2) {
    for (std::size_t i = 0; i < s; ++i) a[i] += a[i + s];
  }
  return a[0];
}

float dot(std::span<const float> x, std::span<const float> y) {
  return sum(x.size(), [&](std::size_t j) { return x[j] * y[j]; });
}

float squared_distance(std::span<const float> x, std::span<const float> y) {
  return sum(x.size(), [&](std::size_t j) {
    float difference = x[j] - y[j];
    return difference * difference;
  });
}

float cosine_distance(float product, float query_squares, float vector_squares) {
  if (query_squares == 0 || vector_squares == 0) return 1;
  return 1 - product / (std::sqrt(query_squares) * std::sqrt(vector_squares));
}

const kernels::Kernels& kernels_of(InstructionSet set) {
#ifdef IOPACT_X86_KERNELS
  if (set == InstructionSet::avx2) return kernels::avx2;
  if (set == InstructionSet::avx512) return kernels::avx512;
#endif
  static_cast<void>(set);
  return kernels::vector128;
}

}  // namespace

float score(Metric metric, std::span<const float> query, std::span<const float> vector) {
  switch (metric) {
    case Metric::euclidean:
      return std::sqrt(squared_distance(query, vector));
    case Metric::cosine:
      return cosine_distance(dot(query, vector), dot(query, query), dot(vector, vector));
    case Metric::dot_product:
      return dot(query, vector);
  }
  return 0;
}

std::vector<InstructionSet> instruction_sets() {
  std::vector<InstructionSet> sets{InstructionSet::scalar, InstructionSet::vector128};
#ifdef IOPACT_X86_KERNELS
  if (__builtin_cpu_supports("avx2")) sets.push_back(InstructionSet::avx2);
  if (__builtin_cpu_supports("avx512f")) sets.push_back(InstructionSet::avx512);
#endif
  return sets;
}

Scorer::Scorer(Metric metric, std::span<const float> query, InstructionSet set)
    : metric_(metric), set_(set), dimensions_(query.size()), query_(padded_dimensions(query.size())) {
  std::copy(query.begin(), query.end(), query_.begin());
  if (metric == Metric::cosine) query_squares_ = dot(query, query);
}

void Scorer::score_rows(const float* rows, std::size_t stride, std::size_t count, float* scores) const {
  if (set_ == InstructionSet::scalar) {
    for (std::size_t i = 0; i < count; ++i) {
      scores[i] = score(metric_, {query_.data(), dimensions_}, {rows + i * stride, dimensions_});
    }
    return;
  }
  for (std::size_t i = 0; i < count; i += kernels::group_rows) {
    score_group(rows + i * stride, stride, std::min(count - i, kernels::group_rows), scores + i);
  }
}

void Scorer::score_group(const float* rows, std::size_t stride, std::size_t count, float* scores) const {
  kernels::Rows group{{}, query_.data(), query_.size() / accumulators};
  for (std::size_t i = 0; i < kernels::group_rows; ++i) group.row[i] = rows + std::min(i, count - 1) * stride;
  const kernels::Kernels& kernels = kernels_of(set_);
  kernels::Sums sums;
  switch (metric_) {
    case Metric::euclidean:
      kernels.squared_differences(group, sums);
      for (std::size_t i = 0; i < count; ++i) scores[i] = std::sqrt(sums.first[i]);
      return;
    case Metric::cosine:
      kernels.products_and_squares(group, sums);
      for (std::size_t i = 0; i < count; ++i) {
        scores[i] = cosine_distance(sums.first[i], query_squares_, sums.second[i]);
      }
      return;
    case Metric::dot_product:
      kernels.products(group, sums);
      std::copy_n(sums.first, count, scores);
      return;
  }
}

}  // namespace iopact
