// SPDX-License-Identifier: GPL-2.0-or-later
#include "abi/model/validate.h"

#include <fmt/format.h>

#include "abi/model/checking.h"
#include "abi/model/suggest.h"

namespace iopact {

const JsonNode* Checking::below(const Place& record, std::string_view path) const {
  return tree_.find(fmt::format("{}{}", record.pointer, path));
}

Finding& Checking::error(std::string_view rule, const Place& record, std::string_view path,
                         std::string message, std::string fix) {
  const JsonNode* node = below(record, path);
  if (node == nullptr) return diagnostics_.error(rule, record, std::move(message), std::move(fix));
  return diagnostics_.error(rule, node->at, node->pointer(), std::move(message), std::move(fix));
}

std::string suggest_name(std::string_view word, std::span<const std::string_view> names,
                         std::string_view otherwise) {
  const std::string_view close = nearest(word, names);
  return close.empty() ? std::string(otherwise) : fmt::format("did you mean \"{}\"?", close);
}

void validate(const Spec& spec, const JsonTree& tree, Diagnostics& diagnostics) {
  Checking checking(spec, tree, diagnostics);
  (void)checking;
}

}  // namespace iopact
