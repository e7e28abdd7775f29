// SPDX-License-Identifier: GPL-2.0-or-later
// A JSON document in which every value and every key knows its place in the text.
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "abi/model/diagnostics.h"

namespace iopact {

enum class JsonKind { null, boolean, integer, real, string, array, object };

// "a string", "an object": for messages.
std::string_view describe(JsonKind kind);

struct JsonNode;

struct JsonMember {
  std::string key;
  Position at;  // the key's opening quote
  const JsonNode* value = nullptr;
};

struct JsonNode {
  JsonKind kind = JsonKind::null;
  Position at;  // the value's first byte; a string's opening quote
  const JsonNode* parent = nullptr;
  std::size_t index = 0;  // position among the parent's items or members
  bool boolean = false;
  bool negative = false;  // integer: sign and absolute value
  std::uint64_t magnitude = 0;
  std::string text;      // string: its contents; real: as written
  bool escaped = false;  // string: the text holds escapes, so offsets into it are not columns
  std::vector<const JsonNode*> items;
  std::vector<JsonMember> members;  // in the order of the text

  // The value of the first member with this key.
  const JsonNode* find(std::string_view key) const;

  // RFC 6901: "/structs/0/name"; empty for the root.
  std::string pointer() const;
};

class JsonTree {
 public:
  // Nesting deeper than this is an error: no spec needs it, and nothing that walks the tree can run out of
  // stack.
  static constexpr std::size_t depth_limit = 48;

  // A list longer than this is an error: the checks may compare each item with each.
  static constexpr std::size_t list_limit = 10000;

  const JsonNode* root() const { return root_; }  // nullptr: not JSON
  const JsonNode* find(std::string_view pointer) const;

 private:
  friend class TreeBuilder;
  std::deque<JsonNode> nodes_;
  const JsonNode* root_ = nullptr;
};

// Syntax errors (rule spec-syntax) leave no root; of two equal keys (spec-duplicate-key) the first counts.
JsonTree parse_json(std::string_view text, Diagnostics& diagnostics);

}  // namespace iopact
