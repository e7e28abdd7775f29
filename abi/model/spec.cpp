// SPDX-License-Identifier: GPL-2.0-or-later
#include "abi/model/spec.h"

#include <fmt/format.h>

#include <algorithm>

#include "abi/model/scalars.h"

namespace iopact {

namespace {

template <typename Item>
const Item* find_by_name(const std::vector<Item>& items, std::string_view name) {
  const auto found =
      std::find_if(items.begin(), items.end(), [&](const Item& item) { return item.name == name; });
  return found == items.end() ? nullptr : &*found;
}

std::string_view keyword(AggregateKind kind) { return kind == AggregateKind::structure ? "struct" : "union"; }

struct Speller {
  std::string operator()(const ScalarType& scalar) const { return std::string(spell(scalar.kind)); }
  std::string operator()(const StructRef& ref) const {
    return fmt::format("{} {}", keyword(ref.kind), ref.name);
  }
  std::string operator()(const EnumRef& ref) const { return "enum " + ref.name; }
  std::string operator()(const InlineAggregate& nested) const {
    return std::string(keyword(nested.body->kind));
  }

  std::string operator()(const PointerType& pointer) const {
    const std::string target = spell(*pointer.to);
    const std::string_view gap = target.ends_with('*') ? "" : " ";
    return fmt::format("{}{}{}*", pointer.to_const ? "const " : "", target, gap);
  }

  // The outermost dimension stands first, before the dimensions of the element.
  std::string operator()(const ArrayType& array) const {
    std::string dimensions;
    const Type* element = nullptr;
    for (const ArrayType* at = &array; at != nullptr; at = std::get_if<ArrayType>(&element->is)) {
      dimensions += fmt::format("[{}]", length(*at));
      element = at->element.get();
    }
    return spell(*element) + dimensions;
  }

  static std::string length(const ArrayType& array) {
    if (!array.count_text.empty()) return array.count_text;
    return array.count ? std::to_string(*array.count) : "";
  }
};

}  // namespace

std::string spell(const Type& type) { return std::visit(Speller{}, type.is); }

const Aggregate* Spec::find_struct(std::string_view name) const { return find_by_name(structs, name); }
const Enum* Spec::find_enum(std::string_view name) const { return find_by_name(enums, name); }
const FlagSet* Spec::find_flag_set(std::string_view name) const { return find_by_name(flag_sets, name); }
const Constant* Spec::find_constant(std::string_view name) const { return find_by_name(constants, name); }
const Command* Spec::find_command(std::string_view name) const { return find_by_name(commands, name); }

}  // namespace iopact
