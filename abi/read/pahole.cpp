// SPDX-License-Identifier: GPL-2.0-or-later
#include "abi/read/pahole.h"

#include <elf.h>
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <set>

#include "abi/read/pahole_text.h"
#include "abi/read/process.h"
#include "abi/read/temporary.h"

namespace iopact {
namespace {

using Arguments = std::vector<std::string>;
using Tags = std::set<std::string, std::less<>>;

// A big vmlinux takes half a minute.
constexpr ProcessLimits pahole_limits{.timeout = std::chrono::minutes(5)};

Result<std::string> run_pahole(Arguments arguments, const std::string& file) {
  const auto program = find_pahole();
  if (!program) return program.failure();
  arguments.insert(arguments.begin(), *program);
  arguments.push_back(std::filesystem::absolute(file).string());
  auto result = run_process(arguments, pahole_limits);
  if (!result.succeeded())
    return Failure{fmt::format("pahole cannot read {}: {} ({})", file, first_line(result.err), result.describe())};
  if (result.err.find("DW_TAG_skeleton_unit") != std::string::npos)
    return Failure{fmt::format("{} keeps its DWARF in .dwo files: compile without -gsplit-dwarf", file)};
  if (result.out.empty() && !result.err.empty() && result.err.find("not found") == std::string::npos)
    return Failure{fmt::format("pahole cannot read {}: {}", file, first_line(result.err))};
  return std::move(result.out);
}

// pahole applies no relocations for these machines, so that every name of a .o is the producer's.
bool needs_linking(const ElfObject& object) { return object.relocatable && object.target->name == "mips"; }

std::string find_linker() {
  for (const char* name : {"ld.lld", "ld.lld-19", "ld.lld-18", "ld.lld-17", "ld.lld-16", "ld.lld-14"})
    if (auto path = find_program(name)) return *path;
  return "";
}

Result<std::string> link(const ElfObject& object, const TemporaryFolder& folder) {
  const std::string linker = find_linker();
  if (linker.empty())
    return Failure{fmt::format("{} is relocatable code for {}, which pahole reads only when linked: install the package lld",
                               object.file, object.target->name)};
  auto linked = folder.path("linked.so");
  const auto result = run_process({linker, "-shared", "-z", "notext", "--noinhibit-exec", std::filesystem::absolute(object.file).string(), "-o", linked});
  if (!result.succeeded())
    return Failure{fmt::format("{} cannot link {}: {}", linker, object.file, first_line(result.err))};
  return linked;
}

Result<std::string> readable(const ElfObject& object, const TemporaryFolder& folder) {
  if (needs_linking(object)) return link(object, folder);
  return object.file;
}

bool has_unions(const Found& found) {
  return std::any_of(found.structs.begin(), found.structs.end(), [](const auto& layout) { return layout.size == 0; });
}

}  // namespace

Result<std::string> find_pahole() {
  if (auto path = find_program("pahole")) return *path;
  return Failure{"pahole is not installed: install the package dwarves"};
}

Result<Found> read_tags(const ElfObject& object, const std::vector<std::string>& tags) {
  const TemporaryFolder folder;
  const auto file = readable(object, folder);
  if (!file) return file.failure();
  std::string list;
  for (const auto& tag : tags) list += tag + "\n";
  const auto names = folder.write("tags", list);
  const auto text = run_pahole({"--suppress_force_paddings", "--skip_missing", "-C", "file://" + names}, *file);
  if (!text) return text.failure();
  return parse_pahole(*text, [](std::string_view) { return true; });
}

Result<Found> read_definitions(const ElfObject& object, const std::vector<std::string>& tags) {
  const TemporaryFolder folder;
  const auto file = readable(object, folder);
  if (!file) return file.failure();
  const auto text = run_pahole({"--suppress_force_paddings", "--show_private_classes"}, *file);
  if (!text) return text.failure();
  const Tags wanted(tags.begin(), tags.end());
  auto found = parse_pahole(*text, [&](std::string_view name) { return wanted.contains(name); });
  if (has_unions(found)) {
    const auto sizes = run_pahole({"--sizes", "--show_private_classes"}, *file);
    if (!sizes) return sizes.failure();
    set_union_sizes(*sizes, found);
  }
  return found;
}

}  // namespace iopact
