// SPDX-License-Identifier: GPL-2.0-or-later
// Faults in a file's state, its metadata, its image and its limits.
#include <algorithm>
#include <cerrno>
#include <cstring>

#include "conformance/arguments.h"
#include "conformance/breakage.h"

namespace iopact::conformance {
namespace {

int instead(Call& call, int command, int from, int to) {
  return call.is(command) ? call.pass_instead(from, to) : call.pass();
}

// Passes GET and changes one of the values it returned.
int answer_with(Call& call, const char* field, std::uint64_t (*change)(std::uint64_t value)) {
  const int result = call.pass();
  if (call.is(get_command) && result == 0) call.set(field, change(call.get(field).value_or(0)));
  return result;
}

// Another call on the same file: the argument at an address of its own.
int also(Call& call, std::uint32_t number, const Bytes& argument) {
  const std::uint64_t address = call.space.alloc(argument.size());
  call.space.write(address, argument.data(), argument.size());
  return call.file.ioctl(number, address);
}

// Something is stored although the call failed.
int store_on_failure(Call& call, int error) {
  const int result = call.pass();
  if (result != -error || !call.is(insert_command)) return result;
  const BufferScope scope(call.space);
  InsertRequest request;
  request.vector_count = 1;
  for (request.dimensions = 1; request.dimensions <= 40; ++request.dimensions) {
    request.vectors = call.space.alloc(40 * sizeof(float));
    if (also(call, numbers(call.space.width()).insert, encode(request, call.space.width())) != -EINVAL) break;
  }
  return result;
}

int set_on_failure(Call& call) {
  const int result = call.pass();
  if (result == 0 || result == -ENOTTY || !call.is(set_command)) return result;
  const BufferScope scope(call.space);
  FileInfo info;
  info.dimensions = 77;
  also(call, numbers(call.space.width()).set_meta, encode(info));
  return result;
}

std::int64_t image_with(Read& read, std::uint64_t at, std::byte value) {
  const std::int64_t got = read.pass();
  const bool holds = at >= read.offset && got > 0 && at - read.offset < static_cast<std::uint64_t>(got);
  if (holds) read.space.write(read.to + (at - read.offset), &value, 1);
  return got;
}

constexpr Breakage breakages[] = {
    {.name = "metadata_may_always_change",
     .tests = "Metadata*:Order*",
     .ioctl = [](Call& call) { return instead(call, set_command, EBUSY, 0); }},
    {.name = "metadata_never_change",
     .tests = "Metadata*",
     .ioctl =
         [](Call& call) {
           const BufferScope scope(call.space);
           const std::uint64_t scratch = call.space.alloc(40);
           const bool known = call.file.ioctl(numbers(call.space.width()).get_meta, scratch) == 0;
           return call.is(set_command) && known && call.is_there(call.argument, 40) ? -EBUSY : call.pass();
         }},
    {.name = "metadata_are_busy_after_a_failed_insert",
     .tests = "Metadata*",
     .ioctl = [](Call& call) { return store_on_failure(call, EEXIST); }},
    {.name = "no_metadata_is_einval",
     .tests = "Metadata*:Order*:Files*:Insert*:Search*:*Modes*",
     .ioctl = [](Call& call) { return call.pass_instead(ENODATA, EINVAL); }},
    {.name = "no_metadata_is_zeroes",
     .tests = "Metadata*:Files*:*Modes*",
     .ioctl = [](Call& call) { return instead(call, get_command, ENODATA, 0); }},
    {.name = "alignment_as_given",
     .tests = "Metadata*",
     .ioctl =
         [](Call& call) {
           return answer_with(call, "alignment_bytes",
                              [](std::uint64_t value) { return value == 64 ? 0 : value; });
         }},
    {.name = "index_is_not_rounded_up",
     .tests = "Metadata*",
     .ioctl =
         [](Call& call) {
           const int result = call.pass();
           const auto count = call.get("vector_count"), alignment = call.get("alignment_bytes");
           if (call.is(get_command) && result == 0 && alignment == 1) {
             call.set("index_offset", 4096 + count.value_or(0) * call.get("dimensions").value_or(0));
           }
           return result;
         }},
    {.name = "index_starts_where_data_does",
     .tests = "Metadata*",
     .ioctl =
         [](Call& call) {
           return answer_with(call, "index_offset", [](std::uint64_t) -> std::uint64_t { return 4096; });
         }},
    {.name = "data_starts_at_0",
     .tests = "Metadata*:Image*",
     .ioctl =
         [](Call& call) {
           return answer_with(call, "data_offset", [](std::uint64_t) -> std::uint64_t { return 0; });
         }},
    {.name = "a_failed_set_applies", .tests = "*Fields*:Metadata*", .ioctl = set_on_failure},
    {.name = "image_has_a_stray_byte",
     .tests = "Image*",
     .read = [](Read& read) { return image_with(read, 2000, std::byte{1}); }},
    {.name = "image_header_is_stale",
     .tests = "Image*",
     .read = [](Read& read) { return image_with(read, 8, std::byte{0}); }},
    {.name = "image_loses_a_byte_in_a_million",
     .tests = "Image.OfALarge*",
     .read = [](Read& read) { return image_with(read, 4096 + 65536, std::byte{0xee}); }},
    {.name = "image_starts_over",
     .tests = "Image*",
     .read =
         [](Read& read) {
           if (read.offset % 2 == 1) --read.offset;
           return read.pass();
         }},
    {.name = "image_comes_in_small_pieces",
     .tests = "Image*",
     .read =
         [](Read& read) {
           read.bytes = std::min<std::size_t>(read.bytes, 1000);
           return read.pass();
         }},
    {.name = "image_has_no_end",
     .tests = "Image*",
     .read =
         [](Read& read) {
           const std::int64_t got = read.pass();
           return got == 0 && read.bytes > 0 && read.offset > 0 ? 1 : got;
         }},
    {.name = "image_before_set",
     .tests = "Image*:Files*:*Modes*",
     .read =
         [](Read& read) {
           const std::int64_t got = read.pass();
           return got == 0 && read.offset == 0 && read.bytes > 0 ? 1 : got;
         }},
    {.name = "negative_offsets_are_the_end",
     .tests = "Image*",
     .read = [](Read& read) { return read.pass_instead(EINVAL, 0); }},
    {.name = "a_read_fault_is_the_end",
     .tests = "Image*",
     .read = [](Read& read) { return read.pass_instead(EFAULT, 0); }},
    {.name = "a_read_is_whole_or_not_at_all",
     .tests = "Image*",
     .read =
         [](Read& read) {
           const std::int64_t got = read.pass();
           return got == 30 && read.bytes == 40 ? -EFAULT : got;
         }},
    {.name = "room_is_never_short",
     .tests = "Capacity*:Order*:Insert*",
     .ioctl = [](Call& call) { return instead(call, insert_command, ENOSPC, 0); }},
    {.name = "room_is_short_is_enomem",
     .tests = "Capacity*:Order*:Insert*",
     .ioctl = [](Call& call) { return instead(call, insert_command, ENOSPC, ENOMEM); }},
    {.name = "a_full_file_is_too_full",
     .tests = "Capacity*",
     .ioctl =
         [](Call& call) {
           const std::uint64_t count = call.get("vector_count").value_or(0);
           return call.is(insert_command) && (count == 16384 || count == 48'576) ? -ENOSPC : call.pass();
         }},
    {.name = "overwriting_needs_no_room",
     .tests = "Capacity*",
     .ioctl =
         [](Call& call) {
           return call.get("flags") == 1 ? instead(call, insert_command, ENOSPC, 0) : call.pass();
         }},
    {.name = "memory_before_room",
     .tests = "Capacity*:Order*:Insert*",
     .ioctl =
         [](Call& call) {
           const int result = call.pass();
           const auto vectors = call.get("vectors");
           const std::uint64_t bytes =
               call.get("vector_count").value_or(0) * call.get("dimensions").value_or(0) * sizeof(float);
           return result == -ENOSPC && vectors && !call.is_there(*vectors, bytes) ? -EFAULT : result;
         }},
    {.name = "files_are_one", .tests = "Files*", .one_file = true},
    {.name = "ids_end_one_early",
     .tests = "Insert*",
     .ioctl =
         [](Call& call) {
           const BufferScope scope(call.space);
           const int result = call.pass();
           return result == 0 && call.get("vector_count") == 2 && call.get("vector_ids") == 0 &&
                          call.get("dimensions") == 1 && call.get("flags") == 0
                      ? -ENOSPC
                      : result;
         }},
    {.name = "stored_although_invalid",
     .tests = "Validate*:Order*",
     .ioctl = [](Call& call) { return store_on_failure(call, EINVAL); }},
    {.name = "stored_although_duplicate",
     .tests = "Validate*:Order*:Insert*",
     .ioctl = [](Call& call) { return store_on_failure(call, EEXIST); }},
    {.name = "stored_although_faulty",
     .tests = "*Nested*:Insert*:*Argument*",
     .ioctl = [](Call& call) { return store_on_failure(call, EFAULT); }},
    {.name = "stored_although_full",
     .tests = "Order*:Capacity*:Insert*",
     .ioctl = [](Call& call) { return store_on_failure(call, ENOSPC); }},
    {.name = "other_dimensions_are_fine",
     .tests = "Insert*:Search*:Metadata*",
     .ioctl =
         [](Call& call) {
           const int result = call.pass();
           const std::uint64_t dimensions = call.get("dimensions").value_or(0);
           return result == -EINVAL && (dimensions == 3 || dimensions == 5) ? 0 : result;
         }},
    {.name = "searching_an_empty_file_is_enodata",
     .tests = "Search*:Answer*",
     .ioctl =
         [](Call& call) {
           const int result = call.pass();
           return call.is(search_command) && result == 0 && call.get("result_count") == 0 ? -ENODATA : result;
         }},
};

}  // namespace

std::span<const Breakage> state_breakages() { return breakages; }

}  // namespace iopact::conformance
