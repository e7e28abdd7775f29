// SPDX-License-Identifier: GPL-2.0-or-later
// One struct or union against its layout.
#pragma once

#include <vector>

#include "abi/judge/check.h"

namespace iopact {

// `section` names it in the differences. Members of named structs held by value are left to those structs.
void compare_struct(const StructLayout& expected, const StructLayout& found, const std::string& section,
                    std::vector<Difference>& into);

// "struct foo" or "union foo"
std::string section_of(const StructLayout& layout);

}  // namespace iopact
