// SPDX-License-Identifier: GPL-2.0-or-later
// Faults in how a request number is told from others, and in how open modes are checked.
#include <cerrno>

#include "abi/gen/cases/vexfs_v2_cases.h"
#include "conformance/bed.h"
#include "conformance/breakage.h"

namespace iopact::conformance {
namespace {

constexpr std::uint32_t direction_bits = 0xc0000000;
constexpr std::uint32_t size_bits = 0x3fff0000;
constexpr std::uint32_t type_bits = 0xff00;
constexpr std::uint32_t nr_bits = 0xff;

// Takes numbers for a command that agree with it outside of some bits.
int pass_ignoring(Call& call, std::uint32_t ignored) {
  for (const cases::Command& command : vexfs_v2::cases.commands) {
    const std::uint32_t number = command.number[width_index(call.space.width())];
    if ((number & ~ignored) == (call.number & ~ignored)) call.number = number;
  }
  return call.pass();
}

constexpr Breakage breakages[] = {
    {.name = "any_size",
     .tests = "*Numbers*:History*",
     .ioctl = [](Call& call) { return pass_ignoring(call, size_bits); }},
    {.name = "any_direction",
     .tests = "*Numbers*",
     .ioctl = [](Call& call) { return pass_ignoring(call, direction_bits); }},
    {.name = "direction_and_size_ignored",
     .tests = "*Numbers*:History*",
     .ioctl = [](Call& call) { return pass_ignoring(call, size_bits | direction_bits); }},
    {.name = "any_type",
     .tests = "*Numbers*",
     .ioctl = [](Call& call) { return pass_ignoring(call, type_bits); }},
    {.name = "high_nr_bits_ignored",
     .tests = "*Numbers*",
     .ioctl = [](Call& call) { return pass_ignoring(call, nr_bits & ~7U); }},
    {.name = "unknown_is_einval",
     .tests = "*Numbers*:History*:Order*:*Modes*",
     .ioctl = [](Call& call) { return call.pass_instead(ENOTTY, EINVAL); }},
    {.name = "unknown_reads_argument",
     .tests = "*Numbers*",
     .ioctl =
         [](Call& call) {
           const int result = call.pass();
           return result == -ENOTTY && !call.is_there(call.argument, 1) ? -EFAULT : result;
         }},
    {.name = "unknown_writes",
     .tests = "*Numbers*:History*",
     .ioctl =
         [](Call& call) {
           const int result = call.pass();
           if (result == -ENOTTY) call.poke(call.argument, std::byte{0x99});
           return result;
         }},
    {.name = "other_width_is_known",
     .tests = "*Numbers*:History*",
     .ioctl =
         [](Call& call) {
           const std::size_t w = width_index(call.space.width());
           for (const cases::Command& command : vexfs_v2::cases.commands) {
             if (command.number[1 - w] == call.number) call.number = command.number[w];
           }
           return call.pass();
         }},
    {.name = "historic_numbers_are_known",
     .tests = "History*",
     .ioctl =
         [](Call& call) {
           const std::uint32_t nr = call.number & nr_bits;
           const bool historic = nr == 3 && (call.number & direction_bits) == 0x40000000;
           if (historic) call.number = vexfs_v2::cases.commands[insert_command].number[0];
           return historic ? 0 : pass_ignoring(call, size_bits);
         }},
    {.name = "knows_three_commands",
     .tests = "*Numbers*",
     .ioctl =
         [](Call& call) { return call.is(get_command) || call.is(search_command) ? -ENOTTY : call.pass(); }},
    {.name = "knows_none_that_write",
     .tests = "*Numbers*",
     .ioctl =
         [](Call& call) { return call.is(set_command) || call.is(insert_command) ? -ENOTTY : call.pass(); }},
    {.name = "modes_ignored",
     .tests = "*Modes*:Order*:Image*",
     .open = [](OpenMode) { return OpenMode::read_write; }},
    {.name = "write_is_enough_to_read",
     .tests = "*Modes*:Order*:Image*",
     .open = [](OpenMode mode) { return allows(mode, OpenMode::write) ? OpenMode::read_write : mode; }},
    {.name = "both_modes_are_needed",
     .tests = "*Modes*:Image*",
     .open = [](OpenMode mode) { return mode == OpenMode::read_write ? mode : OpenMode::none; }},
    {.name = "both_modes_are_one",
     .tests = "*Modes*",
     .open = [](OpenMode mode) { return mode == OpenMode::read_write ? OpenMode::read : mode; }},
    {.name = "mode_after_argument",
     .tests = "*Modes*:Order*",
     .ioctl =
         [](Call& call) {
           const int result = call.pass();
           return result == -EBADF && !call.is_there(call.argument, 1) ? -EFAULT : result;
         }},
    {.name = "mode_is_eperm",
     .tests = "*Modes*:Order*",
     .ioctl = [](Call& call) { return call.pass_instead(EBADF, EPERM); }},
    {.name = "mode_before_number",
     .tests = "*Modes*",
     .ioctl =
         [](Call& call) {
           const int result = call.pass();
           if (result != -ENOTTY) return result;
           return pass_ignoring(call, size_bits) == -EBADF ? -EBADF : -ENOTTY;
         }},
};

}  // namespace

std::span<const Breakage> number_breakages() { return breakages; }

}  // namespace iopact::conformance
