// SPDX-License-Identifier: GPL-2.0-or-later
// The compilers of this machine and how each is called for a target.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "abi/model/target.h"
#include "abi/read/result.h"

namespace iopact {

enum class Brand { gcc, clang };

// A column of the matrix. "gcc" and "gcc-12" stand for the compiler of that version for every target
// (aarch64-linux-gnu-gcc-12); clang of any name takes --target; another command serves its own machine.
struct Compiler {
  std::string name;     // as people call it: "gcc", "clang-16", "/opt/cross/bin/arm-gcc"
  Brand brand = Brand::gcc;
  std::string machine;  // of a command that serves one machine: "arm-linux-gnueabihf"; else empty
};

// gcc, each other gcc-N, and each clang once, however many names it has; sorted by brand and version.
std::vector<Compiler> installed_compilers();

// By the name given on a command line. The failure names a compiler that is not installed.
Result<Compiler> find_compiler(const std::string& name);

// Command and options up to the source: the target's flags and the target's own kernel headers, for another
// architecture's give right layouts but wrong _IO* numbers. The failure says why this cell cannot be: no such
// compiler, no such target, no headers.
Result<std::vector<std::string>> compiler_command(const Compiler& compiler, const Target& target);

// clang's options for a target, without the command: also what libclang is given.
Result<std::vector<std::string>> clang_options(const Target& target);

// Path, size and time of a file, and of the one behind a command: changes whenever the program does. Starts nothing.
std::string file_identity(const std::string& file);
std::string program_identity(const std::string& command);

}  // namespace iopact
