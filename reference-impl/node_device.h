// SPDX-License-Identifier: GPL-2.0-or-later
// What files of a real node offer beyond being a File.
#pragma once

#include "reference-impl/device.h"

namespace iopact {

// The descriptor behind a file of a node; -1 for another Device's.
int descriptor_of(const File& file);

}  // namespace iopact
