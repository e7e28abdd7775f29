// SPDX-License-Identifier: GPL-2.0-or-later
// Constants, enums and flag sets.
#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "abi/model/loading.h"
#include "abi/model/words.h"

namespace iopact {

namespace {

void set_value(Constant& constant, const Number& number) {
  constant.hex = number.hex;
  constexpr std::uint64_t most = std::numeric_limits<std::int64_t>::max();
  if (number.hex || (!number.negative && number.magnitude > most)) {
    constant.value = number.magnitude;
  } else {
    constant.value = static_cast<std::int64_t>(number.pattern());
  }
}

void load_constant_value(Loading& loading, const JsonNode& node, Constant& constant) {
  Reader& reader = loading.reader;
  std::optional<std::uint64_t>& length = loading.scope.constants[constant.name];
  const JsonNode* value = node.find("value");
  if ((value != nullptr) == !constant.struct_size.empty()) {
    if (value == nullptr && reader.diagnostics().damaged(node.pointer())) return;  // a key is mistyped
    reader.diagnostics().error("spec-constant", node.at, node.pointer(),
                               value != nullptr ? "this constant has both \"value\" and \"size_of\""
                                                : "this constant has neither \"value\" nor \"size_of\"",
                               "give it exactly one of them");
    return;
  }
  if (value == nullptr) return;
  if (value->kind == JsonKind::object) {
    constant.value = reader.text(*value, "string");
    return;
  }
  const std::optional<Number> number = reader.number(*value);
  if (!number) return;
  constexpr std::uint64_t lowest = std::uint64_t{1} << 63;
  if (number->negative && number->magnitude > lowest) return;
  set_value(constant, *number);
  reader.define(constant.name, *number);
  if (!number->negative) length = number->magnitude;
}

std::vector<Enumerator> load_enumerators(Loading& loading, const JsonNode& parent, std::string_view key,
                                         bool mask) {
  Reader& reader = loading.reader;
  std::vector<Enumerator> out;
  for (const JsonNode* node : reader.objects(parent, key)) {
    Enumerator item;
    item.name = reader.text(*node, "name");
    item.retired = reader.flag(*node, "retired");
    item.doc = reader.text(*node, "doc");
    item.at = reader.place(*node);
    if (mask) {
      constexpr std::uint64_t any = std::numeric_limits<std::uint64_t>::max();
      item.value = static_cast<std::int64_t>(reader.natural(*node, "value", any).value_or(0));
      reader.define(item.name, {false, static_cast<std::uint64_t>(item.value), true});
    } else {
      item.value = reader.integer(*node, "value").value_or(0);
      reader.define(item.name, {item.value < 0,
                                item.value < 0 ? 0 - static_cast<std::uint64_t>(item.value)
                                               : static_cast<std::uint64_t>(item.value),
                                false});
    }
    out.push_back(std::move(item));
  }
  return out;
}

std::vector<std::vector<std::string>> load_groups(const JsonNode& node, std::string_view key) {
  std::vector<std::vector<std::string>> out;
  const JsonNode* groups = node.find(key);
  if (groups == nullptr || groups->kind != JsonKind::array) return out;
  for (const JsonNode* group : groups->items) {
    std::vector<std::string>& names = out.emplace_back();
    for (const JsonNode* name : group->items) names.push_back(name->text);
  }
  return out;
}

}  // namespace

void load_constants(Loading& loading) {
  const Reader& reader = loading.reader;
  for (const JsonNode* node : reader.objects(loading.root, "constants")) {
    Constant constant;
    constant.name = reader.text(*node, "name");
    constant.struct_size = reader.text(*node, "size_of");
    constant.doc = reader.text(*node, "doc");
    constant.at = reader.place(*node);
    load_constant_value(loading, *node, constant);
    loading.spec.constants.push_back(std::move(constant));
  }
}

void load_enums(Loading& loading) {
  Reader& reader = loading.reader;
  for (const JsonNode* node : reader.objects(loading.root, "enums")) {
    Enum item;
    item.name = reader.text(*node, "name");
    item.open = reader.flag(*node, "open");
    item.macros = reader.choice<bool>(*node, "style", style_words, true);
    item.values = load_enumerators(loading, *node, "values", false);
    item.doc = reader.text(*node, "doc");
    item.at = reader.place(*node);
    loading.scope.enums.emplace(item.name, true);
    loading.spec.enums.push_back(std::move(item));
  }
}

void load_flag_sets(Loading& loading) {
  const Reader& reader = loading.reader;
  for (const JsonNode* node : reader.objects(loading.root, "flag_sets")) {
    FlagSet set;
    set.name = reader.text(*node, "name");
    set.flags = load_enumerators(loading, *node, "flags", true);
    set.exclusive = load_groups(*node, "exclusive");
    set.zero_means = reader.text(*node, "zero_means");
    set.doc = reader.text(*node, "doc");
    set.at = reader.place(*node);
    loading.spec.flag_sets.push_back(std::move(set));
  }
}

}  // namespace iopact
