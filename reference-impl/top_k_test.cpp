// SPDX-License-Identifier: GPL-2.0-or-later
#include "reference-impl/top_k.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <random>

namespace iopact {
namespace {

constexpr float infinity = std::numeric_limits<float>::infinity();
constexpr float nan_value = std::numeric_limits<float>::quiet_NaN();

bool better(float a, float b, Better which) {
  if (std::isnan(a) || std::isnan(b)) return !std::isnan(a);
  return which == Better::smaller ? a < b : a > b;
}

std::vector<std::uint32_t> sorted_positions(const std::vector<float>& scores, std::size_t k, Better which) {
  std::vector<std::uint32_t> positions(scores.size());
  for (std::uint32_t i = 0; i < positions.size(); ++i) positions[i] = i;
  auto both = [&](auto a, auto b) {
    return better(scores[a], scores[b], which) && !better(scores[b], scores[a], which);
  };
  std::stable_sort(positions.begin(), positions.end(), both);
  positions.resize(std::min(k, positions.size()));
  return positions;
}

std::vector<TopK::Hit> best(const std::vector<float>& scores, std::size_t k, Better which,
                            std::size_t at_once) {
  TopK top(which, k, scores.size());
  for (std::size_t at = 0; at < scores.size(); at += at_once) {
    top.add(std::span(scores).subspan(at, std::min(at_once, scores.size() - at)),
            static_cast<std::uint32_t>(at));
  }
  return top.take();
}

void expect_as_sorted(const std::vector<float>& scores, std::size_t k) {
  for (Better which : {Better::smaller, Better::larger}) {
    for (std::size_t at_once : {1, 7, 256}) {
      std::vector<std::uint32_t> positions;
      for (const TopK::Hit& hit : best(scores, k, which, at_once)) {
        positions.push_back(hit.position());
        auto given = scores[hit.position()];
        EXPECT_EQ(std::bit_cast<std::uint32_t>(hit.score), std::bit_cast<std::uint32_t>(given));
      }
      EXPECT_EQ(positions, sorted_positions(scores, k, which)) << "k " << k << ", " << at_once << " at once";
    }
  }
}

TEST(RankOf, orders_every_kind_of_number) {
  const float ascending[] = {-infinity, -1, -1e-40f, -0.0f, 1e-40f, 1, infinity};
  for (std::size_t i = 0; i + 1 < std::size(ascending); ++i) {
    EXPECT_LT(rank_of(ascending[i], Better::smaller), rank_of(ascending[i + 1], Better::smaller)) << i;
    EXPECT_GT(rank_of(ascending[i], Better::larger), rank_of(ascending[i + 1], Better::larger)) << i;
  }
  for (Better which : {Better::smaller, Better::larger}) {
    EXPECT_EQ(rank_of(0.0f, which), rank_of(-0.0f, which));
    EXPECT_EQ(rank_of(nan_value, which), rank_of(-nan_value, which));
    EXPECT_GT(rank_of(nan_value, which), rank_of(infinity, which));
    EXPECT_GT(rank_of(nan_value, which), rank_of(-infinity, which));
  }
}

TEST(TopK, special_values) {
  expect_as_sorted({nan_value, 0.0f, -0.0f, infinity, -infinity, -nan_value, -0.0f, 0.0f, 1, -1, 1}, 11);
  expect_as_sorted({nan_value, 0.0f, -0.0f, infinity, -infinity, -nan_value, -0.0f, 0.0f, 1, -1, 1}, 4);
  expect_as_sorted(std::vector<float>(300, nan_value), 70);
  expect_as_sorted({}, 3);
}

TEST(TopK, random_scores_with_many_ties) {
  std::mt19937 random(1);
  for (std::size_t count : {1u, 63u, 64u, 65u, 1000u, 5000u}) {
    std::vector<float> scores;
    for (std::size_t i = 0; i < count; ++i) scores.push_back(static_cast<float>(random() % 200) - 100);
    for (std::size_t k : {1u, 2u, 31u, 32u, 33u, 64u, 500u, 65536u}) expect_as_sorted(scores, k);
  }
}

TEST(TopK, scores_that_only_get_better_or_worse) {
  std::vector<float> rising;
  for (int i = 0; i < 1000; ++i) rising.push_back(static_cast<float>(i));
  expect_as_sorted(rising, 10);
  std::reverse(rising.begin(), rising.end());
  expect_as_sorted(rising, 10);
}

}  // namespace
}  // namespace iopact
