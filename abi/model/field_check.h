// SPDX-License-Identifier: GPL-2.0-or-later
// Checks of one field, split by subject over validate_field.cpp, validate_relation.cpp and
// validate_constraint.cpp.
#pragma once

#include <map>
#include <string_view>

#include "abi/model/checking.h"

namespace iopact {

// Since and deprecated versions: well-formed, and not later than the spec.
void check_since(Checking& checking, const Place& at, const std::string& since, std::string_view key);

// The fields that a field's "length", "bound" and "discriminator" may name: those of its own struct, with the
// members of anonymous structs and unions among them.
using FieldScope = std::map<std::string_view, const Field*>;

FieldScope scope_of(const Aggregate& aggregate);

// A field and what surrounds it.
struct FieldSite {
  const Field& field;
  const FieldScope& scope;
  const std::vector<Field>& siblings;  // the fields of the struct or union that it stands in
  bool in_union = false;
  bool arms_selected = false;  // the union around it has a discriminator, or is a named one
};

// How it may be written: name, bitfield, alignment, kind, version.
void check_field_form(Checking& checking, const FieldSite& site);
// What it says about other fields and user memory: length, bound, pointer, union.
void check_field_relations(Checking& checking, const FieldSite& site);
// What it may hold, and whether its example does.
void check_field_constraint(Checking& checking, const Field& field);

bool is_pointer(const Field& field);  // a pointer, or an integer that stands for one
const Aggregate* union_of(const Spec& spec, const Type& type);  // nullptr: no union

}  // namespace iopact
