// SPDX-License-Identifier: GPL-2.0-or-later
// What a spec may say and a back-end cannot turn into right code. Each finding (rule cannot-generate) names
// the construct and what to do; nothing is generated then.
#pragma once

#include <vector>

#include "abi/emit/plan.h"
#include "abi/model/finding.h"

namespace iopact::emit {

std::vector<Finding> no_obstacles(const Plan& plan);

// Names that the UAPI header makes itself and the spec gives to something else.
std::vector<Finding> header_obstacles(const Plan& plan);

// Commands whose bytes cannot be told from the spec: for the user side and the table of cases.
std::vector<Finding> call_obstacles(const Plan& plan);

// The same, and what the kernel's C cannot do.
std::vector<Finding> kernel_obstacles(const Plan& plan);

}  // namespace iopact::emit
