// SPDX-License-Identifier: GPL-2.0-or-later
#include <nlohmann/json.hpp>

#include "abi/report/json_text.h"
#include "abi/report/layout_report.h"

namespace iopact {

namespace {

using Json = nlohmann::ordered_json;

Json field_json(const FieldLayout& field) {
  Json out{{"name", field.path}, {"offset", field.offset}, {"size", field.size}};
  if (field.field->bits) {
    out["bit_offset"] = field.bit_offset;
    out["bit_size"] = field.bit_size;
  }
  return out;
}

Json struct_json(const StructLayout& layout, const Target& target) {
  Json fields = Json::array();
  for (const FieldLayout& field : layout.fields) {
    if (!field.path.empty()) fields.push_back(field_json(field));
  }
  return {{"name", layout.name},
          {"target", target.name},
          {"size", layout.size},
          {"align", layout.align},
          {"fields", std::move(fields)}};
}

Json command_json(const CommandLayout& layout, const Target& target, const Spec& spec) {
  return {{"name", layout.command->name},
          {"target", target.name},
          {"value", layout.value},
          {"dir", to_string(layout.command->transfer)},
          {"type", std::string(1, spec.type_letter)},
          {"nr", layout.command->nr},
          {"size", layout.size}};
}

}  // namespace

std::string layout_json(const LayoutReport& report) {
  Json structs = Json::array();
  for (const std::size_t i : shown_structs(report)) {
    for (const Layout& layout : report.layouts)
      structs.push_back(struct_json(layout.structs[i], *layout.target));
  }
  Json commands = Json::array();
  for (const std::size_t i : shown_commands(report)) {
    for (const Layout& layout : report.layouts) {
      commands.push_back(command_json(layout.commands[i], *layout.target, *report.spec));
    }
  }
  return json_text({{"structs", std::move(structs)}, {"commands", std::move(commands)}});
}

}  // namespace iopact
