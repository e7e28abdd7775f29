// SPDX-License-Identifier: GPL-2.0-or-later
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "abi/model/shapes.h"
#include "abi/model/suggest.h"

namespace iopact {

namespace {

std::string_view wish(KeyKind kind) {
  switch (kind) {
    case KeyKind::text:
      return "a string";
    case KeyKind::texts:
      return "a list of strings";
    case KeyKind::text_groups:
      return "a list of lists of strings";
    case KeyKind::boolean:
      return "true or false";
    case KeyKind::number:
      return "an integer, or a string such as \"0x10\" or a constant's name";
    case KeyKind::constant_value:
      return "an integer, a string such as \"0x10\", or {\"string\": \"...\"}";
    case KeyKind::object:
      return "an object";
    case KeyKind::objects:
      return "a list of objects";
  }
  return "";
}

class ShapeCheck {
 public:
  explicit ShapeCheck(Diagnostics& diagnostics) : diagnostics_(diagnostics) {}

  void check(const JsonNode& object, const Shape& shape) {
    for (const JsonMember& member : object.members) {
      const auto key = std::find_if(shape.keys.begin(), shape.keys.end(),
                                    [&](const Key& known) { return known.name == member.key; });
      if (key == shape.keys.end()) {
        unknown(object, shape, member);
      } else {
        value(*member.value, *key);
      }
    }
    for (const Key& key : shape.keys)
      if (key.required && object.find(key.name) == nullptr) missing(object, shape, key);
  }

 private:
  void value(const JsonNode& node, const Key& key) {
    switch (key.kind) {
      case KeyKind::text:
        return expect(node, JsonKind::string, key);
      case KeyKind::boolean:
        return expect(node, JsonKind::boolean, key);
      case KeyKind::texts:
        return texts(node, key);
      case KeyKind::text_groups:
        if (is(node, JsonKind::array, key))
          for (const JsonNode* group : node.items) texts(*group, key);
        return;
      case KeyKind::number:
        if (node.kind != JsonKind::string) expect(node, JsonKind::integer, key);
        return;
      case KeyKind::constant_value:
        return constant(node, key);
      case KeyKind::object:
        if (is(node, JsonKind::object, key)) check(node, *key.of);
        return;
      case KeyKind::objects:
        if (is(node, JsonKind::array, key))
          for (const JsonNode* item : node.items)
            if (is(*item, JsonKind::object, key)) check(*item, *key.of);
        return;
    }
  }

  void texts(const JsonNode& node, const Key& key) {
    if (is(node, JsonKind::array, key))
      for (const JsonNode* item : node.items) expect(*item, JsonKind::string, key);
  }

  void constant(const JsonNode& node, const Key& key) {
    if (node.kind == JsonKind::string || node.kind == JsonKind::integer) return;
    if (node.kind == JsonKind::object && node.members.size() == 1 && node.members[0].key == "string" &&
        node.members[0].value->kind == JsonKind::string)
      return;
    wrong_kind(node, key);
  }

  void expect(const JsonNode& node, JsonKind kind, const Key& key) { is(node, kind, key); }

  bool is(const JsonNode& node, JsonKind kind, const Key& key) {
    if (node.kind != kind) wrong_kind(node, key);
    return node.kind == kind;
  }

  void wrong_kind(const JsonNode& node, const Key& key) {
    diagnostics_.error("spec-wrong-kind", node.at, node.pointer(),
                       fmt::format("\"{}\" is {} here: {}", key.name, wish(key.kind), found(node)),
                       fmt::format("write {}", wish(key.kind)));
  }

  static std::string found(const JsonNode& node) {
    if (node.kind != JsonKind::real) return fmt::format("found {}", describe(node.kind));
    const bool integer = node.text.find_first_of(".eE") == std::string::npos;
    return integer ? "found an integer past 64 bits" : "found a fraction";
  }

  void unknown(const JsonNode& object, const Shape& shape, const JsonMember& member) {
    std::vector<std::string_view> names;
    for (const Key& key : shape.keys) names.push_back(key.name);
    const std::string_view close = nearest(member.key, names);
    diagnostics_.error("spec-unknown-key", member.at, object.pointer() + "/" + member.key,
                       fmt::format("a {} has no key \"{}\"", shape.name, clip(member.key)),
                       close.empty() ? fmt::format("its keys are: {}", fmt::join(names, ", "))
                                     : fmt::format("did you mean \"{}\"?", close));
  }

  void missing(const JsonNode& object, const Shape& shape, const Key& key) {
    diagnostics_.error("spec-missing-key", object.at, object.pointer(),
                       fmt::format("this {} lacks the key \"{}\"", shape.name, key.name),
                       fmt::format("add \"{}\": {}", key.name, wish(key.kind)));
  }

  Diagnostics& diagnostics_;
};

}  // namespace

void check_shape(const JsonNode& object, const Shape& shape, Diagnostics& diagnostics) {
  ShapeCheck(diagnostics).check(object, shape);
}

}  // namespace iopact
