// SPDX-License-Identifier: GPL-2.0-or-later
// Which kind of object a file is, told before pahole sees it: pahole exits with 0 on most errors and takes a
// missing file for the name of a type of the running kernel.
#pragma once

#include <string>
#include <string_view>

#include "abi/model/target.h"
#include "abi/read/result.h"

namespace iopact {

struct ElfObject {
  std::string file;
  const Target* target = nullptr;
  bool relocatable = false;  // ET_REL: .o and .ko
};

// A whole ELF file of a known target that holds type information (DWARF or BTF). Anything else is a failure whose
// message names the file, what it is instead and what to do.
Result<ElfObject> open_elf_object(const std::string& file);

// Contents of a section of an ELF file, empty where there is none.
std::string section_contents(const std::string& file, std::string_view section);

}  // namespace iopact
