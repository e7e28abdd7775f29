// SPDX-License-Identifier: GPL-2.0-or-later
#include "abi/model/domain.h"

#include <limits>

#include "abi/model/scalars.h"

namespace iopact {

namespace {

Domain domain_of_bits(unsigned bits, bool is_signed) {
  constexpr std::uint64_t all = std::numeric_limits<std::uint64_t>::max();
  if (!is_signed) return {0, bits == 0 ? 0 : all >> (64 - bits), bits};
  if (bits == 0) return {0, 0, 0};
  const std::uint64_t half = std::uint64_t{1} << (bits - 1);
  return {static_cast<std::int64_t>(0 - half), half - 1, bits};
}

bool varies(Scalar scalar) {
  return scalar == Scalar::slong || scalar == Scalar::ulong || scalar == Scalar::size ||
         scalar == Scalar::ssize;
}

}  // namespace

bool Domain::holds(std::uint64_t pattern) const {
  if (!is_signed() || static_cast<std::int64_t>(pattern) >= 0) return pattern <= max;
  return static_cast<std::int64_t>(pattern) >= min;
}

std::optional<Domain> domain_of(const Field& field) {
  // An enum's values are int or unsigned int: both are accepted.
  if (std::holds_alternative<EnumRef>(field.type.is))
    return Domain{std::numeric_limits<std::int32_t>::min(), std::numeric_limits<std::uint32_t>::max(), 32};
  const auto* scalar = std::get_if<ScalarType>(&field.type.is);
  if (scalar == nullptr) return std::nullopt;
  const auto facts = integer_facts(scalar->kind);
  if (!facts) return std::nullopt;
  return domain_of_bits(field.bits.value_or(facts->bits), facts->is_signed);
}

unsigned narrowest_bits(const Type& type) {
  const auto* scalar = std::get_if<ScalarType>(&type.is);
  if (scalar == nullptr) return 0;
  const auto facts = integer_facts(scalar->kind);
  if (!facts) return 0;
  return varies(scalar->kind) ? 32 : facts->bits;
}

std::string show(std::uint64_t pattern, const Domain& domain) {
  return domain.is_signed() ? std::to_string(static_cast<std::int64_t>(pattern)) : std::to_string(pattern);
}

}  // namespace iopact
