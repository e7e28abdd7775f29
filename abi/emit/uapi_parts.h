// SPDX-License-Identifier: GPL-2.0-or-later
// The parts of the UAPI header, each a paragraph that begins with a blank line, or empty.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "abi/emit/backend.h"
#include "abi/emit/ctext.h"

namespace iopact::emit {

// Spelling of types in the header. bool has another name in C than in C++: a macro of the header stands for
// both.
BaseName uapi_names(const Spec& spec);

std::string uapi_structs(const Plan& plan);

// Macros for the bytes behind pointers and in flexible arrays: products of lengths in 64 bits that saturate.
std::string uapi_sizes(const Plan& plan);
// Names of those macros.
std::vector<std::string> uapi_size_macros(const Plan& plan);

// Sizes and offsets as static assertions, targets with equal layouts under one condition.
std::string uapi_asserts(const Plan& plan);

}  // namespace iopact::emit
