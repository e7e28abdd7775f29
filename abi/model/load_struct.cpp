// SPDX-License-Identifier: GPL-2.0-or-later
#include <fmt/format.h>

#include <limits>

#include "abi/model/loading.h"
#include "abi/model/words.h"

namespace iopact {

namespace {

constexpr std::uint64_t align_limit = 4096;  // bytes: a page
constexpr std::uint64_t bits_limit = 64;
constexpr std::uint64_t any = std::numeric_limits<std::uint64_t>::max();

std::vector<Field> load_fields(Loading& loading, const JsonNode& aggregate);

std::optional<std::uint32_t> load_align(Loading& loading, const JsonNode& node) {
  const auto align = loading.reader.natural(node, "align", align_limit);
  return align ? std::optional(static_cast<std::uint32_t>(*align)) : std::nullopt;
}

void load_body(Loading& loading, const JsonNode& node, Aggregate& aggregate) {
  aggregate.fields = load_fields(loading, node);
  aggregate.packed = loading.reader.flag(node, "packed");
  aggregate.align = load_align(loading, node);
  aggregate.doc = loading.reader.text(node, "doc");
  aggregate.at = loading.reader.place(node);
}

Type load_inline(Loading& loading, const JsonNode& node, AggregateKind kind) {
  auto body = std::make_shared<Aggregate>();
  body->kind = kind;
  load_body(loading, node, *body);
  return Type{InlineAggregate{std::move(body)}};
}

void load_dimensions(Loading& loading, const JsonNode& node, Type& type) {
  const JsonNode* array = node.find("array");
  if (array == nullptr || array->kind != JsonKind::string) return;
  ParsedType parsed = parse_dimensions(array->text, type, loading.scope);
  if (parsed.error) loading.reader.report(*array, *parsed.error);
  if (parsed.type) type = std::move(*parsed.type);
}

// Exactly one of "type", "struct" and "union" says what a field is; "array" repeats a nested aggregate.
void load_field_type(Loading& loading, const JsonNode& node, Field& field) {
  field.type = Type{ScalarType{Scalar::u8}};
  const int ways =
      (node.find("type") != nullptr) + (node.find("struct") != nullptr) + (node.find("union") != nullptr);
  if (ways == 0 && loading.reader.diagnostics().damaged(node.pointer())) return;  // "type" is mistyped
  if (ways != 1) {
    loading.reader.diagnostics().error(
        "spec-field", node.at, node.pointer(),
        ways == 0 ? "this field has no type"
                  : "this field has more than one of \"type\", \"struct\" and \"union\"",
        "give it exactly one of \"type\", \"struct\" and \"union\"");
    return;
  }
  if (auto type = loading.reader.type(node, "type", loading.scope)) field.type = std::move(*type);
  if (const JsonNode* body = loading.reader.object(node, "struct"))
    field.type = load_inline(loading, *body, AggregateKind::structure);
  if (const JsonNode* body = loading.reader.object(node, "union"))
    field.type = load_inline(loading, *body, AggregateKind::unite);
  if (const JsonNode* array = node.find("array"); array != nullptr && node.find("type") != nullptr)
    loading.reader.diagnostics().error("spec-field", array->at, array->pointer(),
                                       "\"array\" is for nested structs and unions",
                                       "write the dimensions into \"type\": \"__u32[4]\"");
  else
    load_dimensions(loading, node, field.type);
}

std::optional<Range> load_range(Loading& loading, const JsonNode& node) {
  const JsonNode* range = loading.reader.object(node, "range");
  if (range == nullptr) return std::nullopt;
  return Range{loading.reader.integer(*range, "min"), loading.reader.natural(*range, "max", any)};
}

void load_constraint(Loading& loading, const JsonNode& node, Constraint& constraint) {
  const Reader& reader = loading.reader;
  constraint.zero = reader.flag(node, "zero");
  constraint.range = load_range(loading, node);
  constraint.enumeration = reader.text(node, "enum");
  constraint.unsupported = reader.texts(node, "unsupported");
  constraint.flags = reader.text(node, "flags");
  constraint.power_of_two = reader.flag(node, "power_of_two");
  if (node.find("zero_means") != nullptr) constraint.zero_means = reader.text(node, "zero_means");
}

// What relates a field to others: lengths, unions, pointers.
void load_relations(Loading& loading, const JsonNode& node, Field& field) {
  Reader& reader = loading.reader;
  field.points_to = reader.type(node, "points_to", loading.scope, true);
  field.pointee_written = reader.flag(node, "writes");
  field.length = reader.texts(node, "length");
  field.bound = reader.texts(node, "bound");
  field.nullable = reader.flag(node, "nullable");
  field.discriminator = reader.text(node, "discriminator");
  if (const auto selects = reader.number(node, "selects")) field.selects = selects->pattern();
}

Field load_field(Loading& loading, const JsonNode& node) {
  Reader& reader = loading.reader;
  Field field;
  field.name = reader.text(node, "name");
  field.at = reader.place(node);
  load_field_type(loading, node, field);
  if (const auto bits = reader.natural(node, "bits", bits_limit))
    field.bits = static_cast<std::uint32_t>(*bits);
  field.align = load_align(loading, node);
  field.direction = reader.choice<Direction>(node, "direction", direction_words, Direction::by_command);
  field.meaning = reader.choice<Meaning>(node, "kind", meaning_words, Meaning::plain);
  load_constraint(loading, node, field.constraint);
  load_relations(loading, node, field);
  field.unit = reader.text(node, "unit");
  field.since = reader.text(node, "since");
  if (const auto example = reader.number(node, "example")) field.example = example->pattern();
  field.doc = reader.text(node, "doc");
  return field;
}

std::vector<Field> load_fields(Loading& loading, const JsonNode& aggregate) {
  std::vector<Field> fields;
  for (const JsonNode* node : loading.reader.objects(aggregate, "fields"))
    fields.push_back(load_field(loading, *node));
  return fields;
}

Aggregate load_struct(Loading& loading, const JsonNode& node) {
  Aggregate aggregate;
  aggregate.name = loading.reader.text(node, "name");
  aggregate.kind =
      loading.reader.choice<AggregateKind>(node, "kind", aggregate_words, AggregateKind::structure);
  aggregate.since = loading.reader.text(node, "since");
  if (const JsonNode* extensible = loading.reader.object(node, "extensible")) {
    aggregate.extensible = true;
    aggregate.size_field = loading.reader.text(*extensible, "size_field");
    aggregate.min_size_after = loading.reader.text(*extensible, "min_size_after");
  }
  load_body(loading, node, aggregate);
  return aggregate;
}

// Type strings may name structs that come later, behind pointers.
void collect_tags(Loading& loading) {
  for (const JsonNode* node : loading.reader.objects(loading.root, "structs")) {
    const bool unite = loading.reader.text(*node, "kind") == "union";
    loading.scope.tags.emplace(loading.reader.text(*node, "name"),
                               unite ? AggregateKind::unite : AggregateKind::structure);
  }
}

}  // namespace

void load_structs(Loading& loading) {
  collect_tags(loading);
  for (const JsonNode* node : loading.reader.objects(loading.root, "structs"))
    loading.spec.structs.push_back(load_struct(loading, *node));
}

}  // namespace iopact
