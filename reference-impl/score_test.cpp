// SPDX-License-Identifier: GPL-2.0-or-later
#include "reference-impl/score.h"

#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <limits>
#include <random>

#include "reference-impl/elements.h"

namespace iopact {
namespace {

using Floats = std::vector<float>;
constexpr Metric metrics[] = {Metric::euclidean, Metric::cosine, Metric::dot_product};
constexpr float infinity = std::numeric_limits<float>::infinity();
constexpr float nan_value = std::numeric_limits<float>::quiet_NaN();

Floats ones(std::size_t count) { return Floats(count, 1.0f); }

TEST(Score, known_values) {
  EXPECT_EQ(score(Metric::euclidean, Floats{1, 2}, Floats{4, 6}), 5);
  EXPECT_EQ(score(Metric::dot_product, Floats{1, 2}, Floats{4, 6}), 16);
  EXPECT_EQ(score(Metric::cosine, Floats{2, 0}, Floats{3, 4}), 1 - 6.0f / 10);
  EXPECT_EQ(score(Metric::cosine, Floats{1, 1}, Floats{-1, -1}),
            1 + 2.0f / (std::sqrt(2.0f) * std::sqrt(2.0f)));
}

TEST(Score, cosine_is_one_when_a_sum_of_squares_is_zero) {
  EXPECT_EQ(score(Metric::cosine, Floats{0, -0.0f}, Floats{1, 1}), 1);
  EXPECT_EQ(score(Metric::cosine, Floats{1, 1}, Floats{0, 0}), 1);
  EXPECT_EQ(score(Metric::cosine, Floats{0}, Floats{nan_value}), 1);
  EXPECT_EQ(score(Metric::cosine, Floats{0}, Floats{infinity}), 1);
  EXPECT_EQ(score(Metric::cosine, Floats{1e-30f}, Floats{1e-30f}), 1);  // squares underflow to 0 in binary32
  EXPECT_NE(score(Metric::cosine, Floats{1e-22f}, Floats{1e-22f}), 1);  // subnormal squares are kept
}

// 2^24 swallows a 1 that is added to it alone; two ones that were added to each other first survive.
constexpr float big = 0x1p24f;

TEST(Order, terms_sixteen_apart_share_an_accumulator) {
  Floats vector(33);
  vector[0] = big;
  vector[16] = 1;
  vector[32] = 1;
  EXPECT_EQ(score(Metric::dot_product, ones(33), vector), big);
  std::swap(vector[0], vector[32]);  // now 1 + 1 + 2^24
  EXPECT_EQ(score(Metric::dot_product, ones(33), vector), big + 2);
}

TEST(Order, other_terms_do_not) {
  Floats vector(33);
  vector[0] = big;
  vector[17] = 1;
  vector[1] = 1;
  EXPECT_EQ(score(Metric::dot_product, ones(33), vector), big + 2);
}

// 2^24 in accumulator 0 and ones in two others: they survive when they meet each other first. Each pair tells
// the folding by s = 8, 4, 2, 1 from another order (neighbours first, or one after the other).
TEST(Order, halves_are_folded_from_eight_down) {
  struct Pair {
    std::size_t a, b;
    bool meet_first;
  };
  constexpr Pair pairs[] = {{1, 9, true},  {2, 10, true}, {4, 12, true}, {6, 14, true}, {1, 5, true},
                            {2, 6, true},  {1, 3, true},  {3, 5, true},  {8, 9, false}, {8, 12, false},
                            {4, 5, false}, {4, 6, false}, {2, 4, false}, {2, 3, false}, {1, 2, false}};
  for (Pair pair : pairs) {
    Floats vector(16);
    vector[0] = big;
    vector[pair.a] = vector[pair.b] = 1;
    EXPECT_EQ(score(Metric::dot_product, ones(16), vector), pair.meet_first ? big + 2 : big)
        << pair.a << ", " << pair.b;
  }
}

TEST(Order, products_are_rounded_before_they_are_added) {
  constexpr float x = 1 + 0x1p-12f;  // x * x = 1 + 2^-11 + 2^-24
  constexpr float rounded = 1 + 0x1p-11f;
  Floats query(17), vector(17);
  query[0] = -1, vector[0] = rounded;
  query[16] = vector[16] = x;
  EXPECT_EQ(score(Metric::dot_product, query, vector), 0);  // 2^-24 if it is fused
}

TEST(Order, subnormals_are_kept) {
  EXPECT_EQ(score(Metric::dot_product, Floats{0x1p-100f}, Floats{0x1p-49f}), 0x1p-149f);
  EXPECT_EQ(score(Metric::dot_product, Floats{0x1p-149f}, Floats{1}), 0x1p-149f);
}

// Scores of `vectors` by an instruction set, as bits; NaN in its one form.
std::vector<std::uint32_t> bits_by(InstructionSet set, Metric metric, const Floats& query, const Floats& rows,
                                   std::size_t stride, std::size_t count) {
  Floats scores(count);
  Scorer(metric, query, set).score_rows(rows.data(), stride, count, scores.data());
  std::vector<std::uint32_t> bits;
  for (float value : scores)
    bits.push_back(std::isnan(value) ? 0x7fc00000 : std::bit_cast<std::uint32_t>(value));
  return bits;
}

// Elements of every kind, mostly of like size so that rounding matters everywhere.
class Elements {
 public:
  explicit Elements(bool special) : special_(special) {}

  float next() {
    if (!special_ || random_() % 64 != 0) return normal_(random_);
    const float specials[] = {nan_value, infinity, -infinity, 0,      -0.0f,
                              1e-40f,    -1e-44f,  3e38f,     -3e38f, 1e-20f};
    return specials[random_() % std::size(specials)];
  }

 private:
  bool special_;
  std::mt19937 random_{1};
  std::normal_distribution<float> normal_{0.1f, 1};
};

void expect_sets_agree(std::size_t dimensions, std::size_t count, bool special) {
  Elements elements(special);
  Floats query(dimensions);
  for (float& element : query) element = elements.next();
  std::size_t stride = padded_dimensions(dimensions) + (dimensions % 3) * 16;
  Floats rows(stride * count);
  for (std::size_t i = 0; i < count; ++i) {
    for (std::size_t j = 0; j < dimensions; ++j) rows[i * stride + j] = elements.next();
  }
  for (Metric metric : metrics) {
    auto expected = bits_by(InstructionSet::scalar, metric, query, rows, stride, count);
    for (InstructionSet set : instruction_sets()) {
      ASSERT_EQ(bits_by(set, metric, query, rows, stride, count), expected)
          << "set " << int(set) << ", metric " << int(metric) << ", dimensions " << dimensions;
    }
  }
}

TEST(InstructionSets, agree_for_every_dimension) {
  for (std::size_t dimensions = 1; dimensions <= 2000; ++dimensions) expect_sets_agree(dimensions, 9, false);
}

TEST(InstructionSets, agree_on_nan_infinity_and_subnormals) {
  for (std::size_t dimensions = 1; dimensions <= 300; ++dimensions) expect_sets_agree(dimensions, 40, true);
}

TEST(InstructionSets, agree_for_every_count) {
  for (std::size_t count = 1; count <= 70; ++count) expect_sets_agree(19, count, true);
}

TEST(InstructionSets, scalar_is_the_definition) {
  Elements elements(true);
  Floats query(100), vector(112);
  for (std::size_t j = 0; j < 100; ++j) query[j] = elements.next(), vector[j] = elements.next();
  for (Metric metric : metrics) {
    float expected = score(metric, query, {vector.data(), 100});
    auto bits = std::isnan(expected) ? 0x7fc00000 : std::bit_cast<std::uint32_t>(expected);
    EXPECT_EQ(bits_by(InstructionSet::scalar, metric, query, vector, 112, 1).front(), bits);
  }
}

TEST(InstructionSets, write_no_score_too_many) {
  Floats query(20, 1), rows(32 * 3), scores(12, 77);
  for (InstructionSet set : instruction_sets()) {
    Scorer(Metric::cosine, query, set).score_rows(rows.data(), 32, 3, scores.data());
    EXPECT_EQ(Floats(scores.begin() + 3, scores.end()), Floats(9, 77));
  }
}

}  // namespace
}  // namespace iopact
