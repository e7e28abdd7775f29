// SPDX-License-Identifier: GPL-2.0-or-later
// What the parts of the validation share: the model, and the way from a fact of the model back to its place.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "abi/model/json_tree.h"
#include "abi/model/spec.h"

namespace iopact {

class Checking {
 public:
  Checking(const Spec& model, const JsonTree& tree, Diagnostics& diagnostics)
      : spec(model), tree_(tree), diagnostics_(diagnostics), ill_formed_(diagnostics.count()) {}

  const Spec& spec;

  // The JSON value under a record: below(field.at, "/range/max"). nullptr: not written.
  const JsonNode* below(const Place& record, std::string_view path) const;

  // Where that value stands, or the record where the value is not written. A default Place is the spec
  // itself.
  Place place(const Place& record, std::string_view path) const;

  // An error at that value, or at the record where the value is not written. The reference holds until the
  // next.
  Finding& error(std::string_view rule, const Place& record, std::string_view path, std::string message,
                 std::string fix);

  std::size_t count() const { return diagnostics_.count(); }
  // True where something at or below is ill-formed, so that what depends on it cannot be judged.
  bool damaged(std::string_view pointer) const { return diagnostics_.damaged(pointer, ill_formed_); }
  bool damaged(const Place& record) const { return damaged(record.pointer); }

 private:
  const JsonTree& tree_;
  Diagnostics& diagnostics_;
  std::size_t ill_formed_;  // errors before the validation began
};

template <typename Item>
std::vector<std::string_view> names_of(const std::vector<Item>& items) {
  std::vector<std::string_view> names;
  names.reserve(items.size());
  for (const Item& item : items) names.push_back(item.name);
  return names;
}

void validate_interface(Checking& checking);
void validate_texts(Checking& checking);
void validate_names(Checking& checking);
void validate_values(Checking& checking);
void validate_structs(Checking& checking);
void validate_commands(Checking& checking);
void validate_waivers(Checking& checking);

}  // namespace iopact
