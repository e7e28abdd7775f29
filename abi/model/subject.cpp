// SPDX-License-Identifier: GPL-2.0-or-later
#include "abi/model/subject.h"

#include <fmt/format.h>

#include <vector>

namespace iopact {

namespace {

struct Noun {
  std::string_view list;
  std::string_view noun;
};

constexpr Noun nouns[] = {{"constants", "constant"}, {"enums", "enum"},       {"flag_sets", "flags"},
                          {"structs", "struct"},     {"commands", "command"}, {"numbers", "retired number"},
                          {"flags", "retired flag"}, {"waivers", "waiver"}};

// Lists inside an item whose members are part of the name.
constexpr std::string_view parts[] = {"values", "flags", "fields"};

std::string name_of(const JsonNode& item) {
  for (const std::string_view key : {"name", "rule"})
    if (const JsonNode* name = item.find(key); name != nullptr && name->kind == JsonKind::string)
      return name->text;
  return std::to_string(item.index);
}

// "struct" or "union", as the item's "kind" says.
std::string_view noun_of(const Noun& noun, const JsonNode& item) {
  const JsonNode* kind = item.find("kind");
  const bool unite = noun.list == "structs" && kind != nullptr && kind->text == "union";
  return unite ? "union" : noun.noun;
}

// An anonymous struct or union adds nothing to a path.
bool is_anonymous(const JsonNode& item) {
  return item.find("name") == nullptr && (item.find("struct") != nullptr || item.find("union") != nullptr);
}

void extend(std::string& subject, std::string_view list, const JsonNode& item) {
  if (subject.empty()) {
    for (const Noun& noun : nouns)
      if (noun.list == list) subject = fmt::format("{} {}", noun_of(noun, item), name_of(item));
    return;
  }
  for (const std::string_view part : parts)
    if (part == list && item.kind == JsonKind::object && !is_anonymous(item)) subject += "." + name_of(item);
}

}  // namespace

std::string subject_of(const JsonTree& tree, std::string_view pointer) {
  std::string subject;
  std::string_view list;
  std::size_t end = 0;
  while (end < pointer.size()) {
    const std::size_t start = end + 1;
    end = std::min(pointer.find('/', start), pointer.size());
    const JsonNode* item = tree.find(pointer.substr(0, end));
    if (item == nullptr) break;
    if (item->parent->kind == JsonKind::array) extend(subject, list, *item);
    list = pointer.substr(start, end - start);
  }
  return subject.empty() ? "interface" : subject;
}

}  // namespace iopact
