// SPDX-License-Identifier: GPL-2.0-or-later
// Command line of the conformance program, after GoogleTest has taken its own options.
#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>
#include <vector>

#include "abi/gen/user/iopact_runtime.h"

namespace iopact::conformance {

struct Options {
  std::string device = "reference";  // reference, driver or node:PATH
  Width width = Width::bits64;       // of the caller; a node's is the process's own
  std::string tap;                   // file for KTAP, empty: none
  unsigned programs = 200;           // random programs of the differential case
  std::uint64_t seed = 1;            // of the first of them
  std::string breakage;              // name of a fault planted into the Device, empty: none
  bool help = false;
  bool list_breakages = false;
};

class UsageError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// Throws UsageError.
Options parse_options(const std::vector<std::string>& arguments);
std::string usage();

}  // namespace iopact::conformance
