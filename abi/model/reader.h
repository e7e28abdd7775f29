// SPDX-License-Identifier: GPL-2.0-or-later
// Typed access to a spec's JSON while it is turned into the model. A value that is absent or of the wrong
// kind (which check_shape has reported) reads as the default; a value that is ill-formed is reported here.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "abi/model/json_tree.h"
#include "abi/model/type_parser.h"

namespace iopact {

struct Number {
  bool negative = false;
  std::uint64_t magnitude = 0;
  bool hex = false;  // written as hexadecimal

  // Two's complement in 64 bits.
  std::uint64_t pattern() const { return negative ? 0 - magnitude : magnitude; }
};

template <typename Value>
using Choices = std::span<const std::pair<std::string_view, Value>>;

class Reader {
 public:
  explicit Reader(Diagnostics& diagnostics) : diagnostics_(diagnostics) {}

  Place place(const JsonNode& node) const { return diagnostics_.place(node.at, node.pointer()); }
  Diagnostics& diagnostics() const { return diagnostics_; }

  // Names of constants and enumerators that numbers may be written as.
  void define(const std::string& name, Number value) { names_.emplace(name, value); }

  std::string text(const JsonNode& object, std::string_view key) const;
  std::vector<std::string> texts(const JsonNode& object, std::string_view key) const;
  bool flag(const JsonNode& object, std::string_view key, bool otherwise = false) const;
  const JsonNode* object(const JsonNode& parent, std::string_view key) const;
  std::vector<const JsonNode*> objects(const JsonNode& parent, std::string_view key) const;

  std::optional<Number> number(const JsonNode& object, std::string_view key);
  std::optional<Number> number(const JsonNode& node);
  // From 0 to max.
  std::optional<std::uint64_t> natural(const JsonNode& object, std::string_view key, std::uint64_t max);
  // From INT64_MIN to INT64_MAX.
  std::optional<std::int64_t> integer(const JsonNode& object, std::string_view key);

  std::optional<Type> type(const JsonNode& object, std::string_view key, const TypeScope& scope,
                           bool target = false);
  // An error of a type string: at its byte of the string, where the string has no escapes.
  void report(const JsonNode& string, const TypeError& error);

  // One of a few words; absent: `otherwise`.
  template <typename Value>
  Value choice(const JsonNode& object, std::string_view key, Choices<Value> choices, Value otherwise) {
    const JsonNode* node = object.find(key);
    if (node == nullptr || node->kind != JsonKind::string) return otherwise;
    std::vector<std::string_view> words;
    for (const auto& [word, value] : choices) {
      if (word == node->text) return value;
      words.push_back(word);
    }
    report_choice(*node, key, words);
    return otherwise;
  }

 private:
  void report_choice(const JsonNode& node, std::string_view key, std::span<const std::string_view> words);
  std::optional<Number> number_from_text(const JsonNode& node);

  Diagnostics& diagnostics_;
  std::map<std::string, Number, std::less<>> names_;
};

}  // namespace iopact
