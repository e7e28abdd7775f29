// SPDX-License-Identifier: GPL-2.0-or-later
#include "abi/read/probe.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <variant>

namespace iopact {
namespace {

constexpr std::string_view value_tag = "iopact_value_";
constexpr std::string_view value_prefix = "IOPACT_VALUE_";
constexpr std::string_view size_prefix = "IOPACT_SIZE_";
constexpr std::string_view align_prefix = "IOPACT_ALIGN_";

// "struct foo"
std::string full_tag(const Aggregate& aggregate) {
  return fmt::format("{} {}", aggregate.kind == AggregateKind::unite ? "union" : "struct", aggregate.name);
}

bool is_string(const Constant& constant) { return std::holds_alternative<std::string>(constant.value); }

// One enum a value: each keeps its own sign and width.
void ask_value(Probe& probe, const std::string& name) {
  probe.text += fmt::format("enum {}{} {{ {}{} = ({}) }};\n", value_tag, name, value_prefix, name, name);
  probe.tags.push_back(fmt::format("{}{}", value_tag, name));
}

void ask_macro(Probe& probe, const std::string& name) {
  probe.text += fmt::format("#ifdef {}\n", name);
  ask_value(probe, name);
  probe.text += "#endif\n";
}

void ask_struct(Probe& probe, const Aggregate& aggregate) {
  const std::string tag = full_tag(aggregate);
  const std::string& name = aggregate.name;
  probe.text += fmt::format("enum iopact_extent_{} {{ {}{} = sizeof({}), {}{} = _Alignof({}) }};\n", name,
                            size_prefix, name, tag, align_prefix, name, tag);
  probe.tags.push_back(name);
  probe.tags.push_back("iopact_extent_" + name);
}

void ask_string(Probe& probe, const std::string& name) {
  probe.text += fmt::format(
      "#ifdef {0}\nstatic const char iopact_string_{0}[] __attribute__((section(\"{1}\"), used)) = \"{0}=\" {0};\n#endif\n",
      name, probe_string_section);
}

// Without the prefix, or nothing.
std::optional<std::string_view> without(std::string_view text, std::string_view prefix) {
  if (!text.starts_with(prefix)) return std::nullopt;
  return text.substr(prefix.size());
}

std::uint64_t as_unsigned(const FoundValue& value) {
  const auto* number = std::get_if<std::uint64_t>(&value.value);
  return number != nullptr ? *number : 0;
}

// Entries end in one or more NULs: a compiler may align each.
void add_strings(std::string_view section, Found& result) {
  while (!section.empty()) {
    const auto entry = section.substr(0, section.find('\0'));
    section.remove_prefix(std::min(section.size(), entry.size() + 1));
    const auto equals = entry.find('=');
    if (equals != std::string_view::npos)
      result.values.push_back({std::string(entry.substr(0, equals)), std::string(entry.substr(equals + 1))});
  }
}

// Size and alignment as the compiler computes them.
Result<bool> set_extent(const Found& raw, StructLayout& layout) {
  const auto* size = raw.find_value(fmt::format("{}{}", size_prefix, layout.name));
  const auto* align = raw.find_value(fmt::format("{}{}", align_prefix, layout.name));
  if (size == nullptr || align == nullptr) return true;
  if (layout.size == 0) layout.size = as_unsigned(*size);
  layout.align = as_unsigned(*align);
  if (layout.size == as_unsigned(*size)) return true;
  return Failure{fmt::format("the debug information gives {} a size of {} bytes, the compiler {}: report this",
                             layout.name, layout.size, as_unsigned(*size))};
}

}  // namespace

bool Lacking::has(const Type& type) const {
  struct Visitor {
    const Lacking& lacking;
    bool operator()(const ScalarType&) const { return false; }
    bool operator()(const EnumRef&) const { return false; }
    bool operator()(const InlineAggregate&) const { return false; }
    bool operator()(const PointerType&) const { return false; }
    bool operator()(const StructRef& ref) const { return lacking.structs.contains(ref.name); }
    bool operator()(const ArrayType& array) const { return lacking.has(*array.element); }
  };
  return std::visit(Visitor{*this}, type.is);
}

Probe make_probe(const Spec& spec, const Lacking& lacking) {
  Probe probe;
  for (const auto& aggregate : spec.structs)
    if (!lacking.structs.contains(aggregate.name)) ask_struct(probe, aggregate);
  for (const auto& constant : spec.constants)
    is_string(constant) ? ask_string(probe, constant.name) : ask_macro(probe, constant.name);
  for (const auto& enumeration : spec.enums)
    for (const auto& item : enumeration.values)
      if (enumeration.macros)
        ask_macro(probe, item.name);
      else if (!lacking.enumerators.contains(item.name))
        ask_value(probe, item.name);
  for (const auto& set : spec.flag_sets)
    for (const auto& flag : set.flags) ask_macro(probe, flag.name);
  for (const auto& command : spec.commands)
    if (!command.argument || !lacking.has(*command.argument)) ask_macro(probe, command.name);
  return probe;
}

Probe make_bare_probe(const Spec& spec) {
  Probe probe;
  for (const auto& aggregate : spec.structs) probe.tags.push_back(aggregate.name);
  for (const auto& enumeration : spec.enums)
    if (!enumeration.macros) probe.tags.push_back(enumeration.name);
  return probe;
}

Lacking find_lacking(const Spec& spec, const Found& bare) {
  Lacking lacking;
  for (const auto& aggregate : spec.structs)
    if (bare.find_struct(aggregate.name) == nullptr) lacking.structs.insert(aggregate.name);
  for (const auto& enumeration : spec.enums)
    for (const auto& item : enumeration.values)
      if (!enumeration.macros && bare.find_value(item.name) == nullptr) lacking.enumerators.insert(item.name);
  return lacking;
}

Result<Found> decode_probe(const Spec& spec, RawFacts raw) {
  Found result;
  for (auto& layout : raw.tags.structs) {
    if (spec.find_struct(layout.name) == nullptr) continue;
    const auto set = set_extent(raw.tags, layout);
    if (!set) return set.failure();
    result.structs.push_back(std::move(layout));
  }
  for (auto& value : raw.tags.values)
    if (const auto name = without(value.name, value_prefix))
      result.values.push_back({std::string(*name), std::move(value.value)});
  add_strings(raw.strings, result);
  return result;
}

Result<Found> read_header(const Spec& spec, const ProbeReader& read) {
  auto full = read(make_probe(spec));
  if (full) return decode_probe(spec, std::move(*full));
  const auto bare = read(make_bare_probe(spec));
  if (!bare) return bare.failure();
  auto rest = read(make_probe(spec, find_lacking(spec, bare->tags)));
  if (!rest) return full.failure();
  return decode_probe(spec, std::move(*rest));
}

std::string no_assertions_macro(const Spec& spec) {
  std::string name = spec.interface;
  std::ranges::transform(name, name.begin(), [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  return name + "_NO_ABI_ASSERTS";
}

}  // namespace iopact
