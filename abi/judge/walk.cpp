// SPDX-License-Identifier: GPL-2.0-or-later
#include "abi/judge/walk.h"

#include <algorithm>

namespace iopact {
namespace {

template <typename Kind>
const Kind* as(const Type& type) {
  return std::get_if<Kind>(&type.is);
}

void walk(const Aggregate& top, const Aggregate& owner, const std::string& prefix,
          const std::function<void(const FieldSite&)>& visit) {
  for (const Field& field : owner.fields) {
    const std::string subject = field.name.empty() ? prefix : prefix + "." + field.name;
    visit({top, owner, field, subject});
    if (const auto* nested = as<InlineAggregate>(innermost(field.type))) {
      walk(top, *nested->body, subject, visit);
    }
  }
}

bool holds(const Spec& spec, const Aggregate& outer, const Aggregate& wanted) {
  if (&outer == &wanted) return true;
  return std::any_of(outer.fields.begin(), outer.fields.end(), [&](const Field& field) {
    const Type& type = innermost(field.type);
    if (const auto* nested = as<InlineAggregate>(type)) return holds(spec, *nested->body, wanted);
    const auto* named = as<StructRef>(type);
    const Aggregate* inner = named ? spec.find_struct(named->name) : nullptr;
    return inner != nullptr && holds(spec, *inner, wanted);
  });
}

bool carried(const Spec& spec, const Aggregate& aggregate, bool (*wanted)(const Command&)) {
  return std::any_of(spec.commands.begin(), spec.commands.end(), [&](const Command& command) {
    const Aggregate* argument = argument_struct(spec, command);
    return wanted(command) && argument != nullptr && holds(spec, *argument, aggregate);
  });
}

}  // namespace

void each_field(const Spec& spec, const std::function<void(const FieldSite&)>& visit) {
  for (const Aggregate& aggregate : spec.structs) walk(aggregate, aggregate, subject_of(aggregate), visit);
}

std::string subject_of(const Aggregate& aggregate) {
  return (aggregate.kind == AggregateKind::unite ? "union " : "struct ") + aggregate.name;
}

std::string subject_of(const Command& command) { return "command " + command.name; }

const Type& innermost(const Type& type) {
  const auto* array = as<ArrayType>(type);
  return array ? innermost(*array->element) : type;
}

const ScalarType* scalar_of(const Type& type) { return as<ScalarType>(innermost(type)); }

bool is_array(const Type& type) { return as<ArrayType>(type) != nullptr; }

bool is_flexible(const Type& type) {
  const auto* array = as<ArrayType>(type);
  return array != nullptr && !array->count;
}

bool is_pointer(const Type& type) { return as<PointerType>(innermost(type)) != nullptr; }

unsigned fixed_size(Scalar scalar) {
  switch (scalar) {
    case Scalar::u8:
    case Scalar::s8:
      return 1;
    case Scalar::u16:
    case Scalar::s16:
    case Scalar::le16:
    case Scalar::be16:
      return 2;
    case Scalar::u32:
    case Scalar::s32:
    case Scalar::le32:
    case Scalar::be32:
      return 4;
    case Scalar::u64:
    case Scalar::s64:
    case Scalar::le64:
    case Scalar::be64:
    case Scalar::aligned_u64:
    case Scalar::aligned_s64:
    case Scalar::aligned_be64:
    case Scalar::aligned_le64:
      return 8;
    case Scalar::character:
    case Scalar::schar:
    case Scalar::uchar:
    case Scalar::boolean:
    case Scalar::float32:
    case Scalar::float64:
    case Scalar::sshort:
    case Scalar::ushort:
    case Scalar::sint:
    case Scalar::uint:
    case Scalar::slong:
    case Scalar::ulong:
    case Scalar::slonglong:
    case Scalar::ulonglong:
    case Scalar::size:
    case Scalar::ssize:
    case Scalar::void_type:
      return 0;
  }
  return 0;
}

bool is_fixed_width(Scalar scalar) { return fixed_size(scalar) != 0; }

bool is_long(Scalar scalar) {
  return scalar == Scalar::slong || scalar == Scalar::ulong || scalar == Scalar::size ||
         scalar == Scalar::ssize;
}

bool holds_64bit(const Spec& spec, const Type& type) {
  const Type& inner = innermost(type);
  if (const auto* scalar = as<ScalarType>(inner)) {
    return fixed_size(scalar->kind) == 8 || scalar->kind == Scalar::slonglong ||
           scalar->kind == Scalar::ulonglong;
  }
  const Aggregate* body = nullptr;
  if (const auto* named = as<StructRef>(inner)) body = spec.find_struct(named->name);
  if (const auto* nested = as<InlineAggregate>(inner)) body = nested->body.get();
  return body != nullptr && std::any_of(body->fields.begin(), body->fields.end(),
                                        [&](const Field& field) { return holds_64bit(spec, field.type); });
}

const Aggregate* argument_struct(const Spec& spec, const Command& command) {
  const auto* named = command.argument ? as<StructRef>(*command.argument) : nullptr;
  return named ? spec.find_struct(named->name) : nullptr;
}

bool kernel_reads(const Command& command) {
  return command.transfer == Transfer::write || command.transfer == Transfer::read_write;
}

bool kernel_writes(const Command& command) {
  return command.transfer == Transfer::read || command.transfer == Transfer::read_write;
}

bool is_input(const Spec& spec, const Aggregate& aggregate) { return carried(spec, aggregate, kernel_reads); }
bool is_output(const Spec& spec, const Aggregate& aggregate) {
  return carried(spec, aggregate, kernel_writes);
}

const Field* find_field(const Aggregate& aggregate, std::string_view name) {
  const auto it = std::find_if(aggregate.fields.begin(), aggregate.fields.end(),
                               [&](const Field& field) { return field.name == name; });
  return it == aggregate.fields.end() ? nullptr : &*it;
}

}  // namespace iopact
