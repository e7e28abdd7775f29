// SPDX-License-Identifier: GPL-2.0-or-later
#include "abi/judge/check.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "abi/judge/check_struct.h"
#include "abi/judge/check_values.h"

namespace iopact {
namespace {

constexpr std::string_view compat_prefix = "compat_";

// The 32-bit target whose programs a kernel of this one serves. x32 shares its kernel's native entry points for most
// layouts, so the first in the table counts.
const Target* compat_target(const Target& native) {
  const auto all = all_targets();
  const auto found = std::ranges::find(all, native.name, &Target::compat_of);
  return found == all.end() ? nullptr : &*found;
}

}  // namespace

// ---- comparing -----------------------------------------------------------------------------------------------

Expectation::Expectation(const Spec& spec, const Target& target)
    : spec_(spec), target_(target), layout_(lay_out(spec, target)) {
  if (const auto* compat = compat_target(target)) compat_ = lay_out(spec, *compat);
}

std::vector<Difference> Expectation::compare_header(const Found& found) const {
  std::vector<Difference> result;
  for (const auto& expected : layout_.structs) {
    const auto section = section_of(expected);
    if (const auto* layout = found.find_struct(expected.name))
      compare_struct(expected, *layout, section, result);
    else
      result.push_back({"missing-struct", section, section, "", fmt::format("{} bytes", expected.size), "-",
                        "not defined", false, expected.aggregate->at});
  }
  compare_commands(layout_, found, result);
  compare_constants(spec_, found, result);
  return result;
}

std::vector<Difference> Expectation::compare_object(const Found& found) const {
  std::vector<Difference> result;
  for (const auto& layout : found.structs) {
    if (const auto* expected = layout_.find_struct(layout.name)) {
      compare_struct(*expected, layout, section_of(*expected), result);
    } else if (compat_ && layout.name.starts_with(compat_prefix)) {
      const auto* narrow = compat_->find_struct(std::string_view(layout.name).substr(compat_prefix.size()));
      if (narrow != nullptr) compare_struct(*narrow, layout, section_of(layout), result);
    }
  }
  return result;
}

std::vector<std::string> Expectation::object_tags() const {
  std::vector<std::string> tags;
  for (const auto& aggregate : spec_.structs) {
    tags.push_back(aggregate.name);
    if (compat_) tags.push_back(std::string(compat_prefix) + aggregate.name);
  }
  return tags;
}

// ---- findings ------------------------------------------------------------------------------------------------

namespace {

struct Merged {
  Difference difference;
  std::vector<std::string> targets;                      // in order of sighting
  std::map<std::string_view, std::set<std::string>> by;  // labels, by target
};

using LabelsByTarget = std::map<std::string_view, std::set<std::string>>;

std::vector<Merged> merge(std::span<const Sighting> sightings) {
  std::vector<Merged> result;
  for (const auto& sighting : sightings)
    for (const auto& difference : sighting.differences) {
      if (difference.follows) continue;
      auto entry = std::ranges::find(result, difference, &Merged::difference);
      if (entry == result.end()) entry = result.insert(entry, {difference, {}, {}});
      auto& labels = entry->by[sighting.target->name];
      if (labels.empty()) entry->targets.emplace_back(sighting.target->name);
      labels.insert(sighting.label);
    }
  return result;
}

LabelsByTarget all_labels(std::span<const Sighting> sightings) {
  LabelsByTarget result;
  for (const auto& sighting : sightings) result[sighting.target->name].insert(sighting.label);
  return result;
}

// " with clang-14, clang-16" where others that looked at the same targets did not see it.
std::string who_saw_it(const Merged& merged, const LabelsByTarget& all) {
  std::set<std::string> labels;
  bool everybody = true;
  for (const auto& [target, seen] : merged.by) {
    everybody &= seen == all.at(target);
    labels.insert(seen.begin(), seen.end());
  }
  return everybody ? "" : fmt::format(" with {}", fmt::join(labels, ", "));
}

std::string sentence(const Difference& is) {
  const auto remark = is.remark.empty() ? "" : fmt::format(" ({})", is.remark);
  if (is.found == "-") return fmt::format("{} is missing: the spec has {}", is.subject, is.expected);
  if (is.expected == "-") return fmt::format("{} is not in the spec: {}", is.subject, is.found);
  if (is.rule == "missing-field")
    return fmt::format("{} is missing: {} stands in its place ({})", is.subject, is.found, is.expected);
  return fmt::format("{} has {}, the spec {}{}", is.subject, is.found, is.expected, remark);
}

}  // namespace

std::vector<Finding> merge_findings(std::span<const Sighting> sightings, const CheckedFile& checked) {
  const auto all = all_labels(sightings);
  std::vector<Finding> findings;
  for (auto& merged : merge(sightings)) {
    const auto& difference = merged.difference;
    Finding finding;
    finding.rule = difference.rule;
    finding.places = {{checked.file, 0, 0, ""}, difference.at};
    finding.targets = std::move(merged.targets);
    finding.subject = difference.subject;
    finding.message = sentence(difference) + who_saw_it(merged, all);
    for (const auto& rule : check_rules())
      if (rule.id == difference.rule) finding.why = rule.explanation;
    finding.fix = checked.fix;
    findings.push_back(std::move(finding));
  }
  return findings;
}

}  // namespace iopact
