// SPDX-License-Identifier: GPL-2.0-or-later
// Any bytes through the loader; what it accepts goes on through spell() and the layout of every target.
#include <fmt/format.h>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <random>

#include "abi/model/layout.h"
#include "abi/model/load.h"
#include "abi/model/type_parser.h"

extern "C" std::size_t LLVMFuzzerMutate(std::uint8_t* data, std::size_t size, std::size_t max_size);

namespace iopact {
namespace {

using Json = nlohmann::json;

void require(bool holds, const char* what) {
  if (holds) return;
  fmt::print(stderr, "does not hold: {}\n", what);
  std::abort();
}

TypeScope scope_of(const Spec& spec) {
  TypeScope scope;
  for (const Aggregate& item : spec.structs) scope.tags.emplace(item.name, item.kind);
  for (const Enum& item : spec.enums) scope.enums.emplace(item.name, true);
  for (const Constant& item : spec.constants) {
    std::optional<std::uint64_t>& length = scope.constants[item.name];
    if (const auto* value = std::get_if<std::int64_t>(&item.value))
      length = static_cast<std::uint64_t>(*value);
    if (const auto* value = std::get_if<std::uint64_t>(&item.value)) length = *value;
  }
  return scope;
}

// What spell() writes is a type string that means the same; nested aggregates have no type string.
void check_type(const Type& type, const TypeScope& scope) {
  const std::string text = spell(type);
  if (text.starts_with("struct[") || text.starts_with("union[") || text == "struct" || text == "union")
    return;
  const ParsedType again = parse_type(text, scope, true);
  require(again.type.has_value(), "a spelled type parses");
  require(spell(*again.type) == text, "a spelled type means itself");
}

void check_fields(const std::vector<Field>& fields, const TypeScope& scope) {
  for (const Field& field : fields) {
    check_type(field.type, scope);
    if (field.points_to) check_type(*field.points_to, scope);
    if (const auto* nested = std::get_if<InlineAggregate>(&field.type.is))
      check_fields(nested->body->fields, scope);
  }
}

void check_layout(const Spec& spec, const Target& target) {
  constexpr std::uint64_t most = 16u << 20;  // bytes, the loader's promise
  const Layout layout = lay_out(spec, target);
  require(layout.structs.size() == spec.structs.size(), "every struct has a layout");
  require(layout.commands.size() == spec.commands.size(), "every command has a number");
  for (const StructLayout& item : layout.structs) {
    require(item.size <= most, "a struct stays within the loader's limit");
    for (const FieldLayout& field : item.fields)
      require(field.offset + field.size <= item.size || field.bit_size > 0, "a field lies inside its struct");
  }
}

void check_spec(const Spec& spec) {
  const TypeScope scope = scope_of(spec);
  for (const Aggregate& item : spec.structs) check_fields(item.fields, scope);
  for (const Command& command : spec.commands)
    if (command.argument) check_type(*command.argument, scope);
  for (const Target& target : all_targets()) check_layout(spec, target);
}

void check_findings(const LoadResult& result, std::string_view text) {
  require(result.spec.has_value() == result.findings.empty(),
          "a spec comes without errors, errors without a spec");
  require(result.text == text, "the text is kept for the reporter");
  const auto lines = 1 + std::count(text.begin(), text.end(), '\n');
  for (const Finding& finding : result.findings) {
    require(!finding.message.empty() && !finding.fix.empty() && !finding.subject.empty(),
            "a finding says what and how");
    for (const Place& place : finding.places)
      require(place.line >= 1 && place.line <= lines && place.column >= 1, "a place lies in the text");
  }
}

// ---- mutations of the document rather than of its bytes
// ------------------------------------------------------

using Random = std::minstd_rand;

void collect(Json& json, std::vector<Json*>& out) {
  out.push_back(&json);
  if (json.is_structured())
    for (Json& item : json) collect(item, out);
}

Json scalar(Random& random) {
  static const Json values[] = {
      0,          1,        -1,        3,         8,          255,   256,     "0x80000000",
      4294967296, "__u64",  "char",    "__u32[]", true,       false, "union", "enum",
      "struct a", "void *", "__u8[2]", "",        "reserved", "out", nullptr, 1.5};
  return values[random() % std::size(values)];
}

void mutate(Json& document, Random& random) {
  std::vector<Json*> nodes;
  collect(document, nodes);
  Json& node = *nodes[random() % nodes.size()];
  Json other = *nodes[random() % nodes.size()];
  const std::size_t at = node.is_structured() && !node.empty() ? random() % node.size() : 0;
  switch (random() % 5) {
    case 0:
      node = std::move(other);
      return;
    case 1:
      node = scalar(random);
      return;
    case 2:
      if (node.is_array()) node.insert(node.begin() + static_cast<std::ptrdiff_t>(at), std::move(other));
      return;
    case 3:
      if (node.is_structured() && !node.empty())
        node.erase(std::next(node.begin(), static_cast<std::ptrdiff_t>(at)));
      return;
    default:
      if (other.is_object() && node.is_object()) node.update(other);
      return;
  }
}

}  // namespace
}  // namespace iopact

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const iopact::LoadResult result = iopact::load_spec_text(text, "fuzz.json");
  iopact::check_findings(result, text);
  if (result.spec) iopact::check_spec(*result.spec);
  return 0;
}

extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size, std::size_t max_size,
                                               unsigned seed) {
  iopact::Random random(seed);
  if (random() % 2 == 0) return LLVMFuzzerMutate(data, size, max_size);
  iopact::Json document = iopact::Json::parse(data, data + size, nullptr, false);
  if (document.is_discarded()) return LLVMFuzzerMutate(data, size, max_size);
  for (unsigned i = 1 + random() % 3; i > 0; --i) iopact::mutate(document, random);
  const std::string text = document.dump(-1, ' ', false, iopact::Json::error_handler_t::replace);
  if (text.size() > max_size) return LLVMFuzzerMutate(data, size, max_size);
  std::copy(text.begin(), text.end(), data);
  return text.size();
}
