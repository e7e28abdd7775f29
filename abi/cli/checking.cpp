// SPDX-License-Identifier: GPL-2.0-or-later
#include "abi/cli/checking.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>

#include "abi/judge/check.h"
#include "abi/read/elf_object.h"
#include "abi/read/matrix.h"
#include "abi/read/pahole.h"

namespace iopact {
namespace {

using State = CheckedCell::State;

std::string spell(const Failure& failure) {
  const auto place = to_string(failure.at);
  return place.empty() ? failure.message : fmt::format("{}: {}", place, failure.message);
}

// The spec's answer for a target, worked out once however many compilers there are.
class Expectations {
 public:
  explicit Expectations(const Spec& spec) : spec_(spec) {}
  const Expectation& on(const Target& target) {
    return by_target_.try_emplace(target.name, spec_, target).first->second;
  }

 private:
  const Spec& spec_;
  std::map<std::string_view, Expectation> by_target_;
};

void add_failure(Checking& checking, CheckedCell& cell, std::string message) {
  cell.state = State::failed;
  cell.note = message;
  if (std::ranges::find(checking.failures, message) == checking.failures.end())
    checking.failures.push_back(std::move(message));
}

void add_findings(Checking& checking, std::span<const Sighting> sightings, const CheckedFile& file) {
  auto findings = merge_findings(sightings, file);
  std::ranges::move(findings, std::back_inserter(checking.findings));
}

CheckedCell compare(Checking& checking, Expectations& expectations, const MatrixCell& read) {
  CheckedCell cell;
  cell.sighting = {read.compiler, read.target, {}};
  if (read.result) {
    cell.sighting.differences = expectations.on(*read.target).compare_header(*read.result);
  } else if (read.result.failure().is_unavailable) {
    cell.state = State::skipped;
    cell.note = read.result.error();
  } else {
    add_failure(checking, cell, spell(read.result.failure()));
  }
  return cell;
}

Finding no_structs(const Spec& spec, const ElfObject& object) {
  Finding finding;
  finding.rule = "object-without-structs";
  finding.severity = Severity::warning;
  finding.places = {{object.file, 0, 0, ""}};
  finding.targets = {std::string(object.target->name)};
  finding.subject = object.file;
  finding.message = fmt::format("{} holds none of the {} structs of {}", object.file, spec.structs.size(), spec.file);
  finding.fix = "check the object that implements or calls the interface, compiled with -g";
  return finding;
}

CheckedCell check_object(Checking& checking, Expectations& expectations, const Spec& spec, const std::string& file) {
  CheckedCell cell;
  cell.sighting.label = file;
  const auto object = open_elf_object(file);
  if (!object) {
    add_failure(checking, cell, object.error());
    return cell;
  }
  cell.sighting.target = object->target;
  const auto& expectation = expectations.on(*object->target);
  const auto found = read_definitions(*object, expectation.object_tags());
  if (!found) {
    add_failure(checking, cell, found.error());
    return cell;
  }
  std::set<std::string> names;
  for (const auto& layout : found->structs) names.insert(layout.name);
  cell.structs.assign(names.begin(), names.end());
  cell.sighting.differences = expectation.compare_object(*found);
  if (names.empty()) checking.findings.push_back(no_structs(spec, *object));
  add_findings(checking, {{cell.sighting}}, {file, fmt::format("build {} again with the current header", file)});
  return cell;
}

}  // namespace

Checking check_header(const Spec& spec, const HeaderCheck& check) {
  const auto matrix = read_matrix({.spec = &spec,
                                   .header = check.header,
                                   .compilers = check.compilers,
                                   .targets = check.targets,
                                   .with_libclang = check.with_libclang,
                                   .jobs = check.jobs,
                                   .cache_folder = check.cache_folder});
  Checking checking;
  checking.columns = matrix.columns;
  Expectations expectations(spec);
  for (const auto& cell : matrix.cells) checking.cells.push_back(compare(checking, expectations, cell));
  std::vector<Sighting> sightings;
  for (const auto& cell : checking.cells)
    if (cell.state == State::compared) sightings.push_back(cell.sighting);
  add_findings(checking, sightings,
               {check.header, fmt::format("make {} agree with the spec: iopact gen {}", check.header, spec.file)});
  return checking;
}

Checking check_objects(const Spec& spec, const std::vector<std::string>& files) {
  Checking checking;
  Expectations expectations(spec);
  for (const auto& file : files) checking.cells.push_back(check_object(checking, expectations, spec, file));
  return checking;
}

std::string generated_header(const Spec& spec) {
  const auto folder = std::filesystem::path(spec.file).parent_path();
  return (folder / "../gen/uapi" / spec.header).lexically_normal().string();
}

}  // namespace iopact
