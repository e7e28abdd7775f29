// SPDX-License-Identifier: GPL-2.0-or-later
// Constants, enums and flag sets.
#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <limits>
#include <map>
#include <set>

#include "abi/model/checking.h"
#include "abi/model/suggest.h"

namespace iopact {

namespace {

void check_constant(Checking& checking, const Constant& constant) {
  const std::string& name = constant.struct_size;
  if (name.empty() || checking.damaged("/structs") || checking.spec.find_struct(name) != nullptr) return;
  checking.error("spec-reference", constant.at, "/size_of",
                 fmt::format("struct {} is not defined", clip(name)),
                 suggest_name(name, names_of(checking.spec.structs), "define it under \"structs\""));
}

// Another name for an earlier value is written as that name, so that a slip of the hand is not taken for one.
bool is_alias(const Checking& checking, const Enumerator& value) {
  const JsonNode* node = checking.below(value.at, "/value");
  return node != nullptr && node->kind == JsonKind::string && !node->text.starts_with("0");
}

void check_c_enumerator(Checking& checking, const Enum& item, const Enumerator& value) {
  using Int = std::numeric_limits<std::int32_t>;
  if (item.macros || (value.value >= Int::min() && value.value <= Int::max())) return;
  checking.error("spec-enum", value.at, "/value", fmt::format("{} does not fit an int", value.value),
                 "C's enumerators are ints: use \"style\": \"macro\" for this enum");
}

void check_enum(Checking& checking, const Enum& item) {
  if (item.values.empty())
    checking.error("spec-enum", item.at, "/values", "this enum has no values", "add one or remove the enum");
  std::map<std::int64_t, const Enumerator*> seen;
  for (const Enumerator& value : item.values) {
    if (checking.damaged(value.at)) continue;
    check_c_enumerator(checking, item, value);
    const auto [first, added] = seen.emplace(value.value, &value);
    if (added || is_alias(checking, value)) continue;
    Finding& finding =
        checking.error("spec-enum", value.at, "/value",
                       fmt::format("{} has the value of {}", value.name, first->second->name),
                       fmt::format("give it its own value; if both names are meant, write \"value\": \"{}\"",
                                   first->second->name));
    finding.places.push_back(first->second->at);
  }
}

void check_flag_values(Checking& checking, const FlagSet& set) {
  std::map<std::uint64_t, const Enumerator*> seen;
  for (const Enumerator& flag : set.flags) {
    if (checking.damaged(flag.at)) continue;
    const auto mask = static_cast<std::uint64_t>(flag.value);
    if (!std::has_single_bit(mask)) {
      checking.error("spec-flag", flag.at, "/value",
                     fmt::format("{} is {:#x}, and a flag is one bit", flag.name, mask),
                     "write a power of two, such as \"0x4\"");
      continue;
    }
    const auto [first, added] = seen.emplace(mask, &flag);
    if (added) continue;
    Finding& finding =
        checking.error("spec-flag", flag.at, "/value",
                       fmt::format("{} has the bit {:#x} of {}", flag.name, mask, first->second->name),
                       first->second->retired || flag.retired ? "take a bit that was never given out"
                                                              : "give each flag its own bit");
    finding.places.push_back(first->second->at);
  }
}

const Enumerator* find_flag(const FlagSet& set, std::string_view name) {
  const auto found =
      std::find_if(set.flags.begin(), set.flags.end(), [&](const auto& flag) { return flag.name == name; });
  return found == set.flags.end() ? nullptr : &*found;
}

void check_group(Checking& checking, const FlagSet& set, std::size_t index) {
  const std::vector<std::string>& group = set.exclusive[index];
  const std::string path = fmt::format("/exclusive/{}", index);
  if (group.size() < 2)
    checking.error("spec-flag", set.at, path, "fewer than two flags cannot exclude each other",
                   "name two or more");
  std::set<std::string_view> seen;
  for (std::size_t i = 0; i < group.size(); ++i) {
    const std::string at = fmt::format("{}/{}", path, i);
    const Enumerator* flag = find_flag(set, group[i]);
    if (flag == nullptr) {
      checking.error("spec-reference", set.at, at,
                     fmt::format("{} is no flag of {}", clip(group[i]), set.name),
                     suggest_name(group[i], names_of(set.flags), "name flags of this set"));
    } else if (flag->retired) {
      checking.error("spec-flag", set.at, at, fmt::format("{} is retired and always rejected", flag->name),
                     "remove it");
    } else if (!seen.insert(group[i]).second) {
      checking.error("spec-flag", set.at, at, fmt::format("{} stands twice in this group", flag->name),
                     "remove one");
    }
  }
}

}  // namespace

void validate_values(Checking& checking) {
  for (const Constant& constant : checking.spec.constants) check_constant(checking, constant);
  for (const Enum& item : checking.spec.enums)
    if (!checking.damaged(item.at)) check_enum(checking, item);
  for (const FlagSet& set : checking.spec.flag_sets) {
    if (checking.damaged(set.at)) continue;
    check_flag_values(checking, set);
    for (std::size_t i = 0; i < set.exclusive.size(); ++i) check_group(checking, set, i);
  }
}

}  // namespace iopact
