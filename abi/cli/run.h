// SPDX-License-Identifier: GPL-2.0-or-later
// The program without its process: arguments in, what to write out.
#pragma once

#include <string>
#include <vector>

#include "abi/cli/command.h"
#include "abi/cli/command_line.h"

namespace iopact {

struct Delivery {
  Outcome outcome;
  std::string output_file;  // where the output goes; empty: standard output
};

// `arguments` without the program's name. Never throws.
Delivery run(std::vector<std::string> arguments, Console console = {});

}  // namespace iopact
