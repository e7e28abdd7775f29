// SPDX-License-Identifier: GPL-2.0-or-later
#include "abi/cli/generated_files.h"

#include <algorithm>
#include <fstream>
#include <sstream>

#include "abi/emit/backend.h"

namespace iopact {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view block_begin = "<!-- iopact:begin -->\n";
constexpr std::string_view block_end = "<!-- iopact:end -->";

std::string read_text(const fs::path& file) {
  std::ostringstream text;
  text << std::ifstream(file, std::ios::binary).rdbuf();
  return std::move(text).str();
}

// The spec as banners name it: relative to the checkout it stands in, so that every clone generates the same.
std::string banner_path(const fs::path& spec_file) {
  const fs::path full = fs::weakly_canonical(spec_file);
  for (fs::path folder = full.parent_path(); folder.has_relative_path(); folder = folder.parent_path()) {
    if (fs::exists(folder / ".git")) return fs::relative(full, folder).generic_string();
  }
  return spec_file.is_relative() ? spec_file.generic_string() : full.filename().string();
}

// The document with its block replaced; the markers are added at the end of one that has none.
std::string with_block(std::string text, const std::string& block) {
  std::size_t begin = text.find(block_begin);
  if (begin == std::string::npos) {
    text += (text.empty() ? "" : "\n") + std::string(block_begin) + std::string(block_end) + "\n";
    begin = text.find(block_begin);
  }
  begin += block_begin.size();
  const std::size_t end = text.find(block_end, begin);
  if (end == std::string::npos) return text.substr(0, begin) + block + std::string(block_end) + "\n";
  return text.replace(begin, end - begin, block);
}

bool wanted(const Generation& generation, std::string_view name) {
  return generation.only.empty() || std::ranges::find(generation.only, name) != generation.only.end();
}

}  // namespace

std::vector<std::string> backend_names() {
  std::vector<std::string> names;
  for (const emit::BackEnd& backend : emit::all_backends()) {
    if (names.empty() || names.back() != backend.name) names.emplace_back(backend.name);
  }
  names.emplace_back("doc");
  return names;
}

std::vector<Finding> obstacles(const Spec& spec, const Generation& generation) {
  const emit::Plan plan(spec);
  std::vector<Finding> findings;
  const auto is_known = [&](const Finding& one) {
    return std::ranges::any_of(findings, [&](const Finding& known) {
      return known.subject == one.subject && known.message == one.message;
    });
  };
  for (const emit::BackEnd& backend : emit::all_backends()) {
    if (!wanted(generation, backend.name)) continue;
    for (Finding& one : backend.obstacles(plan))
      if (!is_known(one)) findings.push_back(std::move(one));
  }
  return findings;
}

std::vector<GeneratedFile> generate(const Spec& spec, const Generation& generation) {
  const emit::Plan plan(spec);
  const emit::Context context{plan, banner_path(generation.spec_file)};
  std::vector<GeneratedFile> files;
  for (const emit::BackEnd& backend : emit::all_backends()) {
    if (wanted(generation, backend.name))
      files.push_back({generation.out / emit::file_of(backend, spec), backend.emit(context)});
  }
  if (!generation.document.empty() && wanted(generation, "doc")) {
    files.push_back(
        {generation.document, with_block(read_text(generation.document), emit::emit_doc(context))});
  }
  return files;
}

std::vector<fs::path> stale_files(const Spec& spec, const Generation& generation) {
  const std::string mark = emit::banner_mark(banner_path(generation.spec_file));
  std::vector<fs::path> current, stale;
  for (const emit::BackEnd& backend : emit::all_backends())
    current.push_back(generation.out / emit::file_of(backend, spec));
  std::error_code error;
  for (const auto& entry : fs::recursive_directory_iterator(generation.out, error)) {
    if (!entry.is_regular_file() || std::ranges::find(current, entry.path()) != current.end()) continue;
    if (read_text(entry.path()).find(mark) != std::string::npos) stale.push_back(entry.path());
  }
  std::ranges::sort(stale);
  return stale;
}

}  // namespace iopact
