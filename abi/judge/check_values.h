// SPDX-License-Identifier: GPL-2.0-or-later
// Numbers of commands and values of constants: the part of a check that is not layout.
#pragma once

#include <vector>

#include "abi/judge/check.h"

namespace iopact {

// Commands that carry a struct which the header lacks are not compared: the struct is the difference. A number that
// only encodes another size follows from the differences of its struct, which are already in `into`.
void compare_commands(const Layout& expected, const Found& found, std::vector<Difference>& into);

void compare_constants(const Spec& spec, const Found& found, std::vector<Difference>& into);

}  // namespace iopact
