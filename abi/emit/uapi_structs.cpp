// SPDX-License-Identifier: GPL-2.0-or-later
#include <fmt/format.h>

#include <algorithm>

#include "abi/emit/struct_text.h"
#include "abi/emit/uapi_parts.h"
#include "abi/emit/writer.h"

namespace iopact::emit {

namespace {

bool is_scalar(const Type& type, std::initializer_list<Scalar> kinds) {
  const auto* scalar = std::get_if<ScalarType>(&type.is);
  return scalar != nullptr && std::find(kinds.begin(), kinds.end(), scalar->kind) != kinds.end();
}

// True for what C90 or C++17 do not know: the compilers take it as an extension.
bool is_extension(const Member& member) {
  if (member.nested != nullptr && member.name().empty()) return true;
  if (member.flexible) return true;
  if (member.field->bits) return !is_scalar(*member.element, {Scalar::sint, Scalar::uint});
  return is_scalar(*member.element, {Scalar::slonglong, Scalar::ulonglong, Scalar::boolean});
}

std::string comment_of(const Member& member) {
  const Field& field = *member.field;
  std::string_view mark;
  if (field.direction == Direction::out) mark = "[out]";
  if (field.direction == Direction::inout) mark = "[in, out]";
  return fmt::format("{}{}{}", mark, mark.empty() || field.doc.empty() ? "" : " ", field.doc);
}

std::string growth(const Aggregate& aggregate) {
  if (!aggregate.extensible) return "";
  const std::string size = aggregate.size_field.empty()
                               ? "the size in the command number tells what the caller knows"
                               : "set " + aggregate.size_field + " to sizeof() of what the caller knows";
  return fmt::format(" Grows at its end: {}; what a caller does not know counts as zero.", size);
}

std::string structure(const Record& record, const Spec& spec) {
  const Aggregate& aggregate = *record.aggregate;
  const StructStyle style{uapi_names(spec), Pointers::open,
                          [](const Member& member) { return is_extension(member) ? "__extension__ " : ""; },
                          [](const Member&) { return ""; }, comment_of};
  return fmt::format("\n{}{}", short_comment(aggregate.doc + growth(aggregate), 80),
                     define_struct(record, record.name, style));
}

bool holds(const Record& record, bool (*wanted)(const Member&)) {
  return std::any_of(record.members.begin(), record.members.end(), [&](const Member& member) {
    return wanted(member) || (member.nested != nullptr && holds(*member.nested, wanted));
  });
}

bool any(const Plan& plan, bool (*wanted)(const Member&)) {
  return std::any_of(plan.records().begin(), plan.records().end(),
                     [&](const Record& record) { return holds(record, wanted); });
}

std::string bool_macro(const Spec& spec) { return "__" + spec.interface + "_bool"; }

std::string bool_macros(const Plan& plan) {
  if (!any(plan, [](const Member& one) { return is_scalar(*one.element, {Scalar::boolean}); })) return "";
  return fill(R"(

#ifdef __cplusplus
#define {{name}} bool
#else
#define {{name}} _Bool
#endif
)",
              {{"name", bool_macro(plan.spec())}});
}

// clang has a warning of its own for flexible arrays that __extension__ does not answer.
std::string quieted(const Plan& plan, const std::string& structs) {
  if (!any(plan, [](const Member& one) { return one.flexible; })) return structs;
  return fill(R"(

#ifdef __clang__
#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wc99-extensions"
#endif
{{structs}}

#ifdef __clang__
#pragma clang diagnostic pop
#endif
)",
              {{"structs", structs}});
}

}  // namespace

BaseName uapi_names(const Spec& spec) {
  return [name = bool_macro(spec)](const Type& type) {
    return is_scalar(type, {Scalar::boolean}) ? name : spell(type);
  };
}

std::string uapi_structs(const Plan& plan) {
  const std::string structs = each(plan.records(), [&](const Record& record) {
    return record.name.empty() || record.is_wrapper ? "" : structure(record, plan.spec());
  });
  return bool_macros(plan) + quieted(plan, structs);
}

}  // namespace iopact::emit
