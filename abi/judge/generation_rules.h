// SPDX-License-Identifier: GPL-2.0-or-later
// The rules that findings of `iopact gen` refer to.
#pragma once

#include <span>

#include "abi/judge/rule.h"

namespace iopact {

std::span<const Rule> generation_rules();

}  // namespace iopact
