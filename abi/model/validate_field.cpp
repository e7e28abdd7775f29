// SPDX-License-Identifier: GPL-2.0-or-later
#include <fmt/format.h>

#include <algorithm>
#include <bit>

#include "abi/model/domain.h"
#include "abi/model/field_check.h"
#include "abi/model/names.h"
#include "abi/model/suggest.h"

namespace iopact {

namespace {

void check_name(Checking& checking, const Field& field) {
  if (checking.below(field.at, "/name") != nullptr || field.bits) return;
  if (std::holds_alternative<InlineAggregate>(field.type.is)) return;
  checking.error("spec-field", field.at, "", "this field has no name",
                 "add \"name\"; only nested structs, unions and bitfields may stand without one");
}

void check_bits(Checking& checking, const Field& field) {
  if (!field.bits) return;
  const unsigned widest = narrowest_bits(field.type);
  if (widest == 0) {
    checking.error("spec-bitfield", field.at, "/bits",
                   fmt::format("{} cannot be a bitfield", spell(field.type)), "use an integer type");
  } else if (*field.bits > widest) {
    checking.error("spec-bitfield", field.at, "/bits",
                   fmt::format("{} has {} bits on some target, and this bitfield wants {}", spell(field.type),
                               widest, *field.bits),
                   fmt::format("use at most {} bits or a wider type", widest));
  } else if (*field.bits == 0 && !field.name.empty()) {
    checking.error("spec-bitfield", field.at, "/bits", "a bitfield of no bits has no name",
                   "remove \"name\", or give it bits");
  }
}

void check_align(Checking& checking, const Field& field) {
  if (field.align && !std::has_single_bit(*field.align))
    checking.error("spec-align", field.at, "/align",
                   fmt::format("an alignment of {} bytes is no power of two", *field.align),
                   "write 1, 2, 4, 8 and so on");
  if (field.align && field.bits)
    checking.error("spec-align", field.at, "/align",
                   "compilers do not agree on where an aligned bitfield starts",
                   "remove \"align\", or put an unnamed bitfield of 0 bits before it");
}

const Type& element_of(const Type& type) {
  const Type* at = &type;
  while (const auto* array = std::get_if<ArrayType>(&at->is)) at = array->element.get();
  return *at;
}

bool is_scalar(const Type& type, std::initializer_list<Scalar> kinds) {
  const auto* scalar = std::get_if<ScalarType>(&type.is);
  return scalar != nullptr && std::find(kinds.begin(), kinds.end(), scalar->kind) != kinds.end();
}

bool is_integer(const Type& type) { return narrowest_bits(type) > 0; }

bool is_text(const Type& type) {
  const Type* element = nullptr;
  if (const auto* pointer = std::get_if<PointerType>(&type.is)) element = pointer->to.get();
  if (const auto* array = std::get_if<ArrayType>(&type.is)) element = array->element.get();
  return element != nullptr &&
         is_scalar(*element, {Scalar::character, Scalar::schar, Scalar::uchar, Scalar::u8});
}

bool is_address(const Type& type) {
  return is_scalar(type, {Scalar::u64, Scalar::aligned_u64, Scalar::ulong, Scalar::ulonglong});
}

// What a field of this kind has to be; empty where its type fits.
std::string_view kind_mismatch(const Field& field) {
  switch (field.meaning) {
    case Meaning::plain:
      return "";
    case Meaning::string:
      return is_text(field.type) ? "" : "an array of char, or a pointer to it";
    case Meaning::fd:
      return narrowest_bits(field.type) >= 32 && !field.bits ? "" : "an integer of at least 32 bits";
    case Meaning::user_pointer:
      return is_address(field.type) ? "" : "a __u64";
    case Meaning::handle:
    case Meaning::length:
    case Meaning::size:
      return is_integer(field.type) ? "" : "an integer";
    case Meaning::reserved:
    case Meaning::padding:
      return is_integer(element_of(field.type)) ? "" : "an integer or an array of integers";
  }
  return "";
}

void check_kind(Checking& checking, const Field& field) {
  const std::string_view wish = kind_mismatch(field);
  if (wish.empty()) return;
  const JsonNode* kind = checking.below(field.at, "/kind");
  checking.error("spec-kind", field.at, "/kind",
                 fmt::format("a field of kind {} must be {}, not {}", kind != nullptr ? kind->text : "", wish,
                             spell(field.type)),
                 "change \"type\" or \"kind\"");
}

}  // namespace

void check_since(Checking& checking, const Place& at, const std::string& since, std::string_view key) {
  const std::string path = fmt::format("/{}", key);
  if (checking.below(at, path) == nullptr) return;
  const auto version = parse_version(since);
  const auto current = parse_version(checking.spec.version);
  if (!version) {
    checking.error("spec-version", at, path, fmt::format("\"{}\" is no version", clip(since)),
                   "write three numbers, such as \"1.0.0\"");
  } else if (current && *version > *current) {
    checking.error("spec-version", at, path,
                   fmt::format("{} is later than the spec's own version, {}", since, checking.spec.version),
                   "raise \"version\" of the spec, or correct this one");
  }
}

bool is_pointer(const Field& field) {
  return std::holds_alternative<PointerType>(field.type.is) || field.meaning == Meaning::user_pointer;
}

void check_field_form(Checking& checking, const FieldSite& site) {
  check_name(checking, site.field);
  check_bits(checking, site.field);
  check_align(checking, site.field);
  check_kind(checking, site.field);
  check_since(checking, site.field.at, site.field.since, "since");
}

}  // namespace iopact
