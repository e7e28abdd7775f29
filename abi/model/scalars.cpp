// SPDX-License-Identifier: GPL-2.0-or-later
#include "abi/model/scalars.h"

#include <algorithm>
#include <vector>

#include "abi/model/suggest.h"

namespace iopact {

namespace {

enum class Sort { integer_unsigned, integer_signed, other };
using enum Sort;

struct Row {
  Scalar scalar;
  std::string_view
      name;       // the first row of a scalar holds its spelling, further rows what is accepted as well
  unsigned bits;  // where it is widest
  Sort sort;
};

constexpr Row rows[] = {
    {Scalar::u8, "__u8", 8, integer_unsigned},
    {Scalar::u16, "__u16", 16, integer_unsigned},
    {Scalar::u32, "__u32", 32, integer_unsigned},
    {Scalar::u64, "__u64", 64, integer_unsigned},
    {Scalar::s8, "__s8", 8, integer_signed},
    {Scalar::s16, "__s16", 16, integer_signed},
    {Scalar::s32, "__s32", 32, integer_signed},
    {Scalar::s64, "__s64", 64, integer_signed},
    {Scalar::le16, "__le16", 16, integer_unsigned},
    {Scalar::le32, "__le32", 32, integer_unsigned},
    {Scalar::le64, "__le64", 64, integer_unsigned},
    {Scalar::be16, "__be16", 16, integer_unsigned},
    {Scalar::be32, "__be32", 32, integer_unsigned},
    {Scalar::be64, "__be64", 64, integer_unsigned},
    {Scalar::aligned_u64, "__aligned_u64", 64, integer_unsigned},
    {Scalar::aligned_s64, "__aligned_s64", 64, integer_signed},
    {Scalar::aligned_be64, "__aligned_be64", 64, integer_unsigned},
    {Scalar::aligned_le64, "__aligned_le64", 64, integer_unsigned},
    {Scalar::character, "char", 8, integer_signed},
    {Scalar::schar, "signed char", 8, integer_signed},
    {Scalar::uchar, "unsigned char", 8, integer_unsigned},
    {Scalar::boolean, "_Bool", 1, integer_unsigned},
    {Scalar::boolean, "bool", 1, integer_unsigned},
    {Scalar::float32, "float", 32, other},
    {Scalar::float64, "double", 64, other},
    {Scalar::sshort, "short", 16, integer_signed},
    {Scalar::ushort, "unsigned short", 16, integer_unsigned},
    {Scalar::sint, "int", 32, integer_signed},
    {Scalar::sint, "signed int", 32, integer_signed},
    {Scalar::uint, "unsigned int", 32, integer_unsigned},
    {Scalar::uint, "unsigned", 32, integer_unsigned},
    {Scalar::slong, "long", 64, integer_signed},
    {Scalar::ulong, "unsigned long", 64, integer_unsigned},
    {Scalar::slonglong, "long long", 64, integer_signed},
    {Scalar::ulonglong, "unsigned long long", 64, integer_unsigned},
    {Scalar::size, "__kernel_size_t", 64, integer_unsigned},
    {Scalar::size, "size_t", 64, integer_unsigned},
    {Scalar::ssize, "__kernel_ssize_t", 64, integer_signed},
    {Scalar::ssize, "ssize_t", 64, integer_signed},
    {Scalar::void_type, "void", 0, other},
};

struct Alias {
  std::string_view foreign;
  std::string_view name;
};

constexpr Alias aliases[] = {
    {"u8", "__u8"},      {"u16", "__u16"},      {"u32", "__u32"},       {"u64", "__u64"},
    {"s8", "__s8"},      {"s16", "__s16"},      {"s32", "__s32"},       {"s64", "__s64"},
    {"uint8_t", "__u8"}, {"uint16_t", "__u16"}, {"uint32_t", "__u32"},  {"uint64_t", "__u64"},
    {"int8_t", "__s8"},  {"int16_t", "__s16"},  {"int32_t", "__s32"},   {"int64_t", "__s64"},
    {"i8", "__s8"},      {"i16", "__s16"},      {"i32", "__s32"},       {"i64", "__s64"},
    {"uint", "__u32"},   {"ulong", "__u64"},    {"uintptr_t", "__u64"}, {"off_t", "__s64"},
    {"loff_t", "__s64"}, {"time_t", "__s64"},   {"pid_t", "__s32"},     {"f32", "float"},
    {"f64", "double"},   {"le16", "__le16"},    {"le32", "__le32"},     {"le64", "__le64"},
    {"be16", "__be16"},  {"be32", "__be32"},    {"be64", "__be64"},     {"__uint32", "__u32"},
};

const Row& row_of(Scalar scalar) {
  return *std::find_if(std::begin(rows), std::end(rows),
                       [&](const Row& row) { return row.scalar == scalar; });
}

}  // namespace

std::string_view spell(Scalar scalar) { return row_of(scalar).name; }

std::optional<Scalar> find_scalar(std::string_view name) {
  for (const Row& row : rows)
    if (row.name == name) return row.scalar;
  return std::nullopt;
}

bool is_scalar_prefix(std::string_view words) {
  return std::any_of(std::begin(rows), std::end(rows), [&](const Row& row) {
    return row.name.size() > words.size() && row.name.starts_with(words) && row.name[words.size()] == ' ';
  });
}

std::string_view suggest_scalar(std::string_view name) {
  for (const Alias& alias : aliases)
    if (alias.foreign == name) return alias.name;
  std::vector<std::string_view> names;
  for (const Row& row : rows) names.push_back(row.name);
  return nearest(name, names);
}

std::optional<IntegerFacts> integer_facts(Scalar scalar) {
  const Row& row = row_of(scalar);
  if (row.sort == other) return std::nullopt;
  return IntegerFacts{row.bits, row.sort == integer_signed};
}

std::uint64_t widest(Scalar scalar) { return (row_of(scalar).bits + 7) / 8; }

}  // namespace iopact
