// SPDX-License-Identifier: GPL-2.0-or-later
// The one place that writes to standard output and standard error.
#pragma once

#include "abi/cli/run.h"

namespace iopact {

Console process_console();

// Answers the exit status of the process: the outcome's, or 2 where its output could not be written.
int deliver(const Delivery& delivery);

}  // namespace iopact
