// SPDX-License-Identifier: GPL-2.0-or-later
// What every case runs on: one Device, one caller, the reference beside it. One bed per process, set up by
// main.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "reference-impl/device.h"
#include "reference-impl/user_space.h"

namespace iopact::conformance {

struct Bed {
  explicit Bed(Width width) : space(width) {}

  UserSpace space;
  std::unique_ptr<Device> device;     // under test
  std::unique_ptr<Device> reference;  // of the same width and memory, for differential cases
  bool in_process = true;             // fetches can be counted
  unsigned programs = 200;            // random programs of the differential case
  std::uint64_t seed = 1;             // of the first of them
};

// The process's bed. Valid between set_bed() and the bed's end.
Bed& bed();
void set_bed(Bed& bed);

inline std::size_t width_index(Width width) { return width == Width::bits64 ? 0 : 1; }

}  // namespace iopact::conformance
