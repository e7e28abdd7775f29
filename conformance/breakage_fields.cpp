// SPDX-License-Identifier: GPL-2.0-or-later
// Faults in how field values are checked, and in the order of checks.
#include <cerrno>

#include "conformance/breakage.h"

namespace iopact::conformance {
namespace {

// Takes one value of a field for another.
int pass_as(Call& call, const char* field, std::uint64_t from, std::uint64_t to) {
  return call.get(field) == from ? call.pass_with(field, to) : call.pass();
}

// Checks a field before all else that is wrong with the call.
int first(Call& call, bool wrong, int error) {
  const int result = call.pass();
  return wrong && result != 0 ? -error : result;
}

bool not_there(const Call& call, const char* field) {
  const auto address = call.get(field);
  return address && *address != 0 && !call.is_there(*address, 1);
}

constexpr Breakage breakages[] = {
    {.name = "largest_dimensions_plus_1",
     .tests = "*Field*",
     .ioctl = [](Call& call) { return pass_as(call, "dimensions", 65537, 65536); }},
    {.name = "largest_dimensions_are_too_many",
     .tests = "*Field*:Metadata*",
     .ioctl = [](Call& call) { return pass_as(call, "dimensions", 65536, 65537); }},
    {.name = "no_dimensions_are_fine",
     .tests = "*Field*:Order*",
     .ioctl = [](Call& call) { return pass_as(call, "dimensions", 0, 4); }},
    {.name = "dimensions_are_signed",
     .tests = "*Field*",
     .ioctl = [](Call& call) { return pass_as(call, "dimensions", 0xffffffff, 4); }},
    {.name = "k_0_is_fine",
     .tests = "*Field*:Order*",
     .ioctl = [](Call& call) { return pass_as(call, "k", 0, 1); }},
    {.name = "largest_k_plus_1",
     .tests = "*Field*",
     .ioctl = [](Call& call) { return pass_as(call, "k", 65537, 2); }},
    {.name = "largest_k_is_too_much",
     .tests = "Search*:Answer*",
     .ioctl = [](Call& call) { return pass_as(call, "k", 65536, 65537); }},
    {.name = "k_is_signed",
     .tests = "*Field*",
     .ioctl = [](Call& call) { return pass_as(call, "k", 0xffffffff, 2); }},
    {.name = "no_vectors_are_fine",
     .tests = "*Field*:Order*",
     .ioctl =
         [](Call& call) {
           return call.is(insert_command) && call.get("vector_count") == 0 ? 0 : call.pass();
         }},
    {.name = "a_million_vectors_plus_1",
     .tests = "*Field*",
     .ioctl = [](Call& call) { return pass_as(call, "vector_count", 1'000'001, 2); }},
    {.name = "a_million_vectors_are_too_many",
     .tests = "Insert*",
     .ioctl = [](Call& call) { return pass_as(call, "vector_count", 1'000'000, 1'000'001); }},
    {.name = "one_element_type_more",
     .tests = "*Field*",
     .ioctl = [](Call& call) { return pass_as(call, "element_type", 5, 4); }},
    {.name = "one_element_type_less",
     .tests = "*Field*:Elements*",
     .ioctl = [](Call& call) { return pass_as(call, "element_type", 4, 5); }},
    {.name = "element_type_0",
     .tests = "*Field*",
     .ioctl = [](Call& call) { return pass_as(call, "element_type", 0, 1); }},
    {.name = "one_search_type_more",
     .tests = "*Field*:Order*",
     .ioctl = [](Call& call) { return pass_as(call, "search_type", 3, 2); }},
    {.name = "one_search_type_less",
     .tests = "*Field*:Search*",
     .ioctl = [](Call& call) { return pass_as(call, "search_type", 2, 3); }},
    {.name = "unknown_flags_are_ignored",
     .tests = "*Field*:Order*",
     .ioctl = [](Call& call) { return call.pass_with("flags", call.get("flags").value_or(0) & 7); }},
    {.name = "both_flags_are_fine",
     .tests = "*Field*:Order*",
     .ioctl = [](Call& call) { return pass_as(call, "flags", 3, 2); }},
    {.name = "append_flag_is_unknown",
     .tests = "*Field*:Insert*",
     .ioctl = [](Call& call) { return pass_as(call, "flags", 2, 8); }},
    {.name = "validate_flag_is_unknown",
     .tests = "*Field*:Validate*",
     .ioctl = [](Call& call) { return pass_as(call, "flags", 4, 8); }},
    {.name = "overwrite_flag_is_unknown",
     .tests = "*Field*:Overwrite*",
     .ioctl = [](Call& call) { return pass_as(call, "flags", 1, 8); }},
    {.name = "storage_formats_are_fine",
     .tests = "*Field*",
     .ioctl = [](Call& call) { return call.pass_with("storage_format", 0); }},
    {.name = "compressions_are_fine",
     .tests = "*Field*",
     .ioctl = [](Call& call) { return call.pass_with("compression_type", 0); }},
    {.name = "dense_storage_is_not_supported",
     .tests = "*Field*",
     .ioctl =
         [](Call& call) {
           return call.is(set_command) ? pass_as(call, "storage_format", 0, 1) : call.pass();
         }},
    {.name = "known_is_einval",
     .tests = "*Field*:Metadata*",
     .ioctl = [](Call& call) { return call.pass_instead(EOPNOTSUPP, EINVAL); }},
    {.name = "reserved_count_is_ignored",
     .tests = "*Field*",
     .ioctl =
         [](Call& call) { return call.is(set_command) ? call.pass_with("vector_count", 0) : call.pass(); }},
    {.name = "reserved_offset_is_ignored",
     .tests = "*Field*",
     .ioctl =
         [](Call& call) { return call.is(set_command) ? call.pass_with("data_offset", 0) : call.pass(); }},
    {.name = "high_half_of_reserved_is_ignored",
     .tests = "*Field*",
     .ioctl =
         [](Call& call) {
           const std::uint64_t value = call.get("index_offset").value_or(0);
           return call.is(set_command) ? call.pass_with("index_offset", value & 0xffffffff) : call.pass();
         }},
    {.name = "reserved_index_is_ignored",
     .tests = "*Field*",
     .ioctl =
         [](Call& call) { return call.is(set_command) ? call.pass_with("index_offset", 0) : call.pass(); }},
    {.name = "reserved_zero_is_refused",
     .tests = "*Field*",
     .ioctl =
         [](Call& call) {
           return call.is(set_command) && call.get("vector_count") == 0 ? call.pass_with("data_offset", 1)
                                                                        : call.pass();
         }},
    {.name = "any_alignment",
     .tests = "*Field*:Metadata*",
     .ioctl =
         [](Call& call) {
           const std::uint64_t value = call.get("alignment_bytes").value_or(0);
           return call.is(set_command) && (value & (value - 1)) != 0 ? call.pass_with("alignment_bytes", 64)
                                                                     : call.pass();
         }},
    {.name = "alignment_4096_is_too_much",
     .tests = "*Field*:Metadata*",
     .ioctl = [](Call& call) { return pass_as(call, "alignment_bytes", 4096, 8192); }},
    {.name = "alignment_1_is_too_little",
     .tests = "*Field*:Metadata*",
     .ioctl = [](Call& call) { return pass_as(call, "alignment_bytes", 1, 3); }},
    {.name = "alignment_2_is_too_little",
     .tests = "*Field*:Metadata*",
     .ioctl = [](Call& call) { return pass_as(call, "alignment_bytes", 2, 3); }},
    {.name = "compression_before_storage",
     .tests = "*FieldOrder*:Metadata*",
     .ioctl =
         [](Call& call) {
           const std::uint64_t value = call.get("compression_type").value_or(0);
           return first(call, call.is(set_command) && (value == 1 || value == 2), EOPNOTSUPP);
         }},
    {.name = "state_before_fields",
     .tests = "*FieldOrder*:Order*",
     .ioctl =
         [](Call& call) {
           const BufferScope scope(call.space);
           const std::uint64_t scratch = call.space.alloc(40);
           const bool empty = call.file.ioctl(0x80285602, scratch) == -ENODATA;
           return call.is(insert_command) || call.is(search_command) ? first(call, empty, ENODATA)
                                                                     : call.pass();
         }},
    {.name = "nested_before_fields",
     .tests = "*FieldOrder*:Order*",
     .ioctl =
         [](Call& call) {
           return first(call, not_there(call, "vectors") || not_there(call, "query_vector"), EFAULT);
         }},
    {.name = "flags_before_counts",
     .tests = "Order*",
     .ioctl =
         [](Call& call) {
           return first(call, call.get("flags") == 3 && call.get("vector_count") != 2, ENOTTY);
         }},
    {.name = "ids_after_contents",
     .tests = "Order*",
     .ioctl =
         [](Call& call) {
           const int result = call.pass();
           return result == -EFAULT && not_there(call, "vector_ids") && !not_there(call, "vectors") &&
                          (call.get("flags").value_or(0) & 4) != 0
                      ? -EINVAL
                      : result;
         }},
    {.name = "duplicates_before_not_finite",
     .tests = "Order*:Validate*",
     .ioctl =
         [](Call& call) {
           const auto ids = call.get("vector_ids");
           const auto a = call.peek<std::uint64_t>(ids.value_or(0)),
                      b = call.peek<std::uint64_t>(ids.value_or(0) + 8);
           const int result = call.pass();
           return a && a == b && result == -EINVAL && call.get("flags") == 4 ? -EEXIST : result;
         }},
    {.name = "vectors_present_before_fields",
     .tests = "Order*",
     .ioctl =
         [](Call& call) {
           const BufferScope scope(call.space);
           const std::uint64_t scratch = call.space.alloc(40);
           std::uint32_t count = 0;
           if (call.file.ioctl(0x80285602, scratch) == 0) count = *call.peek<std::uint32_t>(scratch + 8);
           return call.is(set_command) && call.is_there(call.argument, 40) ? first(call, count != 0, EBUSY)
                                                                           : call.pass();
         }},
};

}  // namespace

std::span<const Breakage> field_breakages() { return breakages; }

}  // namespace iopact::conformance
