// SPDX-License-Identifier: GPL-2.0-or-later
// Runs a program on two Devices of one caller, call by call, and compares everything a caller can see.
#pragma once

#include <optional>
#include <string>

#include "conformance/program.h"
#include "reference-impl/device.h"

namespace iopact::conformance {

// Both Devices must answer callers of `space`, whose buffers are forgotten. Neither may fetch a byte twice in
// a call. Where they differ first, in words: the step, what was seen on `expected` and on `found`; empty when
// they do not.
std::optional<std::string> difference(UserSpace& space, Device& expected, Device& found,
                                      const Program& program);

// The smallest program that still differs, by leaving out steps of one that does.
Program minimize(UserSpace& space, Device& expected, Device& found, Program program);

}  // namespace iopact::conformance
