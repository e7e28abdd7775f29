// SPDX-License-Identifier: GPL-2.0-or-later
// Faults in searches: which results, in which order, with which bits, written how.
#include <algorithm>
#include <bit>
#include <cerrno>
#include <cmath>
#include <cstring>

#include "conformance/arguments.h"
#include "conformance/breakage.h"

namespace iopact::conformance {
namespace {

// The results of a successful search, to be changed in the caller's memory.
struct Results {
  std::span<std::uint32_t> scores;
  std::span<std::uint64_t> ids;
};

int pass_changed(Call& call, void (*change)(Call& call, Results& results)) {
  const int result = call.pass();
  const auto count = call.get("result_count");
  if (result != 0 || !call.is(search_command) || !count || *count == 0) return result;
  const std::uint64_t scores = *call.get("results"), ids = *call.get("result_ids");
  if (!call.is_there(scores, *count * 4) || !call.is_there(ids, *count * 8)) return result;
  std::vector<std::uint32_t> score_copy(*count);
  std::vector<std::uint64_t> id_copy(*count);
  const auto score_bytes = call.space.view(scores, *count * 4), id_bytes = call.space.view(ids, *count * 8);
  std::memcpy(score_copy.data(), score_bytes.data(), score_bytes.size());
  std::memcpy(id_copy.data(), id_bytes.data(), id_bytes.size());
  Results results{score_copy, id_copy};
  change(call, results);
  std::memcpy(score_bytes.data(), score_copy.data(), score_bytes.size());
  std::memcpy(id_bytes.data(), id_copy.data(), id_bytes.size());
  return result;
}

int pass_scores(Call& call, SearchType type, std::uint32_t (*change)(std::uint32_t score)) {
  const auto asked = call.get("search_type");
  if (asked != type) return call.pass();
  const int result = call.pass();
  const std::uint64_t count = call.get("result_count").value_or(0);
  for (std::uint64_t i = 0; result == 0 && i < count; ++i) {
    const std::uint64_t at = *call.get("results") + i * 4;
    const auto score = call.peek<std::uint32_t>(at);
    if (score) call.poke(at, change(*score));
  }
  return result;
}

std::uint32_t bits(float value) { return std::bit_cast<std::uint32_t>(value); }
float number(std::uint32_t value) { return std::bit_cast<float>(value); }

int pass_as_type(Call& call, SearchType from, SearchType to) {
  return call.get("search_type") == from ? call.pass_with("search_type", to) : call.pass();
}

// Ids of equal scores the other way round.
void reverse_ties(Call&, Results& results) {
  for (std::size_t i = 0, j = 0; i < results.scores.size(); i = j) {
    while (j < results.scores.size() && results.scores[j] == results.scores[i]) ++j;
    std::reverse(results.ids.begin() + static_cast<std::ptrdiff_t>(i),
                 results.ids.begin() + static_cast<std::ptrdiff_t>(j));
  }
}

void sort_ties_by_id(Call&, Results& results) {
  for (std::size_t i = 0, j = 0; i < results.scores.size(); i = j) {
    while (j < results.scores.size() && results.scores[j] == results.scores[i]) ++j;
    std::sort(results.ids.begin() + static_cast<std::ptrdiff_t>(i),
              results.ids.begin() + static_cast<std::ptrdiff_t>(j));
  }
}

void nan_first(Call&, Results& results) {
  const std::size_t n = results.scores.size();
  if (std::isnan(number(results.scores[n - 1])) && !std::isnan(number(results.scores[0]))) {
    std::ranges::reverse(results.scores);
    std::ranges::reverse(results.ids);
  }
}

void one_ulp_off_in_long_vectors(Call& call, Results& results) {
  if (*call.get("dimensions") > 16) ++results.scores[0];
}

int pass_touching(Call& call, const char* array, std::size_t element_bytes, std::uint64_t index_beyond) {
  const int result = call.pass();
  const auto address = call.get(array), count = call.get("result_count");
  if (call.is(search_command) && result == 0 && address && count) {
    call.poke(*address + (*count + index_beyond) * element_bytes, std::byte{0x99});
  }
  return result;
}

// What a fault leaves behind.
int pass_then_on_fault(Call& call, void (*then)(Call& call)) {
  const int result = call.pass();
  if (call.is(search_command) && result == -EFAULT) then(call);
  return result;
}

constexpr Breakage breakages[] = {
    {.name = "count_is_k",
     .tests = "Search*:Answer*",
     .ioctl =
         [](Call& call) {
           const int result = call.pass();
           if (call.is(search_command) && result == 0) call.set("result_count", *call.get("k"));
           return result;
         }},
    {.name = "one_result_less",
     .tests = "Search*:Answer*:Metadata*",
     .ioctl =
         [](Call& call) {
           const auto k = call.get("k");
           return k && *k > 1 ? call.pass_with("k", *k - 1) : call.pass();
         }},
    {.name = "first_come_first_found",
     .tests = "Search*",
     .ioctl =
         [](Call& call) {
           return pass_changed(call, [](Call&, Results& results) { std::ranges::sort(results.ids); });
         }},
    {.name = "worst_first",
     .tests = "Search*",
     .ioctl =
         [](Call& call) {
           return pass_changed(call, [](Call&, Results& results) {
             std::ranges::reverse(results.scores);
             std::ranges::reverse(results.ids);
           });
         }},
    {.name = "last_of_a_tie_first",
     .tests = "Search*:Arithmetic*",
     .ioctl = [](Call& call) { return pass_changed(call, reverse_ties); }},
    {.name = "ties_go_by_id",
     .tests = "Search*",
     .ioctl = [](Call& call) { return pass_changed(call, sort_ties_by_id); }},
    {.name = "not_a_number_first",
     .tests = "Search*",
     .ioctl = [](Call& call) { return pass_changed(call, nan_first); }},
    {.name = "nan_is_written_as_it_came",
     .tests = "Search*:Elements*",
     .ioctl =
         [](Call& call) {
           return pass_changed(call, [](Call&, Results& results) {
             for (std::uint32_t& score : results.scores) score |= score == 0x7fc00000 ? 0x80000001 : 0;
           });
         }},
    {.name = "one_ulp_off_in_long_vectors",
     .tests = "Arithmetic*",
     .ioctl = [](Call& call) { return pass_changed(call, one_ulp_off_in_long_vectors); }},
    {.name = "zero_is_negative",
     .tests = "Search*:Arithmetic*:Elements*",
     .ioctl =
         [](Call& call) {
           return pass_scores(call, dot_product,
                              [](std::uint32_t score) { return score == 0 ? 0x80000000 : score; });
         }},
    {.name = "distance_is_squared",
     .tests = "Search*:Arithmetic*",
     .ioctl =
         [](Call& call) {
           return pass_scores(call, euclidean,
                              [](std::uint32_t score) { return bits(number(score) * number(score)); });
         }},
    {.name = "small_products_are_flushed",
     .tests = "Arithmetic*:Elements*",
     .ioctl =
         [](Call& call) {
           return pass_scores(call, dot_product,
                              [](std::uint32_t score) { return (score & 0x7f800000) == 0 ? 0 : score; });
         }},
    {.name = "products_are_a_place_too_fine",
     .tests = "Arithmetic*",
     .ioctl =
         [](Call& call) {
           return pass_scores(call, dot_product,
                              [](std::uint32_t score) { return score == 0 ? bits(0x1p-24F) : score; });
         }},
    {.name = "large_sums_are_a_place_too_fine",
     .tests = "Arithmetic*",
     .ioctl =
         [](Call& call) {
           return pass_scores(call, dot_product,
                              [](std::uint32_t score) { return score >> 23 == 151 ? (score ^ 1) : score; });
         }},
    {.name = "infinite_scores_are_largest",
     .tests = "Arithmetic*",
     .ioctl =
         [](Call& call) {
           const auto type = call.get("search_type");
           return pass_scores(call, type == euclidean ? euclidean : dot_product,
                              [](std::uint32_t score) { return score == 0x7f800000 ? score - 1 : score; });
         }},
    {.name = "roots_are_a_place_off",
     .tests = "Arithmetic*",
     .ioctl =
         [](Call& call) {
           return pass_scores(call, euclidean, [](std::uint32_t score) {
             return (score & 0x7fffff) != 0 ? score ^ 1 : score;
           });
         }},
    {.name = "whole_distances_are_a_place_off",
     .tests = "Arithmetic*",
     .ioctl =
         [](Call& call) {
           return pass_scores(call, euclidean,
                              [](std::uint32_t score) { return score == bits(0x1p24F) ? score + 1 : score; });
         }},
    {.name = "cosine_of_zero_is_0",
     .tests = "Arithmetic*:Search*",
     .ioctl =
         [](Call& call) {
           return pass_scores(call, cosine, [](std::uint32_t score) { return score == bits(1) ? 0 : score; });
         }},
    {.name = "cosine_is_a_similarity",
     .tests = "Arithmetic*:Search*",
     .ioctl =
         [](Call& call) {
           return pass_scores(call, cosine, [](std::uint32_t score) { return bits(1 - number(score)); });
         }},
    {.name = "cosine_is_a_place_off",
     .tests = "Arithmetic*",
     .ioctl =
         [](Call& call) { return pass_scores(call, cosine, [](std::uint32_t score) { return score + 1; }); }},
    {.name = "cosine_is_euclidean",
     .tests = "Arithmetic*:Search*",
     .ioctl = [](Call& call) { return pass_as_type(call, cosine, euclidean); }},
    {.name = "smaller_products_are_better",
     .tests = "Search*:Overwrite*:Files*",
     .ioctl = [](Call& call) { return pass_as_type(call, dot_product, cosine); }},
    {.name = "scores_depend_on_the_place",
     .tests = "Arithmetic*",
     .ioctl =
         [](Call& call) {
           return pass_changed(call, [](Call&, Results& results) {
             if (results.scores.size() == 9) ++results.scores[8];
           });
         }},
    {.name = "a_search_remembers",
     .tests = "Search*:Threads*",
     .ioctl =
         [](Call& call) {
           return pass_changed(call, [](Call&, Results& results) {
             static std::uint32_t searches = 0;
             results.scores[0] += ++searches % 2;
           });
         }},
    {.name = "query_is_rounded",
     .tests = "Elements*",
     .ioctl =
         [](Call& call) {
           const auto query = call.get("query_vector");
           const auto element = call.peek<std::uint32_t>(query.value_or(0));
           if (!element || call.get("dimensions") != 1) return call.pass();
           call.poke(*query, *element & 0xffff0000);
           const int result = call.pass();
           if (call.peek<std::uint32_t>(*query) == (*element & 0xffff0000)) call.poke(*query, *element);
           return result;
         }},
    {.name = "writes_a_score_too_many",
     .tests = "Search*:Answer*",
     .ioctl = [](Call& call) { return pass_touching(call, "results", 4, 0); }},
    {.name = "writes_an_id_too_many",
     .tests = "Search*:Answer*",
     .ioctl = [](Call& call) { return pass_touching(call, "result_ids", 8, 0); }},
    {.name = "needs_room_for_k_results",
     .tests = "Answer*",
     .ioctl =
         [](Call& call) {
           const auto k = call.get("k"), results = call.get("results");
           return call.is(search_command) && k && results && !call.is_there(*results, *k * 4) ? -EFAULT
                                                                                              : call.pass();
         }},
    {.name = "an_empty_file_needs_no_query",
     .tests = "Answer*",
     .ioctl =
         [](Call& call) {
           const int result = call.pass();
           const auto query = call.get("query_vector");
           return call.is(search_command) && result == -EFAULT && query && !call.is_there(*query, 1) ? 0
                                                                                                     : result;
         }},
    {.name = "result_count_must_be_0",
     .tests = "Answer*:Search*",
     .ioctl =
         [](Call& call) {
           const bool wrong = call.is(search_command) && call.get("result_count").value_or(0) != 0;
           return wrong ? -EINVAL : call.pass();
         }},
    {.name = "count_is_written_in_spite_of_a_fault",
     .tests = "Answer*:*Nested*",
     .ioctl = [](Call& call) { return pass_then_on_fault(call, [](Call& c) { c.set("result_count", 0); }); }},
    {.name = "ids_are_written_before_results",
     .tests = "Answer*",
     .ioctl =
         [](Call& call) {
           return pass_then_on_fault(
               call, [](Call& c) { c.poke(c.get("result_ids").value_or(0), std::uint64_t{1}); });
         }},
    {.name = "a_fault_writes_past_the_results",
     .tests = "Answer*",
     .ioctl =
         [](Call& call) {
           return pass_then_on_fault(
               call, [](Call& c) { c.poke(c.get("results").value_or(0) + 12, std::uint32_t{1}); });
         }},
    {.name = "results_are_written_last",
     .tests = "Answer*",
     .ioctl =
         [](Call& call) {
           const auto results = call.get("results"), ids = call.get("result_ids");
           const int result = call.pass();
           if (!call.is(search_command) || result != 0 || !results) return result;
           if (results == ids || *results + 4 > call.argument) call.poke(*results, std::uint32_t{0x3f800000});
           return result;
         }},
};

}  // namespace

std::span<const Breakage> search_breakages() { return breakages; }

}  // namespace iopact::conformance
