// SPDX-License-Identifier: GPL-2.0-or-later
#include "conformance/bed.h"

namespace iopact::conformance {
namespace {

Bed* current = nullptr;

}  // namespace

Bed& bed() { return *current; }

void set_bed(Bed& bed) { current = &bed; }

}  // namespace iopact::conformance
