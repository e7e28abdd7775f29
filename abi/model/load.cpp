// SPDX-License-Identifier: GPL-2.0-or-later
#include "abi/model/load.h"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <tuple>

#include "abi/model/json_tree.h"
#include "abi/model/loading.h"
#include "abi/model/shapes.h"
#include "abi/model/subject.h"
#include "abi/model/validate.h"

namespace iopact {

namespace {

constexpr std::size_t size_limit = 16u << 20;  // bytes: no spec is larger, and /dev/zero ends

LoadResult not_a_spec(Diagnostics& diagnostics, std::string_view text) {
  LoadResult result;
  result.findings = diagnostics.take();
  for (Finding& finding : result.findings) finding.subject = "interface";
  result.is_spec = false;
  result.text = text;
  return result;
}

LoadResult unreadable(std::string_view file, std::string reason, std::string fix) {
  Diagnostics diagnostics(file);
  diagnostics.error("spec-read", Place{std::string(file), 0, 0, ""}, std::move(reason), std::move(fix));
  return not_a_spec(diagnostics, "");
}

std::string read_up_to(std::istream& stream, std::size_t limit) {
  std::string text;
  char chunk[16384];
  while (text.size() < limit && stream) {
    stream.read(chunk, sizeof(chunk));
    text.append(chunk, static_cast<std::size_t>(stream.gcount()));
  }
  return text;
}

// What a file may be: a spec, or waivers that stand beside one.
struct DocumentKind {
  std::string_view name;  // "a spec"
  std::string_view key;   // that tells it
  std::string_view form;  // how one begins
  const Shape& shape;
  void (*load)(Loading& loading);
  void (*validate)(const Spec& spec, const JsonTree& tree, Diagnostics& diagnostics);
};

bool looks_like(const DocumentKind& kind, const JsonTree& tree, Diagnostics& diagnostics) {
  const JsonNode* root = tree.root();
  if (root == nullptr) return false;
  if (root->kind == JsonKind::object && root->find(kind.key) != nullptr) return true;
  diagnostics.error("spec-unrecognized", root->at, "",
                    root->kind == JsonKind::object
                        ? fmt::format("this is not {}: it has no key \"{}\"", kind.name, kind.key)
                        : fmt::format("this is not {} but {}", kind.name, describe(root->kind)),
                    std::string(kind.form));
  return false;
}

void sort_by_place(std::vector<Finding>& findings) {
  std::stable_sort(findings.begin(), findings.end(), [](const Finding& a, const Finding& b) {
    const Place &x = a.places.front(), &y = b.places.front();
    return std::tie(x.line, x.column) < std::tie(y.line, y.column);
  });
}

void load_whole_spec(Loading& loading) {
  load_interface(loading);
  load_constants(loading);
  load_enums(loading);
  load_flag_sets(loading);
  load_structs(loading);
  load_commands(loading);
  load_retired(loading);
  load_waivers(loading);
}

const DocumentKind spec_kind{
    "a spec",
    "interface",
    "a spec is an object that starts { \"$schema\": \"iopact-1.schema.json\", \"interface\": ...",
    spec_shape,
    load_whole_spec,
    validate};

const DocumentKind waivers_kind{"a file of waivers", "waivers",    "such a file is { \"waivers\": [ ... ] }",
                                waiver_file_shape,   load_waivers, validate_waivers};

LoadResult load_text(const DocumentKind& kind, std::string_view text, std::string_view file_name) {
  Diagnostics diagnostics(file_name);
  const JsonTree tree = parse_json(text, diagnostics);
  if (!looks_like(kind, tree, diagnostics)) return not_a_spec(diagnostics, text);
  check_shape(*tree.root(), kind.shape, diagnostics);
  Loading loading{*tree.root(), Reader(diagnostics), {}, {}};
  loading.spec.file = file_name;
  kind.load(loading);
  kind.validate(loading.spec, tree, diagnostics);
  LoadResult result;
  result.findings = diagnostics.take();
  sort_by_place(result.findings);
  for (Finding& finding : result.findings)
    if (finding.subject.empty()) finding.subject = subject_of(tree, finding.places.front().pointer);
  if (result.findings.empty()) result.spec = std::move(loading.spec);
  result.text = text;
  return result;
}

LoadResult load_file(const DocumentKind& kind, const std::filesystem::path& file) {
  std::error_code error;
  if (std::filesystem::is_directory(file, error))
    return unreadable(file.string(), "this is a directory", "name a spec's file");
  std::ifstream stream(file, std::ios::binary);
  if (!stream)
    return unreadable(file.string(), fmt::format("the file cannot be opened: {}", std::strerror(errno)),
                      "check the path and its permissions");
  const std::string text = read_up_to(stream, size_limit + 1);
  if (stream.bad()) return unreadable(file.string(), "the file cannot be read", "check the file");
  if (text.size() > size_limit)
    return unreadable(file.string(), fmt::format("the file is larger than {} MiB", size_limit >> 20),
                      "name a spec's file");
  return load_text(kind, text, file.string());
}

}  // namespace

LoadResult load_spec(const std::filesystem::path& file) { return load_file(spec_kind, file); }

LoadResult load_spec_text(std::string_view text, std::string_view file_name) {
  return load_text(spec_kind, text, file_name);
}

LoadResult load_waiver_file(const std::filesystem::path& file) { return load_file(waivers_kind, file); }

}  // namespace iopact
