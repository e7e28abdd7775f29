// SPDX-License-Identifier: GPL-2.0-or-later
// Compares what a spec says with what compilers made of a header, or with what an object holds.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "abi/judge/rule.h"
#include "abi/model/difference.h"
#include "abi/model/finding.h"
#include "abi/model/found.h"

namespace iopact {

// Layouts the spec has on one target, laid out once for any number of comparisons.
class Expectation {
 public:
  Expectation(const Spec& spec, const Target& target);

  // A header has all of the spec: what is lacking is a difference.
  std::vector<Difference> compare_header(const Found& found) const;

  // An object has what it uses: only structs that are there are compared, each definition by itself;
  // "compat_" structs with the layout of the 32-bit target that this one serves.
  std::vector<Difference> compare_object(const Found& found) const;

  // Tags that compare_object() looks at.
  std::vector<std::string> object_tags() const;

 private:
  const Spec& spec_;
  const Target& target_;
  Layout layout_;
  std::optional<Layout> compat_;
};

// What a finding is about and how to get rid of it.
struct CheckedFile {
  std::string file;
  std::string fix;
};

// Equal differences are one finding with the set of targets; where only some labels of these targets saw it, the
// message names them.
std::vector<Finding> merge_findings(std::span<const Sighting> sightings, const CheckedFile& checked);

// The rules of this judge, for explain.
std::span<const Rule> check_rules();

}  // namespace iopact
