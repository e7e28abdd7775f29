// SPDX-License-Identifier: GPL-2.0-or-later
// Faults in how the caller's memory is read and written.
#include <algorithm>
#include <cerrno>

#include "conformance/bed.h"
#include "conformance/breakage.h"

namespace iopact::conformance {
namespace {

constexpr std::size_t page = UserSpace::page_bytes;

std::size_t argument_bytes(const Call& call) {
  return call.command() == nullptr ? 0 : call.command()->size[width_index(call.space.width())];
}

// Bytes from an address to the end of its page.
std::size_t rest_of_page(std::uint64_t address) { return page - address % page; }

// Runs on the bytes that are there, the rest taken as zeroes, where the sound Device faults.
int pass_padded(Call& call) {
  const int result = call.pass();
  const std::size_t bytes = argument_bytes(call), rest = rest_of_page(call.argument);
  if (result != -EFAULT || rest >= bytes || !call.is_there(call.argument, rest)) return result;
  const BufferScope scope(call.space);
  const auto there = call.space.read(call.argument, rest);
  call.argument = call.space.alloc(bytes);
  call.space.fill(call.argument, bytes, std::byte{0});
  call.space.write(call.argument, there.data(), rest);
  return call.pass();
}

// The buffers behind a field are taken as mapped as long as their first byte is.
int pass_first_byte_counts(Call& call) {
  const int result = call.pass();
  if (result != -EFAULT) return result;
  for (const char* field : {"vectors", "vector_ids", "query_vector", "results", "result_ids"}) {
    const auto address = call.get(field);
    if (address && *address != 0 && !call.is_there(*address, 1)) return result;
  }
  return call.get("dimensions") ? 0 : result;
}

int pass_then_poke(Call& call, std::uint64_t address) {
  const int result = call.pass();
  if (result == 0) call.poke(address, std::byte{0x99});
  return result;
}

int fails_if(Call& call, bool wrong) { return wrong ? -EFAULT : call.pass(); }

bool any_pointer(const Call& call, bool (*wrong)(std::uint64_t address)) {
  const char* const fields[] = {"vectors", "vector_ids", "query_vector", "results", "result_ids"};
  return std::ranges::any_of(fields, [&](const char* field) {
    const auto address = call.get(field);
    return address && *address != 0 && wrong(*address);
  });
}

constexpr Breakage breakages[] = {
    {.name = "fault_is_einval",
     .tests = "*Argument*:*Nested*:Order*:Answer*:Insert*:Search*",
     .ioctl = [](Call& call) { return call.pass_instead(EFAULT, EINVAL); }},
    {.name = "null_is_fine",
     .tests = "*Argument*:*Nested*",
     .ioctl = [](Call& call) { return call.argument == 0 ? 0 : call.pass(); }},
    {.name = "faults_are_ignored",
     .tests = "*Argument*:*Nested*:Answer*:Order*:Insert*",
     .ioctl = [](Call& call) { return call.pass_instead(EFAULT, 0); }},
    {.name = "what_is_missing_is_zero", .tests = "*Argument*", .ioctl = pass_padded},
    {.name = "only_the_first_byte_counts",
     .tests = "*Nested*:Answer*:Insert*",
     .ioctl = pass_first_byte_counts},
    {.name = "unaligned_argument_is_refused",
     .tests = "*Argument*",
     .ioctl = [](Call& call) { return fails_if(call, call.argument % 4 != 0); }},
    {.name = "unaligned_arrays_are_refused",
     .tests = "*Nested*",
     .ioctl =
         [](Call& call) {
           return fails_if(call, any_pointer(call, [](std::uint64_t address) { return address % 4 != 0; }));
         }},
    {.name = "argument_at_a_pages_end_is_refused",
     .tests = "*Argument*",
     .ioctl = [](Call& call) { return fails_if(call, (call.argument + argument_bytes(call)) % page == 0); }},
    {.name = "argument_at_a_pages_start_is_refused",
     .tests = "*Argument*",
     .ioctl = [](Call& call) { return fails_if(call, call.argument % page == 0); }},
    {.name = "arrays_need_eight_bytes_more",
     .tests = "*Nested*",
     .ioctl =
         [](Call& call) {
           return fails_if(
               call, any_pointer(call, [](std::uint64_t address) { return rest_of_page(address) < 40; }));
         }},
    {.name = "double_fetch",
     .tests = "*Outputs*",
     .ioctl =
         [](Call& call) {
           std::uint64_t peeked = 0;
           call.space.copy_in(&peeked, call.argument, sizeof(peeked));
           return call.command() != nullptr && call.command()->writes_argument &&
                          !call.command()->reads_argument
                      ? (call.space.copy_in(&peeked, call.argument, sizeof(peeked)), call.pass())
                      : call.pass();
         }},
    {.name = "writes_back_what_it_read",
     .tests = "*Argument*:*Outputs*",
     .ioctl = [](Call& call) { return pass_then_poke(call, call.argument); }},
    {.name = "writes_the_last_word_of_the_argument",
     .tests = "*Outputs*",
     .ioctl = [](Call& call) { return pass_then_poke(call, call.argument + argument_bytes(call) - 5); }},
    {.name = "writes_before_the_argument",
     .tests = "*Outputs*:Metadata*",
     .ioctl = [](Call& call) { return pass_then_poke(call, call.argument - 1); }},
    {.name = "writes_into_inputs",
     .tests = "*Outputs*",
     .ioctl =
         [](Call& call) {
           const auto input = call.is(search_command) ? call.get("query_vector") : call.get("vectors");
           return pass_then_poke(call, input.value_or(0) + 1);
         }},
    {.name = "writes_when_it_fails",
     .tests = "*Argument*:*Fields*:*Modes*:*Nested*:Order*:Answer*",
     .ioctl =
         [](Call& call) {
           const int result = call.pass();
           if (result != 0) call.poke(call.argument, std::byte{0x99});
           return result;
         }},
    {.name = "an_output_is_not_written",
     .tests = "*Outputs*",
     .ioctl =
         [](Call& call) {
           const char* field = call.is(get_command) ? "alignment_bytes" : "result_count";
           const auto before = call.get(field);
           const int result = call.pass();
           if (before) call.set(field, *before);
           return result;
         }},
    {.name = "results_are_not_written",
     .tests = "*Outputs*",
     .ioctl =
         [](Call& call) {
           const auto results = call.get("results");
           const auto before = call.peek<std::uint32_t>(results.value_or(0));
           const int result = call.pass();
           if (results && before) call.poke(*results, *before);
           return result;
         }},
    {.name = "padding_must_be_zero",
     .tests = "*Padding*",
     .ioctl =
         [](Call& call) {
           const std::size_t bytes = argument_bytes(call);
           if (bytes == 0 || !call.is_there(call.argument, bytes)) return call.pass();
           const auto last = call.peek<std::byte>(call.argument + bytes - 1);
           return (call.is(insert_command) || call.is(search_command)) && last == std::byte{0x5a}
                      ? -EINVAL
                      : call.pass();
         }},
    {.name = "success_is_positive",
     .tests = "Metadata*:Search*",
     .ioctl =
         [](Call& call) {
           const int result = call.pass();
           return result == 0 && call.is(search_command) ? 1 : result;
         }},
};

}  // namespace

std::span<const Breakage> memory_breakages() { return breakages; }

}  // namespace iopact::conformance
