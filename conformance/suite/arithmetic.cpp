// SPDX-License-Identifier: GPL-2.0-or-later
// Scores, bit for bit: the order of additions, the rounding of each step, and the edges of the three metrics.
// Each case is chosen so that another order or another rounding gives another answer, and worked out by hand.
#include <bit>
#include <cmath>
#include <limits>

#include "conformance/suite/on_device.h"

namespace iopact::conformance {
namespace {

constexpr float big = 0x1p24F;  // big + 1 is a tie that rounds to big, big + 2 is exact
constexpr float infinity = std::numeric_limits<float>::infinity();
constexpr float largest = std::numeric_limits<float>::max();
constexpr float tiny = std::numeric_limits<float>::denorm_min();

// A vector of so many elements that are 0 but for a few.
struct At {
  std::size_t index;
  float value;
};

Floats sparse(std::size_t dimensions, std::initializer_list<At> elements) {
  Floats vector(dimensions, 0.0F);
  for (const At& element : elements) vector.at(element.index) = element.value;
  return vector;
}

class Arithmetic : public OnDevice {
 protected:
  float score(const Floats& query, const Floats& vector, SearchType type) {
    const std::unique_ptr<File> file = open();
    Client caller = client(*file);
    const auto dimensions = static_cast<std::uint32_t>(vector.size());
    EXPECT_EQ(caller.set(dimensions), 0);
    EXPECT_EQ(caller.insert(vector, dimensions), 0);
    const Found found = caller.search(query, 1, type);
    EXPECT_EQ(found.count, 1u);
    return found.count == 1 ? found.scores()[0] : 0;
  }

  // The sum of the elements, as the terms of a product with ones.
  float sum(const Floats& vector) { return score(Floats(vector.size(), 1.0F), vector, dot_product); }

  static std::uint32_t bits(float value) { return std::bit_cast<std::uint32_t>(value); }
};

// Terms 16 apart share an accumulator and are added one by one.
TEST_F(Arithmetic, TermsSixteenApartAreAddedInOrder) {
  EXPECT_EQ(sum(sparse(48, {{0, big}, {16, 1}, {32, 1}})), big);
  EXPECT_EQ(sum(sparse(48, {{0, 1}, {16, 1}, {32, big}})), big + 2);
  EXPECT_EQ(sum(sparse(64, {{5, 1}, {21, big}, {37, 1}, {53, -big}})), 0);
  EXPECT_EQ(sum(sparse(64, {{5, 1}, {21, 1}, {37, big}, {53, -big}})), 2);
}

// All other terms meet in the additions for s = 8, 4, 2, 1 alone.
TEST_F(Arithmetic, AccumulatorsAreFoldedByHalves) {
  EXPECT_EQ(sum(sparse(16, {{0, big}, {8, 1}, {4, 1}, {12, 1}})), big + 2);
  EXPECT_EQ(sum(sparse(16, {{0, big}, {8, 1}, {4, 1}})), big);
  EXPECT_EQ(sum(sparse(16, {{0, big}, {4, 1}, {12, 1}})), big + 2);
  EXPECT_EQ(sum(sparse(16, {{0, big}, {2, 1}, {6, 1}})), big + 2);
  EXPECT_EQ(sum(sparse(16, {{0, big}, {4, 1}, {2, 1}})), big);
  EXPECT_EQ(sum(sparse(16, {{0, big}, {1, 1}, {2, 1}})), big);
  EXPECT_EQ(sum(sparse(16, {{0, big}, {1, 1}, {3, 1}})), big + 2);
  EXPECT_EQ(sum(sparse(16, {{0, big}, {1, 1}, {5, 1}})), big + 2);
  EXPECT_EQ(sum(sparse(16, {{0, 1}, {8, big}, {4, 1}, {12, -big}})), 1);
}

TEST_F(Arithmetic, EveryLengthCounts) {
  for (std::size_t dimensions = 1; dimensions <= 70; ++dimensions) {
    Floats vector(dimensions);
    for (std::size_t i = 0; i < dimensions; ++i) vector[i] = static_cast<float>(i + 1);
    EXPECT_EQ(sum(vector), static_cast<float>(dimensions * (dimensions + 1) / 2));
    EXPECT_EQ(score(vector, Floats(dimensions, 0.0F), euclidean),
              std::sqrt(score(vector, vector, dot_product)));
    EXPECT_EQ(score(vector, vector, euclidean), 0);
  }
}

// (1 + 2^-12)^2 = 1 + 2^-11 + 2^-24 rounds to 1 + 2^-11; fused with the addition it would keep the 2^-24.
TEST_F(Arithmetic, ProductsAreRoundedBeforeTheyAreAdded) {
  const float x = 1 + 0x1p-12F;
  const float rounded = 1 + 0x1p-11F;
  EXPECT_EQ(score(sparse(32, {{0, 1}, {16, x}}), sparse(32, {{0, -rounded}, {16, x}}), dot_product), 0);
  EXPECT_EQ(score(sparse(16, {{0, 1}, {8, x}}), sparse(16, {{0, -rounded}, {8, x}}), dot_product), 0);
  const Floats squares = sparse(32, {{0, big}, {16, x}});
  EXPECT_EQ(score(squares, Floats(32, 0.0F), euclidean), big);
}

TEST_F(Arithmetic, SquaresAreRoundedBeforeTheyAreAdded) {
  // 1 + x^2: 2 + 2^-11 + 2^-24, and half a place of a number from 2 to 4 is 2^-23.
  const float x = 1 + 0x1p-12F;
  const float square = x * x;
  EXPECT_EQ(score(sparse(32, {{0, 1}, {16, x}}), Floats(32, 0.0F), euclidean), std::sqrt(1 + square));
}

TEST_F(Arithmetic, SubnormalsAreKept) {
  EXPECT_EQ(score({1}, {tiny}, dot_product), tiny);
  EXPECT_EQ(score({1, 1}, {tiny, tiny}, dot_product), 2 * tiny);
  EXPECT_EQ(score({0x1p-75F}, {0x1p-74F}, dot_product), tiny);
  EXPECT_EQ(score({0x1p-100F}, {0x1p-46F}, dot_product), 8 * tiny);
  EXPECT_EQ(score({tiny}, {0}, euclidean), 0) << "the square is below half the smallest";
  EXPECT_EQ(score({0x1p-74F}, {0}, euclidean), std::sqrt(0x1p-148F));
}

TEST_F(Arithmetic, ASumOfNegativeZeroesIsPositive) {
  EXPECT_EQ(bits(score({1}, {-0.0F}, dot_product)), 0u);
  EXPECT_EQ(bits(score({-1, 1}, {0, -0.0F}, dot_product)), 0u);
  EXPECT_EQ(bits(score(Floats(40, -0.0F), Floats(40, 1.0F), dot_product)), 0u);
}

TEST_F(Arithmetic, SumsOverflowToInfinity) {
  EXPECT_EQ(score({largest}, {2}, dot_product), infinity);
  EXPECT_EQ(score({1, 1}, {largest, largest}, dot_product), infinity);
  EXPECT_EQ(score({1e30F}, {0}, euclidean), infinity);
  EXPECT_TRUE(std::isnan(score({largest, largest}, {2, -2}, dot_product)));
}

TEST_F(Arithmetic, EuclideanIsTheRootOfTheSum) {
  EXPECT_EQ(bits(score({1, 1}, {0, 0}, euclidean)), 0x3fb504f3u);
  EXPECT_EQ(bits(score({1, 1, 1}, {0, 0, 0}, euclidean)), 0x3fddb3d7u);
  EXPECT_EQ(score({3, 0}, {0, 4}, euclidean), 5);
  EXPECT_EQ(score({1, 2}, {1, 2}, euclidean), 0);
  EXPECT_TRUE(std::isnan(score({infinity}, {infinity}, euclidean)));
  EXPECT_EQ(score({infinity}, {1}, euclidean), infinity);
}

TEST_F(Arithmetic, DifferencesAreRoundedToo) {
  EXPECT_EQ(score({big}, {-1}, euclidean), big);
  EXPECT_EQ(score({largest}, {-largest}, euclidean), infinity);
  EXPECT_EQ(score({tiny}, {-tiny}, euclidean), 0);
}

TEST_F(Arithmetic, CosineOfKnownAngles) {
  EXPECT_EQ(score({1, 0}, {5, 0}, cosine), 0);
  EXPECT_EQ(score({1, 0}, {0, 5}, cosine), 1);
  EXPECT_EQ(score({1, 0}, {-5, 0}, cosine), 2);
  EXPECT_EQ(score({3, 4}, {4, 3}, cosine), 1 - 24.0F / 25.0F);
  const float root = std::sqrt(2.0F);
  EXPECT_EQ(score({1, 1}, {1, 0}, cosine), 1 - 1 / (root * 1));
  EXPECT_EQ(score({1, 1}, {1, 1}, cosine), 1 - 2 / (root * root)) << "the roots are multiplied, not the sums";
}

TEST_F(Arithmetic, CosineOfAZeroVectorIs1) {
  EXPECT_EQ(score({0, 0}, {1, 2}, cosine), 1);
  EXPECT_EQ(score({1, 2}, {0, 0}, cosine), 1);
  EXPECT_EQ(score({0, 0}, {0, -0.0F}, cosine), 1);
  EXPECT_EQ(score({0}, {infinity}, cosine), 1)
      << "the sum of the query's squares is 0, whatever the product is";
  EXPECT_EQ(score({infinity}, {0}, cosine), 1);
  EXPECT_EQ(score({0x1p-80F}, {1}, cosine), 1) << "the square is too small to be kept";
}

TEST_F(Arithmetic, CosineAtTheEdges) {
  EXPECT_EQ(score({1e30F}, {1}, cosine), 1) << "1 - 1e30 / (sqrt(inf) * 1)";
  EXPECT_TRUE(std::isnan(score({1e30F}, {1e30F}, cosine)));
  EXPECT_TRUE(std::isnan(score({infinity}, {1}, cosine)));
  EXPECT_TRUE(std::isnan(score({std::nanf("")}, {1}, cosine)));
  const float small = 0x1p-70F;  // its square is subnormal
  const float norm = std::sqrt(0x1p-140F);
  EXPECT_EQ(score({small}, {small}, cosine), 1 - 0x1p-140F / (norm * norm));
}

TEST_F(Arithmetic, CosineSumsAsTheOthersDo) {
  Floats vector = sparse(48, {{0, big}, {16, 1}, {32, 1}});
  const Floats ones = sparse(48, {{0, 1}, {16, 1}, {32, 1}});
  const float dot = big;
  const float squares = big * big;
  EXPECT_EQ(score(ones, vector, cosine), 1 - dot / (std::sqrt(3.0F) * std::sqrt(squares)));
}

// One vector among many is scored as it would be alone, wherever it stands.
TEST_F(Arithmetic, DoesNotDependOnThePlaceInTheFile) {
  for (const ElementType type : {float32, float16, int8, binary}) {
    for (const std::uint32_t alignment : {1U, 64U}) {
      const std::unique_ptr<File> file = open();
      Client caller = client(*file);
      ASSERT_EQ(caller.set(19, type, alignment), 0);
      Floats row(19);
      for (std::size_t i = 0; i < row.size(); ++i) row[i] = static_cast<float>(i % 5) - 1;
      for (int i = 0; i < 9; ++i) ASSERT_EQ(caller.insert(row, 19), 0);
      for (const SearchType metric : {euclidean, cosine, dot_product}) {
        const Found found = caller.search(Floats(19, 0.7F), 9, metric);
        EXPECT_EQ(found.ids, (Ids{1, 2, 3, 4, 5, 6, 7, 8, 9}));
        EXPECT_EQ(found.bits, std::vector<std::uint32_t>(9, found.bits.at(0)));
      }
    }
  }
}

}  // namespace
}  // namespace iopact::conformance
