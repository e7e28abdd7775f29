// SPDX-License-Identifier: GPL-2.0-or-later
// Runs pahole on an object and parses what it prints. pahole's exit status tells little (0 for a missing type or
// file), so the file is looked at first (elf_object.h) and the output decides.
#pragma once

#include <string>
#include <vector>

#include "abi/model/found.h"
#include "abi/read/elf_object.h"
#include "abi/read/result.h"

namespace iopact {

// "pahole is not installed: install the package dwarves" where it is missing.
Result<std::string> find_pahole();

// The structs, unions and enums of these tags in an object that was compiled from one file. Tags that are missing
// are missing in the result; unions have size 0.
Result<Found> read_tags(const ElfObject& object, const std::vector<std::string>& tags);

// All definitions of the structs and unions of these tags in an object of many files, those inside functions
// included. Definitions that agree are one; several mean that files of the object disagree.
Result<Found> read_definitions(const ElfObject& object, const std::vector<std::string>& tags);

}  // namespace iopact
