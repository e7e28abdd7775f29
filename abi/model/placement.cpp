// SPDX-License-Identifier: GPL-2.0-or-later
#include "abi/model/placement.h"

#include <algorithm>

namespace iopact {

namespace {

constexpr std::uint64_t bits_per_byte = 8;

Extent natural(std::uint64_t size, const Target& target) {
  return {size, std::min<std::uint64_t>(size, target.max_scalar_align)};
}

}  // namespace

Extent scalar_extent(Scalar kind, const Target& target) {
  using enum Scalar;
  switch (kind) {
    case u8:
    case s8:
    case character:
    case schar:
    case uchar:
    case boolean:
      return {1, 1};
    case u16:
    case s16:
    case le16:
    case be16:
    case sshort:
    case ushort:
      return natural(2, target);
    case u32:
    case s32:
    case le32:
    case be32:
    case float32:
    case sint:
    case uint:
      return natural(4, target);
    case u64:
    case s64:
    case le64:
    case be64:
    case slonglong:
    case ulonglong:
      return {8, target.align_u64};
    case aligned_u64:
    case aligned_s64:
    case aligned_be64:
    case aligned_le64:
      return {8, 8};
    case float64:
      return {8, target.align_double};
    case slong:
    case ulong:
    case size:
    case ssize:
      return natural(target.long_size, target);
    case void_type:
      return {0, 1};
  }
  return {};
}

Placement::Placement(const Aggregate& aggregate, const Target& target)
    : aggregate_(aggregate), target_(target), align_(aggregate.align.value_or(1)) {}

std::uint64_t Placement::place(const Field& field, const Extent& type) {
  const std::uint64_t from = aggregate_.kind == AggregateKind::unite ? 0 : end_;
  const std::uint64_t type_align = type_alignment(field, type, from);
  raise_alignment(field, type_align);

  const std::uint64_t begin =
      field.bits
          ? begin_bitfield(field, type, from)
          : round_up(from, std::max(type_align, std::uint64_t{field.align.value_or(1)}) * bits_per_byte);
  end_ = std::max(end_, begin + (field.bits ? *field.bits : type.size * bits_per_byte));
  return begin;
}

std::uint64_t Placement::type_alignment(const Field& field, const Extent& type, std::uint64_t from) const {
  const bool ends_unit = field.bits && *field.bits == 0;
  if (field.bits && target_.bitfields_ignore_type) {
    const std::uint64_t boundary = target_.max_scalar_align;
    const bool is_integer = *field.bits == 16 || *field.bits == 32 || *field.bits == 64;
    const bool fills_it = is_integer && !aggregate_.packed && from % (boundary * bits_per_byte) == 0;
    return ends_unit || fills_it ? boundary : 1;
  }
  return aggregate_.packed && !ends_unit ? 1 : type.align;
}

std::uint64_t Placement::begin_bitfield(const Field& field, const Extent& type, std::uint64_t from) const {
  const std::uint64_t align =
      (target_.bitfields_ignore_type ? target_.max_scalar_align : type.align) * bits_per_byte;
  if (field.align) from = round_up(from, *field.align * bits_per_byte);
  if (*field.bits == 0) return round_up(from, align);
  const bool moves = !aggregate_.packed && !target_.bitfields_ignore_type;
  return moves && from % align + *field.bits > type.size * bits_per_byte ? round_up(from, align) : from;
}

void Placement::raise_alignment(const Field& field, std::uint64_t type_align) {
  if (field.bits && field.name.empty() && !target_.unnamed_bitfield_aligns) return;
  align_ = std::max({align_, type_align, std::uint64_t{field.align.value_or(1)}});
}

Extent Placement::extent() const {
  return {round_up(round_up(end_, bits_per_byte) / bits_per_byte, align_), align_};
}

}  // namespace iopact
