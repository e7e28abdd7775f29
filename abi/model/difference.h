// SPDX-License-Identifier: GPL-2.0-or-later
// One fact in which a spec and what was found differ: a row of a table, and what a finding is made from.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "abi/model/source.h"
#include "abi/model/target.h"

namespace iopact {

struct Difference {
  std::string_view rule;
  std::string section;   // "struct foo", "union foo", "commands", "constants"
  std::string subject;   // Finding::subject: "struct foo.inner.flags", "command FOO_GET", "enum kind.FOO_A"
  std::string name;      // field ("inner.flags"), command or constant; empty: the struct as a whole
  std::string expected;  // "offset 24, 4 bytes", "0x40205604"; "-" where the spec has none
  std::string found;     // the same; "-" where there is none
  std::string remark;    // "swapped with k", may be empty
  bool follows = false;  // a consequence of a difference before it: a row, but no finding of its own
  Place at;              // in the spec

  bool operator==(const Difference& other) const;  // without `at`
};

// One place where differences were looked for: a compiler on a target, or an object.
struct Sighting {
  std::string label;  // "gcc"; the object's file
  const Target* target = nullptr;
  std::vector<Difference> differences;
};

}  // namespace iopact
