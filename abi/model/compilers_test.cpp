// SPDX-License-Identifier: GPL-2.0-or-later
#include "abi/model/compilers_test.h"

#include <fmt/format.h>

#include <cstdlib>

namespace iopact {

namespace {

std::string on_path(std::initializer_list<std::string_view> names) {
  for (const std::string_view name : names) {
    if (std::system(fmt::format("command -v {} >/dev/null 2>&1", name).c_str()) == 0)
      return std::string(name);
  }
  return "";
}

std::string find_command(const TestCompiler& compiler) {
  const Target& target = *compiler.target;
  if (compiler.brand == TestBrand::gcc) {
    const std::string gcc = on_path({target.gcc});
    return gcc.empty() ? "" : fmt::format("{} {}", gcc, target.gcc_flags);
  }
  static const std::string clang = on_path({"clang-19", "clang-16", "clang-14", "clang"});
  if (clang.empty() || target.clang_triple.empty()) return "";
  return fmt::format("{} --target={}", clang, target.clang_triple);
}

}  // namespace

std::vector<TestCompiler> every_test_compiler() {
  std::vector<TestCompiler> out;
  for (const TestBrand brand : {TestBrand::gcc, TestBrand::clang}) {
    for (const Target& target : all_targets()) out.push_back({brand, &target});
  }
  return out;
}

std::string name_of(const TestCompiler& compiler) {
  return fmt::format("{}_{}", compiler.brand == TestBrand::gcc ? "gcc" : "clang", compiler.target->name);
}

std::string command_of(const TestCompiler& compiler) {
  std::string command = find_command(compiler);
  const bool is_always_there = compiler.target->name == "x86_64" || compiler.target->name == "i386";
  EXPECT_TRUE(!command.empty() || !is_always_there) << "no compiler for " << compiler.target->name;
  return command;
}

}  // namespace iopact
