// SPDX-License-Identifier: GPL-2.0-or-later
// Definitions of structs and unions in C.
#pragma once

#include <functional>
#include <string>

#include "abi/emit/ctext.h"
#include "abi/emit/plan.h"

namespace iopact::emit {

struct StructStyle {
  BaseName names;  // of base types; a nested aggregate without a tag is written out
  Pointers pointers = Pointers::open;
  std::function<std::string(const Member&)> prefix;  // before a member's declaration, with its blank
  std::function<std::string(const Member&)> suffix;  // behind it, before the semicolon
  std::function<std::string(const Member&)> comment;
};

// "struct TAG {...};" with attributes and members; the tag as given.
std::string define_struct(const Record& record, const std::string& tag, const StructStyle& style);

}  // namespace iopact::emit
