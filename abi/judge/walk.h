// SPDX-License-Identifier: GPL-2.0-or-later
// Questions about the model that several judges ask.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "abi/model/layout.h"
#include "abi/model/spec.h"

namespace iopact {

// One field with where it stands: `owner` is the aggregate that lists it, `top` the named struct around it.
struct FieldSite {
  const Aggregate& top;
  const Aggregate& owner;
  const Field& field;
  std::string subject;  // "struct foo.inner.bar"
};

// Every field of every named struct, into inline aggregates, in the order of the spec.
void each_field(const Spec& spec, const std::function<void(const FieldSite&)>& visit);

std::string subject_of(const Aggregate& aggregate);  // "struct foo", "union foo"
std::string subject_of(const Command& command);      // "command FOO_IOC_X"

// The scalar of a type or of an array's innermost element; null for anything else.
const ScalarType* scalar_of(const Type& type);
const Type& innermost(const Type& type);  // strips arrays
bool is_array(const Type& type);
bool is_flexible(const Type& type);
bool is_pointer(const Type& type);   // pointer, or array of pointers
unsigned fixed_size(Scalar scalar);  // bytes of a fixed-width integer, 0 for others
bool is_fixed_width(Scalar scalar);
bool is_long(Scalar scalar);                           // long, unsigned long, size_t, ssize_t
bool holds_64bit(const Spec& spec, const Type& type);  // anywhere inside, by value

// The struct a command carries; null when it carries none.
const Aggregate* argument_struct(const Spec& spec, const Command& command);
bool kernel_reads(const Command& command);   // _IOW, _IOWR
bool kernel_writes(const Command& command);  // _IOR, _IOWR
// True when some command carries the struct that way, directly or nested by value.
bool is_input(const Spec& spec, const Aggregate& aggregate);
bool is_output(const Spec& spec, const Aggregate& aggregate);

const Field* find_field(const Aggregate& aggregate, std::string_view name);

}  // namespace iopact
