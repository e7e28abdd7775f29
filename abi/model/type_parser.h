// SPDX-License-Identifier: GPL-2.0-or-later
// Type strings of a spec: "__u32", "const char *", "struct foo[4]", "__u8[ROWS][COLUMNS]", "__u64[]".
//   [const] BASE [*]... [ "[" [NUMBER|CONSTANT] "]" ]...
// Dimensions read as in C: the first is the outermost. The innermost pointee is what const speaks of.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "abi/model/spec.h"

namespace iopact {

// The names that a type string may mention. A constant that is no array length has no value here.
struct TypeScope {
  std::map<std::string, AggregateKind, std::less<>> tags;
  std::map<std::string, bool, std::less<>> enums;
  std::map<std::string, std::optional<std::uint64_t>, std::less<>> constants;
};

struct TypeError {
  std::string rule;        // spec-type, or spec-reference for a name that is not defined
  std::size_t offset = 0;  // byte of the string
  std::string message;
  std::string fix;
};

struct ParsedType {
  std::optional<Type> type;
  std::optional<TypeError> error;  // set exactly when type is not
};

// `target`: the string names what a pointer points to, which may be void.
ParsedType parse_type(std::string_view text, const TypeScope& scope, bool target = false);

// Only the dimensions, "[4][COUNT]", around an element type.
ParsedType parse_dimensions(std::string_view text, const Type& element, const TypeScope& scope);

}  // namespace iopact
