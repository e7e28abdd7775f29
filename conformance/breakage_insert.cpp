// SPDX-License-Identifier: GPL-2.0-or-later
// Faults in what a batch becomes: flags, ids, the order of rows, stored elements.
#include <algorithm>
#include <chrono>
#include <span>
#include <thread>

#include "conformance/arguments.h"
#include "conformance/breakage.h"

namespace iopact::conformance {
namespace {

std::size_t batch_elements(const Call& call) {
  return call.get("vector_count").value_or(0) * call.get("dimensions").value_or(0);
}

// A batch whose memory can all be read.
bool is_whole(const Call& call) {
  if (!call.is(insert_command) || !call.get("flags")) return false;
  const auto ids = call.get("vector_ids");
  return call.is_there(call.get("vectors").value_or(0), batch_elements(call) * sizeof(float)) &&
         (ids == 0 || call.is_there(*ids, *call.get("vector_count") * sizeof(std::uint64_t)));
}

template <typename T>
std::span<T> values(Call& call, const char* field, std::size_t count) {
  return {reinterpret_cast<T*>(call.space.view(*call.get(field), count * sizeof(T)).data()), count};
}

// Passes the batch with its floats changed one by one; the caller's memory is as before afterwards.
int pass_changed(Call& call, std::uint32_t (*change)(std::uint32_t bits)) {
  if (!is_whole(call)) return call.pass();
  const auto floats = values<std::uint32_t>(call, "vectors", batch_elements(call));
  const std::vector<std::uint32_t> before(floats.begin(), floats.end());
  std::ranges::transform(floats, floats.begin(), change);
  const int result = call.pass();
  std::ranges::copy(before, floats.begin());
  return result;
}

bool is_subnormal(std::uint32_t bits) { return (bits & 0x7f800000) == 0; }
bool is_nan(std::uint32_t bits) { return (bits & 0x7fffffff) > 0x7f800000; }

int pass_with_flags(Call& call, std::uint32_t clear, std::uint32_t set) {
  const auto flags = call.get("flags");
  return flags ? call.pass_with("flags", (*flags & ~clear) | set) : call.pass();
}

int pass_if_flags(Call& call, std::uint32_t flags, std::uint32_t instead) {
  return call.get("flags") == flags ? call.pass_with("flags", instead) : call.pass();
}

// Row by row: whoever looks in between sees half a batch, and what fails leaves the rows before it.
int pass_row_by_row(Call& call) {
  const auto count = call.get("vector_count"), vectors = call.get("vectors"), ids = call.get("vector_ids");
  if (!call.is(insert_command) || !count || *count < 2 || *count > 100'000) return call.pass();
  call.set("vector_count", 1);
  int result = 0;
  for (std::uint64_t i = 0; i < *count && result == 0; ++i) {
    call.set("vectors", *vectors + i * *call.get("dimensions") * sizeof(float));
    if (*ids != 0) call.set("vector_ids", *ids + i * sizeof(std::uint64_t));
    result = call.pass();
    if (*count == 2) std::this_thread::sleep_for(std::chrono::microseconds(20));
  }
  call.set("vectors", *vectors);
  call.set("vector_ids", *ids);
  call.set("vector_count", *count);
  return result;
}

// The batch's rows and ids the other way round.
int pass_reversed(Call& call) {
  if (!is_whole(call) || call.get("dimensions") != 1) return call.pass();
  const std::size_t count = *call.get("vector_count");
  const auto reverse = [&] {
    std::ranges::reverse(values<std::uint32_t>(call, "vectors", count));
    if (call.get("vector_ids") != 0) std::ranges::reverse(values<std::uint64_t>(call, "vector_ids", count));
  };
  reverse();
  const int result = call.pass();
  reverse();
  return result;
}

// Automatic ids that start over with every batch.
int pass_with_ids_from(Call& call, std::uint64_t first) {
  if (!is_whole(call) || call.get("vector_ids") != 0) return call.pass();
  const BufferScope scope(call.space);
  const std::size_t count = *call.get("vector_count");
  if (count * sizeof(std::uint64_t) > UserSpace::largest_buffer) return call.pass();
  const std::uint64_t ids = call.space.alloc(count * sizeof(std::uint64_t));
  for (std::size_t i = 0; i < count; ++i)
    call.poke<std::uint64_t>(ids + i * sizeof(std::uint64_t), first + i);
  return call.pass_with("vector_ids", ids);
}

constexpr Breakage breakages[] = {
    {.name = "no_flag_overwrites",
     .tests = "Insert*:Validate*:Search*",
     .ioctl = [](Call& call) { return pass_if_flags(call, 0, overwrite); }},
    {.name = "append_overwrites",
     .tests = "Insert*:Validate*:Overwrite*",
     .ioctl = [](Call& call) { return pass_if_flags(call, append, overwrite); }},
    {.name = "overwrite_appends",
     .tests = "Overwrite*",
     .ioctl = [](Call& call) { return pass_with_flags(call, overwrite, 0); }},
    {.name = "nothing_is_validated",
     .tests = "Validate*:Order*",
     .ioctl = [](Call& call) { return pass_with_flags(call, validate, 0); }},
    {.name = "validate_with_append_is_not",
     .tests = "Validate*",
     .ioctl = [](Call& call) { return pass_if_flags(call, validate | append, append); }},
    {.name = "overwrite_is_not_validated",
     .tests = "Validate*",
     .ioctl = [](Call& call) { return pass_if_flags(call, validate | overwrite, overwrite); }},
    {.name = "everything_is_validated",
     .tests = "Insert*:Validate*:Overwrite*:Elements*:Search*",
     .ioctl = [](Call& call) { return pass_with_flags(call, 0, validate); }},
    {.name = "validated_overwrite_appends",
     .tests = "Validate*",
     .ioctl = [](Call& call) { return pass_if_flags(call, validate | overwrite, validate); }},
    {.name = "row_by_row", .tests = "Threads*:Insert*:Validate*", .ioctl = pass_row_by_row},
    {.name = "last_row_first", .tests = "Insert*:Overwrite*:Search*", .ioctl = pass_reversed},
    {.name = "ids_start_over",
     .tests = "Insert*:Overwrite*:Validate*",
     .ioctl = [](Call& call) { return pass_with_ids_from(call, 1); }},
    {.name = "ids_start_at_0",
     .tests = "Insert*:Files*",
     .ioctl = [](Call& call) { return pass_with_ids_from(call, 0); }},
    {.name = "ids_keep_32_bits",
     .tests = "Image*",
     .ioctl =
         [](Call& call) {
           if (!is_whole(call) || call.get("vector_ids") == 0) return call.pass();
           const auto ids = values<std::uint64_t>(call, "vector_ids", *call.get("vector_count"));
           const std::vector<std::uint64_t> before(ids.begin(), ids.end());
           for (std::uint64_t& id : ids) id &= 0xffffffff;
           const int result = call.pass();
           std::ranges::copy(before, ids.begin());
           return result;
         }},
    {.name = "subnormals_become_zero",
     .tests = "Elements*:Arithmetic*",
     .ioctl =
         [](Call& call) {
           return pass_changed(
               call, [](std::uint32_t bits) { return is_subnormal(bits) ? bits & 0x80000000 : bits; });
         }},
    {.name = "nan_becomes_canonical",
     .tests = "Elements*",
     .ioctl =
         [](Call& call) {
           return pass_changed(call, [](std::uint32_t bits) { return is_nan(bits) ? 0x7fc00000 : bits; });
         }},
    {.name = "nan_becomes_one",
     .tests = "Elements*:Search*:Validate*",
     .ioctl =
         [](Call& call) {
           return pass_changed(call, [](std::uint32_t bits) { return is_nan(bits) ? 0x3f800000 : bits; });
         }},
    {.name = "infinity_becomes_largest",
     .tests = "Elements*:Search*:Validate*:Arithmetic*",
     .ioctl =
         [](Call& call) {
           return pass_changed(
               call, [](std::uint32_t bits) { return (bits & 0x7fffffff) == 0x7f800000 ? bits - 1 : bits; });
         }},
    {.name = "elements_are_truncated_first",
     .tests = "Elements*:Differential*",
     .ioctl =
         [](Call& call) { return pass_changed(call, [](std::uint32_t bits) { return bits & 0xffffe000; }); }},
    {.name = "elements_lose_their_sign",
     .tests = "Elements*:Search*",
     .ioctl =
         [](Call& call) { return pass_changed(call, [](std::uint32_t bits) { return bits & 0x7fffffff; }); }},
    {.name = "halves_are_rounded_away",
     .tests = "Elements*",
     .ioctl =
         [](Call& call) {
           return pass_changed(call,
                               [](std::uint32_t bits) { return (bits & 0xfff) == 0 ? bits + 1 : bits; });
         }},
    {.name = "only_the_first_element_is_kept",
     .tests = "Elements*:Image*:Arithmetic*:Metadata*:Insert*",
     .ioctl =
         [](Call& call) {
           if (!is_whole(call) || *call.get("dimensions") < 2) return call.pass();
           const auto floats = values<std::uint32_t>(call, "vectors", batch_elements(call));
           const std::uint32_t before = floats.back();
           floats.back() = 0;
           const int result = call.pass();
           floats.back() = before;
           return result;
         }},
};

}  // namespace

std::span<const Breakage> insert_breakages() { return breakages; }

}  // namespace iopact::conformance
