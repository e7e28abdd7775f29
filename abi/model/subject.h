// SPDX-License-Identifier: GPL-2.0-or-later
// What a place in a spec is about, in words that hold when lines move: "struct foo.flags", "command
// FOO_IOC_GET".
#pragma once

#include <string>
#include <string_view>

#include "abi/model/json_tree.h"

namespace iopact {

// Finding::subject for a JSON pointer: "interface" outside of all lists. An item without a name goes by its
// number.
std::string subject_of(const JsonTree& tree, std::string_view pointer);

}  // namespace iopact
