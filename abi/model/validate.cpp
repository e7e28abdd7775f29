// SPDX-License-Identifier: GPL-2.0-or-later
#include "abi/model/validate.h"

#include <fmt/format.h>

#include "abi/model/checking.h"

namespace iopact {

const JsonNode* Checking::below(const Place& record, std::string_view path) const {
  return tree_.find(fmt::format("{}{}", record.pointer, path));
}

Place Checking::place(const Place& record, std::string_view path) const {
  const JsonNode* node = below(record, path);
  return node != nullptr ? diagnostics_.place(node->at, node->pointer()) : record;
}

Finding& Checking::error(std::string_view rule, const Place& record, std::string_view path,
                         std::string message, std::string fix) {
  return diagnostics_.error(rule, place(record, path), std::move(message), std::move(fix));
}

void validate(const Spec& spec, const JsonTree& tree, Diagnostics& diagnostics) {
  Checking checking(spec, tree, diagnostics);
  validate_texts(checking);
  validate_interface(checking);
  validate_names(checking);
  validate_values(checking);
  validate_structs(checking);
  validate_commands(checking);
  validate_waivers(checking);
}

void validate_waivers(const Spec& spec, const JsonTree& tree, Diagnostics& diagnostics) {
  Checking checking(spec, tree, diagnostics);
  validate_waivers(checking);
}

}  // namespace iopact
