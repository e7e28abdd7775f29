// SPDX-License-Identifier: GPL-2.0-or-later
// What is checked of a field's value, in the order in which it is checked. The kernel's and the user side's
// checks, the table of cases and the documentation all come from here.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "abi/emit/plan.h"

namespace iopact::emit {

enum class Rule {
  zero,  // every byte
  range,
  enumeration,   // of a closed enum one of its values, of an open one any but the retired ones; known ones
                 // without code behind them: EOPNOTSUPP
  flags,         // no bit outside of a flag set
  power_of_two,  // or 0
  some_power,    // power of two, and 0 is none
  closed,        // a string in an array has its NUL within the array
  truth,         // the byte of a _Bool is 0 or 1: any other is undefined behaviour in C
};

std::vector<Rule> rules_of(const Member& member);

// What becomes of an enum's value in a field.
enum class Fate { accepted, unsupported, retired };
Fate fate_of(const Constraint& constraint, const Enumerator& value);

// Groups of flags of which at most one may stand: checked after all fields of the argument.
std::vector<std::vector<const Enumerator*>> exclusive_flags(const Spec& spec, const Member& member);

std::uint64_t flag_mask(const Spec& spec, std::string_view flag_set);

// An integer as it stands in a field.
struct FieldInteger {
  unsigned bits = 0;
  bool is_signed = false;
};
// Empty for floats, void, pointers, aggregates. An enum member counts as int.
std::optional<FieldInteger> integer_of(const Member& member, Width width, const Plan& plan);

// Its most significant byte stands first in memory, whatever the machine.
bool is_big_endian(const Member& member);

// Lowest and highest value that a range leaves to the integer; a bound that the integer cannot pass is left
// out.
struct Bounds {
  std::optional<std::int64_t> min;
  std::optional<std::uint64_t> max;  // compare as signed when the integer is
};
Bounds bounds_of(const Range& range, const FieldInteger& integer);

// The errno that a value earns by one rule ("EINVAL", "EOPNOTSUPP"), empty when it passes. `value` is the
// field's bits, sign-extended to 64 when it is signed.
std::string_view judge(const Spec& spec, const Member& member, Rule rule, const FieldInteger& integer,
                       std::uint64_t value);

// The low bits of a pattern as the integer reads them, sign-extended.
std::uint64_t read_as(const FieldInteger& integer, std::uint64_t pattern);

// A value that passes every rule: the spec's example, 0, or the lowest one.
std::uint64_t valid_value(const Plan& plan, const Member& member);

}  // namespace iopact::emit
