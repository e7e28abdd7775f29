// SPDX-License-Identifier: GPL-2.0-or-later
// The published schema says what the loader does: the same keys, the same words, and the same specs pass.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validator.hpp>

#include "abi/model/load.h"
#include "abi/model/names.h"
#include "abi/model/shapes.h"
#include "abi/model/words.h"

namespace iopact {
namespace {

using Json = nlohmann::json;
namespace fs = std::filesystem;

const fs::path root = IOPACT_SOURCE_DIR;

Json read_json(const fs::path& path) {
  std::ifstream stream(path);
  return Json::parse(stream, nullptr, false);
}

const Json& schema() {
  static const Json json = read_json(root / "abi/spec/iopact-1.schema.json");
  return json;
}

const Json& definition(const Shape& shape) {
  return &shape == &spec_shape ? schema() : schema().at("definitions").at(std::string(shape.name));
}

// What a key may hold, without its description: the one referenced or written in place.
std::string reference_of(const Json& property) {
  if (property.contains("allOf")) return property.at("allOf").at(0).at("$ref");
  return property.value("$ref", "");
}

bool is_text(const Json& property) {
  static const std::set<std::string> texts{"#/definitions/text", "#/definitions/identifier",
                                           "#/definitions/version", "#/definitions/type_string"};
  return property.value("type", "") == "string" || texts.contains(reference_of(property));
}

bool is_list(const Json& property) { return property.value("type", "") == "array"; }

bool matches(const Json& property, const Key& key) {
  const std::string of = key.of != nullptr ? fmt::format("#/definitions/{}", key.of->name) : "";
  switch (key.kind) {
    case KeyKind::text:
      return is_text(property);
    case KeyKind::texts:
      return is_list(property) && is_text(property.at("items"));
    case KeyKind::text_groups:
      return is_list(property) && is_list(property.at("items"));
    case KeyKind::boolean:
      return property.value("type", "") == "boolean";
    case KeyKind::number:
      return reference_of(property) == "#/definitions/number";
    case KeyKind::constant_value:
      return property.at("oneOf").at(0).at("$ref") == "#/definitions/number";
    case KeyKind::object:
      return reference_of(property) == of;
    case KeyKind::objects:
      return is_list(property) && property.at("items").at("$ref") == of;
  }
  return false;
}

class SchemaShape : public testing::TestWithParam<const Shape*> {};

TEST_P(SchemaShape, HasTheLoadersKeys) {
  const Shape& shape = *GetParam();
  std::set<std::string> keys, required;
  for (const Key& key : shape.keys) {
    keys.emplace(key.name);
    if (key.required) required.emplace(key.name);
  }
  std::set<std::string> properties;
  for (const auto& [name, property] : definition(shape).at("properties").items()) properties.insert(name);
  EXPECT_EQ(properties, keys);
  EXPECT_EQ(definition(shape).value("required", std::set<std::string>{}), required);
  EXPECT_EQ(definition(shape).at("additionalProperties"), false);
}

TEST_P(SchemaShape, TakesTheLoadersKinds) {
  for (const Key& key : GetParam()->keys) {
    const Json& property = definition(*GetParam()).at("properties").at(std::string(key.name));
    EXPECT_TRUE(matches(property, key)) << key.name << ": " << property;
    EXPECT_NE(property.value("description", ""), "") << key.name;
  }
}

INSTANTIATE_TEST_SUITE_P(Shapes, SchemaShape, testing::ValuesIn(all_shapes().begin(), all_shapes().end()),
                         [](const auto& item) { return std::string(item.param->name); });

TEST(Schema, DefinesNoObjectThatTheLoaderDoesNotKnow) {
  std::set<std::string_view> names;
  for (const Shape* shape : all_shapes()) names.insert(shape->name);
  for (const auto& [name, item] : schema().at("definitions").items())
    EXPECT_EQ(item.value("type", "") == "object", names.contains(name)) << name;
}

template <typename Value, std::size_t size>
std::vector<std::string> words(const Word<Value> (&table)[size]) {
  std::vector<std::string> out;
  for (const auto& [word, value] : table) out.emplace_back(word);
  return out;
}

std::vector<std::string> listed(std::string_view pointer) {
  return schema().at(Json::json_pointer(std::string(pointer) + "/enum")).get<std::vector<std::string>>();
}

TEST(Schema, ListsTheLoadersWords) {
  EXPECT_EQ(listed("/properties/level"), words(level_words));
  EXPECT_EQ(listed("/definitions/enum/properties/style"), words(style_words));
  EXPECT_EQ(listed("/definitions/struct/properties/kind"), words(aggregate_words));
  EXPECT_EQ(listed("/definitions/field/properties/direction"), words(direction_words));
  EXPECT_EQ(listed("/definitions/field/properties/kind"), words(meaning_words));
  EXPECT_EQ(listed("/definitions/command/properties/direction"), words(transfer_words));
  EXPECT_EQ(listed("/definitions/command/properties/access"), words(access_words));
}

TEST(Schema, ListsLinuxNames) {
  const auto strings = [](auto names) { return std::vector<std::string>(names.begin(), names.end()); };
  EXPECT_EQ(listed("/definitions/error/properties/errno"), strings(errno_names()));
  EXPECT_EQ(listed("/definitions/command/properties/capability"), strings(capability_names()));
}

bool validates(const Json& document) {
  static const auto parsed = [] {
    auto out = std::make_unique<valijson::Schema>();
    valijson::SchemaParser().populateSchema(valijson::adapters::NlohmannJsonAdapter(schema()), *out);
    return out;
  }();
  valijson::Validator validator;
  return validator.validate(*parsed, valijson::adapters::NlohmannJsonAdapter(document), nullptr);
}

std::vector<fs::path> json_files(const fs::path& folder) {
  std::vector<fs::path> out;
  for (const auto& entry : fs::directory_iterator(folder))
    if (entry.path().extension() == ".json") out.push_back(entry.path());
  return out;
}

TEST(Schema, AcceptsGoodSpecs) {
  EXPECT_TRUE(validates(read_json(root / "abi/spec/vexfs.json")));
  for (const fs::path& path : json_files(root / "abi/model/testdata/good"))
    EXPECT_TRUE(validates(read_json(path))) << path.filename();
}

void collect_keys(const Json& object, const Shape& shape, std::set<std::string>& used) {
  for (const Key& key : shape.keys) {
    if (!object.contains(key.name)) continue;
    used.insert(fmt::format("{}.{}", shape.name, key.name));
    const Json& value = object.at(std::string(key.name));
    if (key.kind == KeyKind::object) collect_keys(value, *key.of, used);
    if (key.kind == KeyKind::objects)
      for (const Json& item : value) collect_keys(item, *key.of, used);
  }
}

// So that every back-end's tests see every feature.
TEST(Schema, GoodSpecsUseEveryKey) {
  std::set<std::string> used, known;
  for (const fs::path& path : json_files(root / "abi/model/testdata/good"))
    collect_keys(read_json(path), spec_shape, used);
  for (const Shape* shape : all_shapes())
    for (const Key& key : shape->keys) known.insert(fmt::format("{}.{}", shape->name, key.name));
  EXPECT_THAT(used, testing::ContainerEq(known));
}

// What the loader finds wrong in a spec's form, the schema rejects too; sense it cannot judge.
TEST(Schema, RejectsIllFormedSpecs) {
  const std::set<std::string> of_form{"spec-unknown-key",  "spec-missing-key", "spec-wrong-kind",
                                      "spec-choice",       "spec-letter",      "spec-schema",
                                      "spec-unrecognized", "spec-constant",    "spec-field",
                                      "spec-device",       "spec-header",      "spec-license"};
  int rejected = 0;
  for (const fs::path& path : json_files(root / "abi/model/testdata/bad")) {
    const LoadResult result = load_spec(path);
    if (std::none_of(result.findings.begin(), result.findings.end(),
                     [&](const Finding& finding) { return of_form.contains(finding.rule); }))
      continue;
    EXPECT_FALSE(validates(read_json(path))) << path.filename();
    ++rejected;
  }
  EXPECT_GE(rejected, 20);
}

}  // namespace
}  // namespace iopact
