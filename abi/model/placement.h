// SPDX-License-Identifier: GPL-2.0-or-later
// Puts the members of one aggregate one after the other, by the rules that gcc and clang share on Linux: the
// System V psABI's alignment and bitfield rules, AAPCS's for unnamed bitfields, and the packed and aligned
// attributes.
//
// They part in one place: a bitfield with an aligned attribute smaller than its type's alignment, that would
// begin inside a unit of its type and reach over its end. gcc moves it on to the next unit, clang leaves it.
// Here it goes where gcc, the kernel's first compiler, puts it.
#pragma once

#include <cstdint>

#include "abi/model/layout.h"

namespace iopact {

constexpr std::uint64_t round_up(std::uint64_t value, std::uint64_t unit) {
  return (value + unit - 1) / unit * unit;
}

// Size and alignment of a scalar as a struct member, in bytes; void is empty.
Extent scalar_extent(Scalar kind, const Target& target);

class Placement {
 public:
  Placement(const Aggregate& aggregate, const Target& target);

  // Takes the next member, whose type has this extent, and answers the bit at which it begins. Bits count
  // from the start of the aggregate in memory order. The rules:
  // - a member begins at a multiple of its type's alignment, in a packed aggregate at any byte, and where it
  // has
  //   an aligned attribute at a multiple of that too;
  // - a bitfield begins at the next free bit, unless it would then reach over the end of its type's unit,
  // counted
  //   from the last multiple of the type's alignment: then it begins at the next such multiple. In a packed
  //   aggregate it never moves;
  // - a bitfield of width 0 moves on to the next multiple of its type's alignment, packed or not;
  // - members raise the aggregate's alignment to their own, unnamed bitfields only where the target says so.
  // Where bitfields ignore their type (m68k), they take the next free bit and raise nothing, but for two
  // cases: width 0 moves on to the next 16-bit boundary and raises the alignment to that, and so does,
  // without moving, a bitfield of 16, 32 or 64 bits that happens to begin at such a boundary.
  std::uint64_t place(const Field& field, const Extent& type);

  // The first free bit after the members placed so far (union: after the longest).
  std::uint64_t end() const { return end_; }
  // Of the whole aggregate, with the padding at its end, in bytes.
  Extent extent() const;

 private:
  std::uint64_t type_alignment(const Field& field, const Extent& type, std::uint64_t from) const;
  std::uint64_t begin_bitfield(const Field& field, const Extent& type, std::uint64_t from) const;
  void raise_alignment(const Field& field, std::uint64_t type_align);

  const Aggregate& aggregate_;
  const Target& target_;
  std::uint64_t end_ = 0;    // bits
  std::uint64_t align_ = 1;  // bytes
};

}  // namespace iopact
