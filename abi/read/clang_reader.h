// SPDX-License-Identifier: GPL-2.0-or-later
// A second opinion on a header: clang's own record layout, asked through libclang instead of read from DWARF.
#pragma once

#include <string>

#include "abi/read/cell.h"

namespace iopact {

struct ClangReader {
  std::string name;      // "libclang-19"
  std::string identity;  // changes whenever the library does
};

// The failure says that no libclang is installed, or that the program was built without it. Does not load LLVM.
Result<ClangReader> find_clang_reader();

// Loads libclang on first use. Failures as in read_cell().
Result<CellReading> read_cell_with_libclang(const Spec& spec, const std::string& header, const Target& target);

}  // namespace iopact
