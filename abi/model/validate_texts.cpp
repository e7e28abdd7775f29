// SPDX-License-Identifier: GPL-2.0-or-later
// Strings end up in comments of generated C, in tables and in terminals.
#include <fmt/format.h>

#include "abi/model/checking.h"

namespace iopact {

namespace {

// The first byte that may not stand in a text; npos: all may.
std::size_t find_control(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if ((byte < 0x20 && byte != '\n') || byte == 0x7f) return i;
  }
  return std::string_view::npos;
}

// The value of a string constant goes into a C literal, where every byte can be written.
bool is_string_constant(const JsonNode& node) {
  return node.parent != nullptr && node.parent->members.size() == 1 &&
         node.parent->members[0].key == "string";
}

void check_text(Checking& checking, const JsonNode& node) {
  if (is_string_constant(node)) return;
  if (const std::size_t at = find_control(node.text); at != std::string_view::npos)
    checking.error("spec-text", {}, node.pointer(),
                   fmt::format("this text holds the control character 0x{:02x}",
                               static_cast<unsigned char>(node.text[at])),
                   "remove it; only line breaks (\\n) may stand in a text");
  if (node.text.find("*/") != std::string::npos || node.text.find("/*") != std::string::npos)
    checking.error("spec-text", {}, node.pointer(), "this text holds the start or end of a C comment",
                   "put a space between '*' and '/': texts become comments of the header");
}

}  // namespace

void validate_texts(Checking& checking) {
  std::vector<const JsonNode*> open{checking.below({}, "")};
  while (!open.empty()) {
    const JsonNode* node = open.back();
    open.pop_back();
    if (node->kind == JsonKind::string) check_text(checking, *node);
    for (const JsonNode* item : node->items) open.push_back(item);
    for (const JsonMember& member : node->members) open.push_back(member.value);
  }
}

}  // namespace iopact
