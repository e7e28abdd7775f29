// SPDX-License-Identifier: GPL-2.0-or-later
// Waivers answer findings: what is shipped and cannot change, with its reason, owner and expiry.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "abi/judge/rule.h"
#include "abi/model/finding.h"
#include "abi/model/spec.h"

namespace iopact {

// Marks the findings that a waiver of the same rule and subject answers, and appends findings of the rules
// waiver-unused and waiver-expired. today: ISO date.
void apply_waivers(std::vector<Finding>& findings, std::span<const Waiver> waivers, std::string_view today);

std::span<const Rule> waiver_rules();

// True when an unwaived finding stands at or above the threshold.
bool fails(std::span<const Finding> findings, Severity threshold);

}  // namespace iopact
