// SPDX-License-Identifier: GPL-2.0-or-later
// Whether a well-formed spec makes sense: names, references, constraints, layout, numbers. Each part collects
// all it finds; what depends on something that is already reported is left alone.
#pragma once

#include "abi/model/json_tree.h"
#include "abi/model/spec.h"

namespace iopact {

void validate(const Spec& spec, const JsonTree& tree, Diagnostics& diagnostics);

// The waivers alone.
void validate_waivers(const Spec& spec, const JsonTree& tree, Diagnostics& diagnostics);

}  // namespace iopact
