// SPDX-License-Identifier: GPL-2.0-or-later
#include "abi/model/reader.h"

#include <fmt/format.h>

#include <charconv>
#include <limits>

#include "abi/model/suggest.h"

namespace iopact {

namespace {

const JsonNode* find_kind(const JsonNode& object, std::string_view key, JsonKind kind) {
  const JsonNode* node = object.find(key);
  return node != nullptr && node->kind == kind ? node : nullptr;
}

}  // namespace

std::string Reader::text(const JsonNode& object, std::string_view key) const {
  const JsonNode* node = find_kind(object, key, JsonKind::string);
  return node != nullptr ? node->text : "";
}

std::vector<std::string> Reader::texts(const JsonNode& object, std::string_view key) const {
  std::vector<std::string> out;
  if (const JsonNode* node = find_kind(object, key, JsonKind::array))
    for (const JsonNode* item : node->items) out.push_back(item->kind == JsonKind::string ? item->text : "");
  return out;
}

bool Reader::flag(const JsonNode& object, std::string_view key, bool otherwise) const {
  const JsonNode* node = find_kind(object, key, JsonKind::boolean);
  return node != nullptr ? node->boolean : otherwise;
}

const JsonNode* Reader::object(const JsonNode& parent, std::string_view key) const {
  return find_kind(parent, key, JsonKind::object);
}

std::vector<const JsonNode*> Reader::objects(const JsonNode& parent, std::string_view key) const {
  std::vector<const JsonNode*> out;
  if (const JsonNode* node = find_kind(parent, key, JsonKind::array))
    for (const JsonNode* item : node->items)
      if (item->kind == JsonKind::object) out.push_back(item);
  return out;
}

std::optional<Number> Reader::number(const JsonNode& object, std::string_view key) {
  const JsonNode* node = object.find(key);
  return node != nullptr ? number(*node) : std::nullopt;
}

std::optional<Number> Reader::number(const JsonNode& node) {
  if (node.kind == JsonKind::integer) return Number{node.negative, node.magnitude, false};
  return node.kind == JsonKind::string ? number_from_text(node) : std::nullopt;
}

std::optional<Number> Reader::number_from_text(const JsonNode& node) {
  const std::string_view text = node.text;
  if (text.starts_with("0x") || text.starts_with("0X")) {
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(text.data() + 2, text.data() + text.size(), value, 16);
    if (error == std::errc() && end == text.data() + text.size()) return Number{false, value, true};
    diagnostics_.error("spec-number", node.at, node.pointer(),
                       fmt::format("\"{}\" is not a hexadecimal number of at most 64 bits", clip(text)),
                       "write 0x and 1 to 16 hexadecimal digits");
    return std::nullopt;
  }
  if (const auto named = names_.find(text); named != names_.end()) return named->second;
  std::vector<std::string_view> names;
  for (const auto& [name, value] : names_) names.push_back(name);
  diagnostics_.error(
      "spec-number", node.at, node.pointer(),
      fmt::format("\"{}\" is neither a hexadecimal number nor the name of a constant or enumerator",
                  clip(text)),
      suggest_name(text, names, "write an integer without quotes, or a string such as \"0x10\""));
  return std::nullopt;
}

std::optional<std::uint64_t> Reader::natural(const JsonNode& object, std::string_view key,
                                             std::uint64_t max) {
  const std::optional<Number> value = number(object, key);
  if (!value) return std::nullopt;
  if (!value->negative && value->magnitude <= max) return value->magnitude;
  const JsonNode& node = *object.find(key);
  diagnostics_.error("spec-number", node.at, node.pointer(),
                     fmt::format("\"{}\" is {}{}", key, value->negative ? "-" : "", value->magnitude),
                     fmt::format("write a number from 0 to {}", max));
  return std::nullopt;
}

std::optional<std::int64_t> Reader::integer(const JsonNode& object, std::string_view key) {
  const std::optional<Number> value = number(object, key);
  if (!value) return std::nullopt;
  constexpr std::uint64_t most = std::numeric_limits<std::int64_t>::max();
  if (value->magnitude <= most || (value->negative && value->magnitude == most + 1))
    return static_cast<std::int64_t>(value->pattern());
  const JsonNode& node = *object.find(key);
  diagnostics_.error("spec-number", node.at, node.pointer(),
                     fmt::format("\"{}\" does not fit 64 bits with a sign", key),
                     fmt::format("write a number of at most {}", most));
  return std::nullopt;
}

std::optional<Type> Reader::type(const JsonNode& object, std::string_view key, const TypeScope& scope,
                                 bool target) {
  const JsonNode* node = find_kind(object, key, JsonKind::string);
  if (node == nullptr) return std::nullopt;
  ParsedType parsed = parse_type(node->text, scope, target);
  if (parsed.error) report(*node, *parsed.error);
  return std::move(parsed.type);
}

void Reader::report(const JsonNode& string, const TypeError& error) {
  Position at = string.at;
  if (!string.escaped) at.column += 1 + static_cast<int>(error.offset);
  diagnostics_.error(error.rule, at, string.pointer(), error.message, error.fix);
}

void Reader::report_choice(const JsonNode& node, std::string_view key,
                           std::span<const std::string_view> words) {
  diagnostics_.error("spec-choice", node.at, node.pointer(),
                     fmt::format("\"{}\" cannot be \"{}\"", key, clip(node.text)),
                     suggest_name(node.text, words, "write one of"));
}

}  // namespace iopact
