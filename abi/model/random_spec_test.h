// SPDX-License-Identifier: GPL-2.0-or-later
// Specs of random structs and unions, and the same in C, to hold the layout engine against compilers.
#pragma once

#include <cstdint>
#include <string>

#include "abi/model/spec.h"

namespace iopact {

// The same seed gives the same spec everywhere. Its `count` aggregates s0, s1, … hold scalars, pointers,
// enums, arrays, each other, inline and anonymous aggregates, bitfields, flexible arrays, packed and aligned
// ones.
Spec random_spec(std::uint32_t seed, int count);

// All types of the spec as GNU C that needs no header.
std::string c_source(const Spec& spec);

}  // namespace iopact
