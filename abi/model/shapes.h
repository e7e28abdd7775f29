// SPDX-License-Identifier: GPL-2.0-or-later
// Which keys a spec's objects have. This table alone drives the checks for unknown, missing and ill-typed
// keys, and a test holds the published schema against it.
#pragma once

#include <span>
#include <string_view>

#include "abi/model/json_tree.h"

namespace iopact {

enum class KeyKind {
  text,         // a string
  texts,        // a list of strings
  text_groups,  // a list of lists of strings
  boolean,
  number,          // an integer, or a string: "0x10", or the name of a constant or enumerator
  constant_value,  // as number, or {"string": "..."}
  object,
  objects,  // a list of objects
};

struct Shape;

struct Key {
  std::string_view name;
  KeyKind kind = KeyKind::text;
  bool required = false;
  const Shape* of = nullptr;  // of an object or of each object in a list
};

struct Shape {
  std::string_view name;  // "field": for messages, and the name of its definition in the schema
  std::span<const Key> keys;
};

extern const Shape spec_shape;
extern const Shape waiver_file_shape;  // not part of a spec: not among all_shapes()

// Every shape, the spec's own first.
std::span<const Shape* const> all_shapes();

// Reports unknown keys, missing keys and values of the wrong kind, at any depth.
void check_shape(const JsonNode& object, const Shape& shape, Diagnostics& diagnostics);

}  // namespace iopact
