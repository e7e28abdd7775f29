// SPDX-License-Identifier: GPL-2.0-or-later
#include "abi/emit/rules.h"

#include <algorithm>

#include "abi/model/scalars.h"

namespace iopact::emit {

namespace {

bool is_bool(const Type& type) {
  const auto* scalar = std::get_if<ScalarType>(&type.is);
  return scalar != nullptr && scalar->kind == Scalar::boolean;
}

bool is_char_array(const Member& member) {
  const auto* scalar = std::get_if<ScalarType>(&member.element->is);
  return scalar != nullptr && !member.flexible && member.dimensions.size() == 1 &&
         integer_facts(scalar->kind).value_or(IntegerFacts{}).bits == 8;
}

bool in_range(const Range& range, const FieldInteger& integer, std::uint64_t value) {
  const Bounds bounds = bounds_of(range, integer);
  const auto as_signed = static_cast<std::int64_t>(value);
  if (integer.is_signed)
    return (!bounds.min || as_signed >= *bounds.min) &&
           (!bounds.max || as_signed <= static_cast<std::int64_t>(*bounds.max));
  return (!bounds.min || value >= static_cast<std::uint64_t>(*bounds.min)) &&
         (!bounds.max || value <= *bounds.max);
}

bool is_power_of_two(std::uint64_t value) { return (value & (value - 1)) == 0; }

// Two names of one value count as the one that is accepted.
std::string_view judge_enum(const Spec& spec, const Constraint& constraint, const FieldInteger& integer,
                            std::uint64_t value) {
  const Enum& one = *spec.find_enum(constraint.enumeration);
  std::string_view verdict = one.open ? "" : "EINVAL";
  for (const Enumerator& enumerator : one.values) {
    if (read_as(integer, static_cast<std::uint64_t>(enumerator.value)) != value) continue;
    switch (fate_of(constraint, enumerator)) {
      case Fate::accepted:
        return "";
      case Fate::unsupported:
        verdict = "EOPNOTSUPP";
        break;
      case Fate::retired:
        verdict = "EINVAL";
        break;
    }
  }
  return verdict;
}

}  // namespace

Fate fate_of(const Constraint& constraint, const Enumerator& value) {
  if (value.retired) return Fate::retired;
  const auto& names = constraint.unsupported;
  return std::find(names.begin(), names.end(), value.name) == names.end() ? Fate::accepted
                                                                          : Fate::unsupported;
}

bool is_big_endian(const Member& member) {
  const auto* scalar = std::get_if<ScalarType>(&member.element->is);
  if (scalar == nullptr) return false;
  const Scalar kind = scalar->kind;
  return kind == Scalar::be16 || kind == Scalar::be32 || kind == Scalar::be64 || kind == Scalar::aligned_be64;
}

std::vector<Rule> rules_of(const Member& member) {
  const Constraint& constraint = member.field->constraint;
  std::vector<Rule> rules;
  if (constraint.zero) rules.push_back(Rule::zero);
  if (constraint.range) rules.push_back(Rule::range);
  if (!constraint.enumeration.empty()) rules.push_back(Rule::enumeration);
  if (!constraint.flags.empty()) rules.push_back(Rule::flags);
  if (constraint.power_of_two) rules.push_back(constraint.zero_means ? Rule::power_of_two : Rule::some_power);
  if (member.field->meaning == Meaning::string && is_char_array(member)) rules.push_back(Rule::closed);
  if (is_bool(*member.element) && !constraint.zero && !member.field->bits) rules.push_back(Rule::truth);
  return rules;
}

std::uint64_t flag_mask(const Spec& spec, std::string_view flag_set) {
  std::uint64_t mask = 0;
  for (const Enumerator& flag : spec.find_flag_set(flag_set)->flags)
    if (!flag.retired) mask |= static_cast<std::uint64_t>(flag.value);
  return mask;
}

std::vector<std::vector<const Enumerator*>> exclusive_flags(const Spec& spec, const Member& member) {
  std::vector<std::vector<const Enumerator*>> groups;
  if (member.field->constraint.flags.empty()) return groups;
  const FlagSet& set = *spec.find_flag_set(member.field->constraint.flags);
  for (const auto& names : set.exclusive) {
    auto& group = groups.emplace_back();
    for (const Enumerator& flag : set.flags)
      if (std::find(names.begin(), names.end(), flag.name) != names.end()) group.push_back(&flag);
  }
  return groups;
}

std::optional<FieldInteger> integer_of(const Member& member, Width width, const Plan& plan) {
  const auto bits = static_cast<unsigned>(plan.size_of(*member.element, width) * 8);
  if (std::holds_alternative<EnumRef>(member.element->is)) return FieldInteger{bits, true};
  const auto* scalar = std::get_if<ScalarType>(&member.element->is);
  const auto facts = scalar == nullptr ? std::nullopt : integer_facts(scalar->kind);
  if (!facts) return std::nullopt;
  return FieldInteger{member.field->bits.value_or(bits), facts->is_signed};
}

Bounds bounds_of(const Range& range, const FieldInteger& integer) {
  const unsigned value_bits = integer.is_signed ? integer.bits - 1 : integer.bits;
  const std::uint64_t highest = value_bits >= 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << value_bits) - 1;
  const std::int64_t lowest = integer.is_signed ? -static_cast<std::int64_t>(highest) - 1 : 0;
  Bounds bounds;
  if (range.min && *range.min > lowest) bounds.min = range.min;
  if (range.max && *range.max < highest) bounds.max = range.max;
  return bounds;
}

std::uint64_t read_as(const FieldInteger& integer, std::uint64_t pattern) {
  if (integer.bits >= 64) return pattern;
  const std::uint64_t mask = (std::uint64_t{1} << integer.bits) - 1;
  const bool negative = integer.is_signed && (pattern >> (integer.bits - 1) & 1) != 0;
  return negative ? pattern | ~mask : pattern & mask;
}

std::string_view judge(const Spec& spec, const Member& member, Rule rule, const FieldInteger& integer,
                       std::uint64_t value) {
  const Constraint& constraint = member.field->constraint;
  const auto unless = [](bool passes) -> std::string_view { return passes ? "" : "EINVAL"; };
  switch (rule) {
    case Rule::zero:
      return unless(value == 0);
    case Rule::range:
      return unless(in_range(*constraint.range, integer, value));
    case Rule::enumeration:
      return judge_enum(spec, constraint, integer, value);
    case Rule::flags:
      return unless((read_as({integer.bits, false}, value) & ~flag_mask(spec, constraint.flags)) == 0);
    case Rule::power_of_two:
      return unless(is_power_of_two(value));
    case Rule::some_power:
      return unless(value != 0 && is_power_of_two(value));
    case Rule::closed:
      return "";
    case Rule::truth:
      return unless(value <= 1);
  }
  return "";
}

std::uint64_t valid_value(const Plan& plan, const Member& member) {
  if (member.field->example) return *member.field->example;
  const auto integer = integer_of(member, narrow, plan);
  if (!integer) return 0;
  const std::vector<Rule> rules = rules_of(member);
  const auto passes = [&](std::uint64_t value) {
    return std::all_of(rules.begin(), rules.end(),
                       [&](Rule rule) { return judge(plan.spec(), member, rule, *integer, value).empty(); });
  };
  const Constraint& constraint = member.field->constraint;
  std::vector<std::uint64_t> candidates = {0, 1};
  if (constraint.range && constraint.range->min)
    candidates.push_back(static_cast<std::uint64_t>(*constraint.range->min));
  if (const Enum* one = plan.spec().find_enum(constraint.enumeration))
    for (const Enumerator& value : one->values) candidates.push_back(static_cast<std::uint64_t>(value.value));
  const auto found = std::find_if(candidates.begin(), candidates.end(), passes);
  return found == candidates.end() ? 0 : *found;
}

}  // namespace iopact::emit
