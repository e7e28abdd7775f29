// SPDX-License-Identifier: GPL-2.0-or-later
// Every name is a C identifier and stands for one thing.
#include <fmt/format.h>

#include <map>
#include <unordered_map>

#include "abi/model/checking.h"
#include "abi/model/names.h"
#include "abi/model/suggest.h"

namespace iopact {

namespace {

class NameCheck {
 public:
  explicit NameCheck(Checking& checking) : checking_(checking) {}

  // True where the name can stand in C. An empty name is one that is missing, which is reported elsewhere.
  bool identifier(std::string_view name, const Place& at, std::string_view path) {
    if (name.empty() && checking_.below(at, path) == nullptr) return false;
    if (!is_c_identifier(name)) {
      checking_.error("spec-name", at, path, fmt::format("\"{}\" is no C identifier", clip(name)),
                      "use letters, digits and '_', and no digit at the start");
    } else if (is_reserved_word(name)) {
      checking_.error("spec-name", at, path,
                      fmt::format("\"{}\" is a word of C or C++ or a macro of the compiler", name),
                      "choose another name: the header must compile as C and as C++");
    } else {
      return true;
    }
    return false;
  }

  using Seen = std::unordered_map<std::string_view, Place>;

  // Reports the second of two equal names in one name space.
  void unique(Seen& seen, std::string_view name, const Place& at, std::string_view path,
              std::string_view what) {
    if (name.empty()) return;
    const auto [first, added] = seen.emplace(name, checking_.place(at, path));
    if (added) return;
    Finding& finding = checking_.error("spec-duplicate-name", at, path,
                                       fmt::format("{} {} is defined twice", what, clip(name)),
                                       "rename one of the two or remove it");
    finding.places.push_back(first->second);
  }

  // A macro: seen by everything that follows it in every file.
  void macro(std::string_view name, const Place& at, std::string_view path) {
    if (identifier(name, at, path)) unique(macros_, name, at, path, "the name");
  }

  void tag(std::string_view name, const Place& at) {
    if (!identifier(name, at, "/name")) return;
    unique(tags_, name, at, "/name", "the type");
    clash(name, at);
  }

  void member(Seen& seen, const Field& field) {
    if (!identifier(field.name, field.at, "/name")) return;
    unique(seen, field.name, field.at, "/name", "the field");
    clash(field.name, field.at);
  }

  void flag_set(const FlagSet& set) {
    if (identifier(set.name, set.at, "/name")) unique(flag_sets_, set.name, set.at, "/name", "the flag set");
  }

  void enumerators(const std::vector<Enumerator>& values) {
    for (const Enumerator& value : values) macro(value.name, value.at, "/name");
  }

 private:
  void clash(std::string_view name, const Place& at) {
    const auto macro = macros_.find(name);
    if (macro == macros_.end()) return;
    Finding& finding = checking_.error("spec-duplicate-name", at, "/name",
                                       fmt::format("\"{}\" is the name of a macro of this header", name),
                                       "rename one of the two: the preprocessor would replace this one");
    finding.places.push_back(macro->second);
  }

  Checking& checking_;
  Seen macros_;
  Seen tags_;
  Seen flag_sets_;
};

void check_fields(NameCheck& names, NameCheck::Seen& seen, const std::vector<Field>& fields);

// Members of an anonymous aggregate share the name space around it; a named one has its own.
void check_nested(NameCheck& names, NameCheck::Seen& seen, const Field& field) {
  const Type* type = &field.type;
  while (const auto* array = std::get_if<ArrayType>(&type->is)) type = array->element.get();
  const auto* nested = std::get_if<InlineAggregate>(&type->is);
  if (nested == nullptr) return;
  NameCheck::Seen own;
  check_fields(names, field.name.empty() ? seen : own, nested->body->fields);
}

void check_fields(NameCheck& names, NameCheck::Seen& seen, const std::vector<Field>& fields) {
  for (const Field& field : fields) {
    names.member(seen, field);
    check_nested(names, seen, field);
  }
}

}  // namespace

void validate_names(Checking& checking) {
  const Spec& spec = checking.spec;
  NameCheck names(checking);
  names.identifier(spec.interface, {}, "/interface");
  names.macro(spec.guard, {}, "/header/guard");
  names.macro(spec.type_macro, {}, "/type/macro");
  for (const Constant& constant : spec.constants) names.macro(constant.name, constant.at, "/name");
  for (const Enum& item : spec.enums) names.enumerators(item.values);
  for (const FlagSet& set : spec.flag_sets) names.enumerators(set.flags);
  for (const Command& command : spec.commands) names.macro(command.name, command.at, "/name");
  for (const Enum& item : spec.enums) names.tag(item.name, item.at);
  for (const FlagSet& set : spec.flag_sets) names.flag_set(set);
  for (const Aggregate& item : spec.structs) {
    NameCheck::Seen members;
    names.tag(item.name, item.at);
    check_fields(names, members, item.fields);
  }
}

}  // namespace iopact
