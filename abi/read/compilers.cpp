// SPDX-License-Identifier: GPL-2.0-or-later
#include "abi/read/compilers.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <set>

#include "abi/read/process.h"

namespace iopact {
namespace {

namespace fs = std::filesystem;
using Arguments = std::vector<std::string>;

constexpr std::string_view x86_triple = "x86_64-linux-gnu";

bool is_number(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

// "gcc" and "gcc-12" are of the family "gcc".
bool is_of_family(std::string_view name, std::string_view family) {
  if (!name.starts_with(family)) return false;
  name.remove_prefix(family.size());
  return name.empty() || (name.front() == '-' && is_number(name.substr(1)));
}

// "aarch64-linux-gnu-gcc" → "aarch64-linux-gnu"
std::string_view gnu_triple(const Target& target) {
  return target.gcc.substr(0, target.gcc.size() - std::string_view("-gcc").size());
}

std::string real_path(const std::string& path) {
  std::error_code error;
  const auto real = fs::canonical(path, error);
  return error ? path : real.string();
}

// Version numbers N for which "family-N" stands in PATH.
std::set<int> installed_versions(const std::string& family) {
  std::set<int> result;
  const char* variable = std::getenv("PATH");
  std::string_view rest = variable != nullptr ? variable : "/usr/bin";
  while (!rest.empty()) {
    const auto folder = rest.substr(0, rest.find(':'));
    rest.remove_prefix(std::min(rest.size(), folder.size() + 1));
    std::error_code error;
    for (fs::directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error)) {
      const std::string name = entry->path().filename().string();
      if (is_of_family(name, family) && name != family && find_program(name))
        result.insert(std::atoi(name.c_str() + family.size() + 1));
    }
  }
  return result;
}

// The versioned names, and the plain one: first for gcc, whose plain name everybody uses; only where it is not one
// of the others for clang.
void add_family(const std::string& family, Brand brand, std::vector<Compiler>& result) {
  std::set<std::string> seen;
  const auto add = [&](const std::string& name) {
    const auto path = find_program(name);
    if (path && seen.insert(real_path(*path)).second) result.push_back({name, brand, ""});
  };
  if (brand == Brand::gcc) add(family);
  for (const int version : installed_versions(family)) add(fmt::format("{}-{}", family, version));
  add(family);
}

bool has_asm(const std::string& folder) { return fs::exists(folder + "/asm/ioctl.h"); }

// Folders with the kernel headers of one architecture; empty where they are not installed.
Arguments header_folders(const Target& target) {
  const std::string multiarch = fmt::format("/usr/include/{}", gnu_triple(target));
  if (has_asm(multiarch)) return {multiarch, "/usr/include"};
  const std::string cross = fmt::format("/usr/{}/include", gnu_triple(target));
  if (has_asm(cross)) return {cross};
  return {};
}

Result<Arguments> header_options(const Target& target) {
  Arguments options;
  for (const auto& folder : header_folders(target)) {
    options.emplace_back("-isystem");
    options.push_back(folder);
  }
  if (options.empty())
    return Failure{fmt::format("no kernel headers for {}: install its linux-libc-dev-*-cross", target.name)};
  return options;
}

// The command of gcc's family for a target: "aarch64-linux-gnu-gcc-12" for "gcc-12".
Result<std::string> gcc_for(const Compiler& compiler, const Target& target) {
  if (!compiler.machine.empty()) {
    if (compiler.machine == gnu_triple(target)) return compiler.name;
    return Failure{fmt::format("{} compiles for {}", compiler.name, compiler.machine)};
  }
  const std::string name = fmt::format("{}-{}", gnu_triple(target), compiler.name);
  if (find_program(name)) return name;
  if (gnu_triple(target) == x86_triple && find_program(compiler.name)) return compiler.name;
  return Failure{fmt::format("{} is not installed", name)};
}

Result<Arguments> gcc_command(const Compiler& compiler, const Target& target) {
  const auto program = gcc_for(compiler, target);
  if (!program) return program.failure();
  const auto headers = header_options(target);
  if (!headers) return headers.failure();
  Arguments command{*program};
  if (!target.gcc_flags.empty()) command.emplace_back(target.gcc_flags);
  command.insert(command.end(), headers->begin(), headers->end());
  return command;
}

}  // namespace

std::vector<Compiler> installed_compilers() {
  std::vector<Compiler> result;
  add_family("gcc", Brand::gcc, result);
  add_family("clang", Brand::clang, result);
  return result;
}

Result<Compiler> find_compiler(const std::string& name) {
  if (!find_program(name)) return Failure{fmt::format("the compiler {} is not installed", name)};
  if (is_of_family(name, "gcc")) return Compiler{name, Brand::gcc, ""};
  if (is_of_family(name, "clang")) return Compiler{name, Brand::clang, ""};
  const auto version = run_process({name, "--version"});
  if (!version.succeeded())
    return Failure{fmt::format("{} --version does not answer as a compiler ({})", name, version.describe())};
  if (version.out.find("clang") != std::string::npos) return Compiler{name, Brand::clang, ""};
  const auto machine = run_process({name, "-dumpmachine"});
  if (!machine.succeeded() || machine.out.size() < 2)
    return Failure{fmt::format("{} is neither gcc nor clang: it does not answer -dumpmachine", name)};
  return Compiler{name, Brand::gcc, std::string(first_line(machine.out))};
}

Result<Arguments> clang_options(const Target& target) {
  if (target.clang_triple.empty()) return Failure{fmt::format("clang does not compile for {}", target.name)};
  const auto headers = header_options(target);
  if (!headers) return headers.failure();
  Arguments options{fmt::format("--target={}", target.clang_triple), "-nostdlibinc"};
  options.insert(options.end(), headers->begin(), headers->end());
  return options;
}

Result<Arguments> compiler_command(const Compiler& compiler, const Target& target) {
  if (compiler.brand == Brand::gcc) return gcc_command(compiler, target);
  const auto options = clang_options(target);
  if (!options) return options.failure();
  Arguments command{compiler.name};
  command.insert(command.end(), options->begin(), options->end());
  return command;
}

std::string file_identity(const std::string& file) {
  const std::string real = real_path(file);
  struct stat info {};
  if (stat(real.c_str(), &info) != 0) return real;
  return fmt::format("{} {} {}.{}", real, info.st_size, info.st_mtim.tv_sec, info.st_mtim.tv_nsec);
}

std::string program_identity(const std::string& command) {
  return file_identity(find_program(command).value_or(command));
}

}  // namespace iopact
