// SPDX-License-Identifier: GPL-2.0-or-later
// Changes of constants, matched by name across #define, enum and flag set: what a program compiled in is a
// value.
#include <fmt/format.h>
#include <algorithm>
#include <map>

#include "abi/judge/diff.h"
#include "abi/model/target.h"

namespace iopact {
namespace {

enum class Kind { constant, enumerator, flag };

struct Value {
  std::string text;  // decimal number or string
  Kind kind = Kind::constant;
  std::string group;  // the enum or flag set, empty for a constant
  bool retired = false;
  Place at;
};

using Values = std::map<std::string, Value>;

std::string text_of(const Spec& spec, const Constant& constant) {
  if (!constant.struct_size.empty()) {
    return std::to_string(lay_out(spec, *find_target("x86_64")).find_struct(constant.struct_size)->size);
  }
  return std::visit([](const auto& value) { return fmt::format("{}", value); }, constant.value);
}

Values values_of(const Spec& spec) {
  Values all;
  for (const Constant& c : spec.constants) all[c.name] = {text_of(spec, c), Kind::constant, "", false, c.at};
  for (const Enum& e : spec.enums) {
    for (const Enumerator& v : e.values)
      all[v.name] = {std::to_string(v.value), Kind::enumerator, e.name, v.retired, v.at};
  }
  for (const FlagSet& set : spec.flag_sets) {
    for (const Enumerator& v : set.flags)
      all[v.name] = {std::to_string(v.value), Kind::flag, set.name, v.retired, v.at};
  }
  return all;
}

// These describe the interface or count its values: they change whenever it does.
bool describes(std::string_view name) {
  return name.ends_with("_VERSION") || name.ends_with("_MAX") || name.ends_with("_CNT") ||
         name.ends_with("_COUNT") || name.ends_with("_NR");
}

void changed(const std::string& name, const Value& before, const Value& after, ChangeList& changes) {
  if (before.text == after.text) return;
  const bool soft = describes(name);
  changes.add({"constant-value-changed",
               soft ? Verdict::conditional : Verdict::breaking,
               "constant " + name,
               {after.at, before.at},
               fmt::format("{} was {} and is {}", name, before.text, after.text),
               soft ? "programs that size arrays or compare by it have the old value compiled in"
                    : "programs have the old value compiled in"});
}

// A new name of the same value in the same group stands for the old one.
const std::string* renamed_to(const Value& before, const Values& old_values, const Values& new_values) {
  for (const auto& [name, after] : new_values) {
    if (after.group == before.group && after.text == before.text && !old_values.contains(name) &&
        !before.group.empty())
      return &name;
  }
  return nullptr;
}

void removed(const std::string& name, const Value& before, const Values& old_values, const Values& new_values,
             ChangeList& changes) {
  if (const std::string* now = renamed_to(before, old_values, new_values)) {
    changes.add({"constant-renamed",
                 Verdict::source,
                 "constant " + name,
                 {new_values.at(*now).at, before.at},
                 name + " is called " + *now + " now",
                 "programs that are built anew do not compile"});
    return;
  }
  const bool meant = before.kind != Kind::constant && !before.retired;
  changes.add({"constant-removed",
               meant ? Verdict::breaking : Verdict::source,
               "constant " + name,
               {before.at},
               name + " is gone",
               meant ? "programs still send the value, and the kernel no longer knows it"
                     : "programs that are built anew do not compile"});
}

}  // namespace

void diff_constants(const Spec& old_spec, const Spec& new_spec, ChangeList& changes) {
  const Values old_values = values_of(old_spec);
  const Values new_values = values_of(new_spec);
  for (const auto& [name, before] : old_values) {
    const auto after = new_values.find(name);
    if (after != new_values.end()) changed(name, before, after->second, changes);
    if (after == new_values.end()) removed(name, before, old_values, new_values, changes);
  }
  for (const auto& [name, after] : new_values) {
    if (old_values.contains(name) || renamed_to(after, new_values, old_values) != nullptr) continue;
    changes.add(
        {"constant-added", Verdict::compatible, "constant " + name, {after.at}, name + " is new", ""});
  }
}

}  // namespace iopact
