// SPDX-License-Identifier: GPL-2.0-or-later
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <set>

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

// "flag set" for the definition "flag_set".
std::string display(const Shape& shape) {
  std::string name(shape.name);
  std::replace(name.begin(), name.end(), '_', ' ');
  return name;
}

bool is_text_constant(const JsonNode& node) {
  return node.kind == JsonKind::object && node.members.size() == 1 && node.members[0].key == "string" &&
         node.members[0].value->kind == JsonKind::string;
}

bool fits(const JsonNode& node, KeyKind kind) {
  switch (kind) {
    case KeyKind::text:
      return node.kind == JsonKind::string;
    case KeyKind::boolean:
      return node.kind == JsonKind::boolean;
    case KeyKind::number:
      return node.kind == JsonKind::integer || node.kind == JsonKind::string;
    case KeyKind::constant_value:
      return fits(node, KeyKind::number) || is_text_constant(node);
    case KeyKind::texts:
    case KeyKind::text_groups:
    case KeyKind::objects:
      return node.kind == JsonKind::array;
    case KeyKind::object:
      return node.kind == JsonKind::object;
  }
  return false;
}

class ShapeCheck {
 public:
  explicit ShapeCheck(Diagnostics& diagnostics) : diagnostics_(diagnostics) {}

  void check(const JsonNode& object, const Shape& shape) {
    std::set<std::string_view> meant;  // keys that a mistyped one stands for
    for (const JsonMember& member : object.members) {
      const auto key = std::find_if(shape.keys.begin(), shape.keys.end(),
                                    [&](const Key& known) { return known.name == member.key; });
      if (key == shape.keys.end()) {
        meant.insert(unknown(object, shape, member));
      } else {
        value(*member.value, *key);
      }
    }
    missing(object, shape, meant);
  }

 private:
  void value(const JsonNode& node, const Key& key) {
    switch (key.kind) {
      case KeyKind::text:
      case KeyKind::boolean:
      case KeyKind::number:
      case KeyKind::constant_value:
        is(node, key.kind, key);
        return;
      case KeyKind::texts:
        texts(node, key);
        return;
      case KeyKind::text_groups:
        if (is(node, key.kind, key))
          for (const JsonNode* group : node.items) texts(*group, key);
        return;
      case KeyKind::object:
        member(node, key);
        return;
      case KeyKind::objects:
        if (is(node, key.kind, key))
          for (const JsonNode* item : node.items) member(*item, key);
        return;
    }
  }

  void texts(const JsonNode& node, const Key& key) {
    if (is(node, KeyKind::texts, key))
      for (const JsonNode* item : node.items) is(*item, KeyKind::text, key);
  }

  void member(const JsonNode& node, const Key& key) {
    if (is(node, KeyKind::object, key)) check(node, *key.of);
  }

  bool is(const JsonNode& node, KeyKind kind, const Key& key) {
    if (fits(node, kind)) return true;
    const bool past = node.kind == JsonKind::real && node.text.find_first_of(".eE") == std::string::npos;
    const std::string_view wished = wish(kind);
    diagnostics_.error(
        "spec-wrong-kind", node.at, node.pointer(),
        past ? fmt::format("{} does not fit 64 bits", clip(node.text))
             : fmt::format("{} stands in \"{}\" where {} belongs", describe(node.kind), key.name, wished),
        past ? "write a number from -9223372036854775808 to 18446744073709551615"
             : fmt::format("write {}", wished));
    return false;
  }

  // Returns the known key that is probably meant, or nothing.
  std::string_view unknown(const JsonNode& object, const Shape& shape, const JsonMember& member) {
    std::vector<std::string_view> names;
    for (const Key& key : shape.keys) names.push_back(key.name);
    const std::string_view close = nearest(member.key, names);
    diagnostics_.error("spec-unknown-key", member.at, object.pointer() + "/" + member.key,
                       fmt::format("unknown key \"{}\" in this {}", clip(member.key), display(shape)),
                       close.empty() ? fmt::format("its keys are: {}", fmt::join(names, ", "))
                                     : fmt::format("did you mean \"{}\"?", close));
    return close;
  }

  void missing(const JsonNode& object, const Shape& shape, const std::set<std::string_view>& meant) {
    std::vector<std::string> names;
    std::vector<std::string> wishes;
    for (const Key& key : shape.keys) {
      if (!key.required || object.find(key.name) != nullptr || meant.contains(key.name)) continue;
      names.push_back(fmt::format("\"{}\"", key.name));
      wishes.push_back(fmt::format("\"{}\": {}", key.name, wish(key.kind)));
    }
    if (names.empty()) return;
    diagnostics_.error("spec-missing-key", object.at, object.pointer(),
                       fmt::format("this {} lacks the key{} {}", display(shape), names.size() > 1 ? "s" : "",
                                   fmt::join(names, ", ")),
                       fmt::format("add {}", fmt::join(wishes, ", ")));
  }

  Diagnostics& diagnostics_;
};

}  // namespace

void check_shape(const JsonNode& object, const Shape& shape, Diagnostics& diagnostics) {
  ShapeCheck(diagnostics).check(object, shape);
}

}  // namespace iopact
