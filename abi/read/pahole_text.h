// SPDX-License-Identifier: GPL-2.0-or-later
// Parses the C that pahole 1.24 prints (it has no machine format) into layouts.
//
// What it prints, and what is made of it:
//   struct foo {                                  a block from column 0 to the next "}" in column 0
//     __u32  a;          /*     0     4 */        offset and size in bytes
//     __u32  b:3;        /*     4: 5  4 */        byte of the storage unit, bit in it (from the first bit in memory,
//                                                 also on big endian), bytes of the unit
//     __u32  :4;                                  unnamed, padding: skipped
//     struct { ... } in[2];   /* 8 16 */          its members, before it, count from the outermost struct
//     union { ... };          /* 24 8 */          anonymous: members join the enclosing struct
//     struct { ... };                             no offset: clang's copy of an anonymous aggregate, dropped whole
//     /* size: 24, cachelines: 1, members: 4 */   absent for a union: size stays 0
//   };
//   enum bar { X = 1, ... };                      one enumerator a line
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "abi/model/found.h"

namespace iopact {

using IsWanted = std::function<bool(std::string_view name)>;

// Structs, unions and enumerators of enums whose tag is wanted; all else is skipped unread. Never fails: a block
// that is cut off is dropped.
Found parse_pahole(std::string_view text, const IsWanted& is_wanted);

// The output of `pahole --sizes`: "name<TAB>bytes<TAB>holes" lines. Sets the size of every union in `found`, matching
// the n-th definition of a name with its n-th line.
void set_union_sizes(std::string_view text, Found& found);

}  // namespace iopact
