// SPDX-License-Identifier: GPL-2.0-or-later
// What a driver built for userspace offers beyond being a Device.
#pragma once

#include <string>

namespace iopact {

// Picks the driver's arithmetic ("auto", "avx512", "avx2", "sse2", "none") for Devices made from now on. Only
// while there is none. False when this machine does not have it; the choice is then as before.
bool choose_driver_arithmetic(const std::string& name);

}  // namespace iopact
