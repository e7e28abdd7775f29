// SPDX-License-Identifier: GPL-2.0-or-later
#include "abi/model/random_spec_test.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <random>

namespace iopact {

namespace {

using enum Scalar;

constexpr std::array member_scalars{
    u8,   u16,   u32,         u64,         s8,        s16,          s32,          s64,     le16,
    be32, be64,  aligned_u64, aligned_s64, character, boolean,      float32,      float64, sshort,
    uint, slong, ulong,       slonglong,   ulonglong, aligned_be64, aligned_le64, size,    ssize};

// What a bitfield may be declared as, and how wide it may be on the target where the type is narrowest.
struct BitfieldType {
  Scalar kind;
  std::uint32_t max_width;
};
constexpr std::array bitfield_types{
    BitfieldType{u8, 8},      BitfieldType{u16, 16},   BitfieldType{u32, 32},         BitfieldType{u64, 64},
    BitfieldType{s8, 8},      BitfieldType{s16, 16},   BitfieldType{s32, 32},         BitfieldType{s64, 64},
    BitfieldType{boolean, 1}, BitfieldType{ulong, 32}, BitfieldType{aligned_u64, 64}, BitfieldType{uint, 32}};

class Generator {
 public:
  explicit Generator(std::uint32_t seed) : random_(seed) {}

  Spec spec(int count);

 private:
  std::uint32_t below(std::uint32_t limit) { return static_cast<std::uint32_t>(random_() % limit); }
  bool once_in(std::uint32_t n) { return below(n) == 0; }
  template <typename List>
  auto any(const List& list) {
    return list[below(static_cast<std::uint32_t>(list.size()))];
  }

  Aggregate aggregate(int depth);
  Field field(int depth);
  Field bitfield();
  Field inline_aggregate(int depth);
  Type member_type();
  Type arrays_of(Type element, bool may_be_empty);
  std::optional<std::uint32_t> alignment() { return 1U << below(6); }

  std::mt19937 random_;
  int names_ = 0;
  std::vector<std::string> known_;  // structs that may stand inside others
};

Type scalar(Scalar kind) { return Type{ScalarType{kind}}; }

Type array(Type element, std::optional<std::uint64_t> count) {
  return Type{ArrayType{std::make_shared<const Type>(std::move(element)), count, ""}};
}

Type Generator::arrays_of(Type element, bool may_be_empty) {
  for (std::uint32_t dimensions = below(2) + 1; dimensions > 0; --dimensions) {
    element = array(std::move(element), may_be_empty && once_in(8) ? 0 : below(4) + 1);
  }
  return element;
}

Type Generator::member_type() {
  const std::uint32_t choice = below(16);
  if (choice == 0) return Type{PointerType{std::make_shared<const Type>(scalar(void_type)), false}};
  if (choice == 1) return Type{EnumRef{once_in(3) ? "wide" : "narrow"}};
  if (choice <= 4 && !known_.empty()) return Type{StructRef{any(known_), AggregateKind::structure}};
  return scalar(any(member_scalars));
}

Field Generator::bitfield() {
  const BitfieldType type = any(bitfield_types);
  Field out;
  const bool is_enum = type.max_width == 32 && once_in(3);
  out.type = is_enum ? Type{EnumRef{"narrow"}} : scalar(type.kind);
  const bool unnamed = once_in(4);
  out.bits = unnamed && once_in(2) ? 0 : below(type.max_width) + 1;
  if (!unnamed) out.name = fmt::format("b{}", names_++);
  return out;
}

Field Generator::inline_aggregate(int depth) {
  Field out;
  out.type = Type{InlineAggregate{std::make_shared<const Aggregate>(aggregate(depth + 1))}};
  if (once_in(2)) return out;
  out.name = fmt::format("n{}", names_++);
  if (once_in(3)) out.type = arrays_of(out.type, false);
  return out;
}

Field Generator::field(int depth) {
  Field out;
  if (once_in(3)) {
    out = bitfield();
  } else if (depth < 2 && once_in(6)) {
    out = inline_aggregate(depth);
  } else {
    out.name = fmt::format("m{}", names_++);
    out.type = once_in(5) ? arrays_of(member_type(), true) : member_type();
  }
  // After the brace of an anonymous aggregate the attribute would belong to the aggregate, not to the member.
  const bool is_anonymous = out.name.empty() && !out.bits;
  if (!is_anonymous && once_in(7)) out.align = alignment();
  // Below its type's alignment the attribute is where gcc and clang part (placement.h).
  if (out.bits && out.align) out.align = std::max(*out.align, 8U);
  return out;
}

Aggregate Generator::aggregate(int depth) {
  Aggregate out;
  if (once_in(5)) out.kind = AggregateKind::unite;
  out.packed = once_in(4);
  if (once_in(6)) out.align = alignment();
  for (std::uint32_t count = below(7) + 1; count > 0; --count) out.fields.push_back(field(depth));
  return out;
}

Spec Generator::spec(int count) {
  Spec out;
  out.enums.push_back({"narrow", false, false, {{"narrow_one", 1, false, "", {}}}, "", {}});
  out.enums.push_back({"wide", false, false, {{"wide_one", std::int64_t{1} << 40, false, "", {}}}, "", {}});
  for (int i = 0; i < count; ++i) {
    Aggregate one = aggregate(0);
    one.name = fmt::format("s{}", i);
    const bool flexible = one.kind == AggregateKind::structure && once_in(10);
    if (flexible) {
      one.fields.push_back({});  // C wants a named member before a flexible array
      one.fields.back().name = "head";
      one.fields.back().type = scalar(u8);
      one.fields.push_back({});
      one.fields.back().name = "tail";
      one.fields.back().type = array(member_type(), std::nullopt);
    } else if (one.kind == AggregateKind::structure && known_.size() < 40) {
      known_.push_back(one.name);
    }
    out.structs.push_back(std::move(one));
  }
  return out;
}

std::string attributes(bool packed, std::optional<std::uint32_t> align) {
  std::string out;
  if (packed) out += " __attribute__((packed))";
  if (align) out += fmt::format(" __attribute__((aligned({})))", *align);
  return out;
}

std::string body(const Aggregate& aggregate);

std::string specifier(const Type& type) {
  if (const auto* nested = std::get_if<InlineAggregate>(&type.is)) return body(*nested->body);
  return spell(type);
}

std::string declaration(const Field& field) {
  std::string dimensions;
  const Type* type = &field.type;
  while (const auto* in = std::get_if<ArrayType>(&type->is)) {
    dimensions += in->count ? fmt::format("[{}]", *in->count) : "[]";
    type = in->element.get();
  }
  const std::string bits = field.bits ? fmt::format(":{}", *field.bits) : "";
  return fmt::format("{} {}{}{}{};", specifier(*type), field.name, dimensions, bits,
                     attributes(false, field.align));
}

std::string body(const Aggregate& aggregate) {
  std::string out = aggregate.kind == AggregateKind::unite ? "union" : "struct";
  out += fmt::format("{} {} {{", attributes(aggregate.packed, aggregate.align), aggregate.name);
  for (const Field& field : aggregate.fields) out += " " + declaration(field);
  return out + " }";
}

constexpr std::string_view prelude = R"(
typedef unsigned char __u8; typedef signed char __s8;
typedef unsigned short __u16, __le16, __be16; typedef short __s16;
typedef unsigned int __u32, __le32, __be32; typedef int __s32;
typedef unsigned long long __u64, __le64, __be64; typedef long long __s64;
typedef __u64 __aligned_u64 __attribute__((aligned(8)));
typedef __u64 __aligned_le64 __attribute__((aligned(8)));
typedef __u64 __aligned_be64 __attribute__((aligned(8)));
typedef __s64 __aligned_s64 __attribute__((aligned(8)));
typedef __SIZE_TYPE__ __kernel_size_t; typedef __PTRDIFF_TYPE__ __kernel_ssize_t;
)";

}  // namespace

Spec random_spec(std::uint32_t seed, int count) { return Generator(seed).spec(count); }

std::string c_source(const Spec& spec) {
  std::string out(prelude);
  for (const Enum& one : spec.enums) {
    out += fmt::format("enum {} {{", one.name);
    for (const Enumerator& value : one.values) out += fmt::format(" {} = {}LL,", value.name, value.value);
    out += " };\n";
  }
  for (const Aggregate& aggregate : spec.structs) out += body(aggregate) + ";\n";
  return out;
}

}  // namespace iopact
