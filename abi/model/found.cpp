// SPDX-License-Identifier: GPL-2.0-or-later
#include "abi/model/found.h"

namespace iopact {
namespace {

template <class Range>
auto find_named(const Range& range, std::string_view name) -> decltype(range.data()) {
  for (const auto& item : range)
    if (item.name == name) return &item;
  return nullptr;
}

}  // namespace

const StructLayout* Found::find_struct(std::string_view name) const { return find_named(structs, name); }
const FoundValue* Found::find_value(std::string_view name) const { return find_named(values, name); }

}  // namespace iopact
