// SPDX-License-Identifier: GPL-2.0-or-later
// What a reader found in a compiled header or an object: the other side of a comparison with a spec.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "abi/model/layout.h"

namespace iopact {

// The value of a macro or enumerator as a compiler computed it.
struct FoundValue {
  std::string name;
  std::variant<std::int64_t, std::uint64_t, std::string> value;
};

// Layouts carry paths, sizes, offsets and types; `field` and `aggregate` are null, `holes` is empty, and `align` is
// 0 where the source does not tell it. Members of named structs held by value are not repeated under them. One
// name may stand more than once: an object can hold several definitions of a struct.
struct Found {
  std::vector<StructLayout> structs;
  std::vector<FoundValue> values;

  const StructLayout* find_struct(std::string_view name) const;
  const FoundValue* find_value(std::string_view name) const;
};

}  // namespace iopact
