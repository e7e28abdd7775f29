// SPDX-License-Identifier: GPL-2.0-or-later
#include "abi/emit/walk.h"

#include <fmt/format.h>

#include <algorithm>

#include "abi/emit/ctext.h"
#include "abi/emit/naming.h"
#include "abi/emit/rules.h"
#include "abi/emit/writer.h"
#include "abi/model/scalars.h"

namespace iopact::emit {

namespace {

Block loops(const Member& member, const Access& access, int depth, std::size_t dimension,
            const ElementBody& body) {
  if (dimension == member.dimensions.size()) return body(access, depth);
  const std::string index = index_name(depth);
  const Access element =
      map(access, [&](const std::string& one) { return fmt::format("{}[{}]", one, index); });
  Block inner = loops(member, element, depth + 1, dimension + 1, body);
  if (inner.empty()) return {};
  return {{Loop{index, fmt::format("{}", member.dimensions[dimension]), std::move(inner)}}};
}

const Enumerator* enumerator_of(const Plan& plan, const Member& member, const FieldInteger& integer,
                                std::uint64_t value) {
  const Enum* one = plan.spec().find_enum(member.field->constraint.enumeration);
  if (one == nullptr) return nullptr;
  const auto found = std::find_if(one->values.begin(), one->values.end(), [&](const Enumerator& enumerator) {
    return !enumerator.retired && read_as(integer, static_cast<std::uint64_t>(enumerator.value)) == value;
  });
  return found == one->values.end() ? nullptr : &*found;
}

}  // namespace

std::string member_name(const Member& member, Style style) {
  return style == Style::cpp ? cpp_name(member.name()) : member.name();
}

Access into(const Access& holder, const Member& member, Style style) {
  return map(holder, [&](const std::string& one) { return one + member_name(member, style); });
}

Access opened(const Access& aggregate, const Member& member) {
  return map(aggregate, [&](const std::string& one) { return member.name().empty() ? one : one + "."; });
}

Block each_element(const Member& member, const Access& access, int depth, const ElementBody& body) {
  return member.flexible ? Block{} : loops(member, access, depth, 0, body);
}

std::string label_of(const Plan& plan, const Member& member, std::uint64_t value, Style style) {
  const FieldInteger integer = integer_of(member, wide, plan).value_or(FieldInteger{64, false});
  const std::uint64_t own = read_as(integer, value);
  const bool negative = integer.is_signed && static_cast<std::int64_t>(own) < 0;
  const Enumerator* named = style == Style::kernel ? enumerator_of(plan, member, integer, own) : nullptr;
  if (named != nullptr && (negative || named->value >= 0)) return named->name;
  return negative ? literal(static_cast<std::int64_t>(own)) : literal(own);
}

Block each_arm(const Plan& plan, const Member& unite, std::string_view prefix, Style style,
               const ArmBody& body) {
  const Member* discriminator = plan.discriminator_of(unite);
  if (discriminator == nullptr) return {};
  Switch choice{value_text(*discriminator, std::string(prefix) + member_name(*discriminator, style), style),
                {}};
  for (const Member& arm : unite.nested->members) {
    Block statements = arm.field->selects ? body(arm) : Block{};
    if (statements.empty()) continue;
    choice.cases.push_back(
        {{label_of(plan, *discriminator, *arm.field->selects, style)}, std::move(statements)});
  }
  if (choice.cases.empty()) return {};
  choice.cases.push_back({});
  return {{std::move(choice)}};
}

std::string value_text(const Member& member, const std::string& access, Style style) {
  if (style == Style::cpp) return access;  // decoding has dealt with all of that
  if (member.field->bits) return access;
  if (std::holds_alternative<EnumRef>(member.element->is)) return "(int)" + access;
  const auto* scalar = std::get_if<ScalarType>(&member.element->is);
  if (scalar == nullptr) return access;
  switch (scalar->kind) {
    case Scalar::le16:
    case Scalar::le32:
    case Scalar::le64:
    case Scalar::be16:
    case Scalar::be32:
    case Scalar::be64:
      return fmt::format("{}_to_cpu({})", iopact::spell(scalar->kind).substr(2), access);
    case Scalar::aligned_be64:
      return fmt::format("be64_to_cpu({})", access);
    case Scalar::aligned_le64:
      return fmt::format("le64_to_cpu({})", access);
    case Scalar::character:
      return "(signed char)" + access;
    case Scalar::boolean:
      return "*(const u8 *)&" + access;
    default:
      return access;
  }
}

}  // namespace iopact::emit
