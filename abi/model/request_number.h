// SPDX-License-Identifier: GPL-2.0-or-later
// What an ioctl request number means on each target, which command of a spec it is, and if none, which are
// nearest.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "abi/model/layout.h"

namespace iopact {

// Decimal, 0x hexadecimal, 0 octal, with a C suffix (u, l) or without; a negative number and a number whose
// upper 32 bits repeat bit 31 (a request that went through an int) count as their lower 32 bits. Empty for
// all else.
std::optional<std::uint32_t> parse_request_number(std::string_view text);

// "'V'", or "0x12" for what is no printable character.
std::string type_letter(unsigned type);

// Targets with one encoding read the number alike.
struct RequestReading {
  IocParts parts;
  std::vector<const Target*> targets;
};

// The number is this command's on these targets.
struct RequestMatch {
  const Command* command = nullptr;
  std::vector<const Target*> targets;
};

struct RequestDifference {
  std::string what;     // "direction", "type", "nr", "size"
  std::string given;    // of the number
  std::string command;  // of the command
};

enum class Nearness { same_nr, same_direction, nearest_nr };

struct RequestNeighbour {
  Nearness by = Nearness::same_nr;
  const Command* command = nullptr;
  std::uint32_t value = 0;  // on the reference target
  IocParts parts;
  std::vector<RequestDifference> differences;
};

struct RequestReport {
  std::uint32_t value = 0;
  const Spec* spec = nullptr;         // nullptr: no spec was given, and all below but the readings is empty
  const Target* asked = nullptr;      // the one target that was asked for; nullptr: any
  const Target* reference = nullptr;  // neighbours are described on this one: the asked one, else x86_64
  std::vector<RequestReading> readings;    // of the asked target, else of all
  std::vector<RequestMatch> matches;       // on any target, asked for or not
  std::vector<RequestNeighbour> nearest;   // when it is no command on the asked target (any target)
  const RetiredNumber* retired = nullptr;  // its nr was in use once

  // True where it is a command's number on the asked target, or on any when none was asked for.
  bool is_command() const;
};

// `spec` and `asked` may be nullptr; what they point to must outlive the result.
RequestReport look_up_request(std::uint32_t value, const Spec* spec, const Target* asked);

}  // namespace iopact
