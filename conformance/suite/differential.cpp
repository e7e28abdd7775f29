// SPDX-License-Identifier: GPL-2.0-or-later
// The Device against the reference, over random programs: the same results, bytes and state after every call.
#include "conformance/differ.h"
#include "conformance/suite/on_device.h"

namespace iopact::conformance {
namespace {

class Differential : public OnDevice {};

TEST_F(Differential, RandomPrograms) {
  Device& reference = *bed().reference;
  for (std::uint64_t seed = bed().seed; seed < bed().seed + bed().programs; ++seed) {
    const Program program = random_program(seed);
    if (!difference(space, reference, device, program)) continue;
    const Program smaller = minimize(space, reference, device, program);
    const auto where = difference(space, reference, device, smaller);
    FAIL() << "seed " << seed << ", reference against " << device.name() << ", "
           << (where ? *where : "only in the whole program: it depends on what went before\n")
           << describe(smaller);
  }
}

}  // namespace
}  // namespace iopact::conformance
