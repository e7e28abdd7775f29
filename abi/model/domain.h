// SPDX-License-Identifier: GPL-2.0-or-later
// Which integers a type can hold.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "abi/model/spec.h"

namespace iopact {

// A set of integers from min to max, the bounds of every type up to 64 bits among them.
struct Domain {
  std::int64_t min = 0;
  std::uint64_t max = 0;
  unsigned bits = 0;

  bool is_signed() const { return min < 0; }
  // A value as the model keeps it: two's complement in 64 bits, read with this domain's sign.
  bool holds(std::uint64_t pattern) const;
  bool holds_signed(std::int64_t value) const {
    return value < 0 ? value >= min : holds(static_cast<std::uint64_t>(value));
  }
};

// Of a field of integer or enum type, of a bitfield by its width; empty for everything else. A type whose
// width depends on the target counts as its widest.
std::optional<Domain> domain_of(const Field& field);

// The bits of an integer type where it is narrowest: what a bitfield may have on every target; 0: no integer.
unsigned narrowest_bits(const Type& type);

// "-1" or "18446744073709551615": a value of the model as its field reads it.
std::string show(std::uint64_t pattern, const Domain& domain);

}  // namespace iopact
