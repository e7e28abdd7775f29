// SPDX-License-Identifier: GPL-2.0-or-later
// Names of scalars, and the facts about them that hold on every target.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "abi/model/spec.h"

namespace iopact {

// The spelling in a UAPI header, which knows no libc: __kernel_size_t, never size_t.
std::string_view spell(Scalar scalar);

// By any accepted spelling: "bool" and "_Bool", "size_t" and "__kernel_size_t", "unsigned" and "unsigned
// int".
std::optional<Scalar> find_scalar(std::string_view name);

// True for the first words of a longer name: "unsigned", "unsigned long", "signed", "long".
bool is_scalar_prefix(std::string_view words);

// The scalar that a name from libc, another language or a slip of the hand stands for: "uint32_t" gives
// "__u32".
std::string_view suggest_scalar(std::string_view name);

// Of an integer: how many bits and which sign it has on every target; long and size_t count as their widest.
struct IntegerFacts {
  unsigned bits;
  bool is_signed;
};

// Empty for floats, void; bool counts as an unsigned integer of one bit, char as signed.
std::optional<IntegerFacts> integer_facts(Scalar scalar);

// Size in bytes on the target where it is largest; 0 for void.
std::uint64_t widest(Scalar scalar);

}  // namespace iopact
