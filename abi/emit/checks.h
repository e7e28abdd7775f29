// SPDX-License-Identifier: GPL-2.0-or-later
// Statements that check an argument: field values in field order, then relations.
#pragma once

#include "abi/emit/code.h"
#include "abi/emit/plan.h"

namespace iopact::emit {

// The argument is `arg`: a pointer in the kernel's style, a reference in C++. Each statement returns a
// negative errno where its check fails. Empty when every value passes.
Block check_block(const Plan& plan, const Record& record, Style style);

}  // namespace iopact::emit
