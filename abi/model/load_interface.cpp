// SPDX-License-Identifier: GPL-2.0-or-later
#include <fmt/format.h>

#include <limits>

#include "abi/model/loading.h"
#include "abi/model/suggest.h"
#include "abi/model/words.h"

namespace iopact {

namespace {

constexpr std::string_view schema_name = "iopact-1.schema.json";

void check_schema(const Loading& loading) {
  const JsonNode* node = loading.root.find("$schema");
  if (node == nullptr || node->kind != JsonKind::string) return;
  const std::string_view path = node->text;
  if (path == schema_name || path.ends_with(fmt::format("/{}", schema_name))) return;
  loading.reader.diagnostics().error("spec-schema", node->at, node->pointer(),
                                     fmt::format("this program does not know the schema \"{}\"", clip(path)),
                                     fmt::format("name a path or address that ends in {}", schema_name));
}

void load_letter(Loading& loading, const JsonNode& type) {
  const JsonNode* node = type.find("letter");
  if (node == nullptr || node->kind != JsonKind::string) return;
  const std::string& text = node->text;
  if (text.size() == 1 && text[0] > 0x20 && text[0] < 0x7f) {
    loading.spec.type_letter = text[0];
    return;
  }
  loading.reader.diagnostics().error("spec-letter", node->at, node->pointer(),
                                     fmt::format("\"{}\" is no type letter", clip(text)),
                                     "write one printable ASCII character, such as \"V\"");
}

void load_mode(Loading& loading, const JsonNode& device) {
  const JsonNode* node = device.find("mode");
  if (node == nullptr || node->kind != JsonKind::string) return;
  const std::string& text = node->text;
  const bool octal =
      text.size() == 4 && text[0] == '0' && text.find_first_not_of("01234567") == std::string::npos;
  if (octal) {
    loading.spec.device_mode = static_cast<std::uint32_t>(std::stoul(text, nullptr, 8));
    return;
  }
  loading.reader.diagnostics().error("spec-device", node->at, node->pointer(),
                                     fmt::format("\"{}\" is no file mode", clip(text)),
                                     "write four octal digits that start with 0, such as \"0600\"");
}

}  // namespace

void load_interface(Loading& loading) {
  const JsonNode& root = loading.root;
  const Reader& reader = loading.reader;
  Spec& spec = loading.spec;
  check_schema(loading);
  spec.interface = reader.text(root, "interface");
  spec.title = reader.text(root, "title");
  spec.version = reader.text(root, "version");
  spec.level = loading.reader.choice<Level>(root, "level", level_words, Level::strict);
  spec.license = reader.text(root, "license");
  spec.doc = reader.text(root, "doc");
  if (const JsonNode* header = reader.object(root, "header")) {
    spec.header = reader.text(*header, "name");
    spec.guard = reader.text(*header, "guard");
  }
  if (const JsonNode* type = reader.object(root, "type")) {
    load_letter(loading, *type);
    spec.type_macro = reader.text(*type, "macro");
  }
  if (const JsonNode* device = reader.object(root, "device")) {
    spec.device_node = reader.text(*device, "node");
    load_mode(loading, *device);
  }
}

}  // namespace iopact
