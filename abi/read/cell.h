// SPDX-License-Identifier: GPL-2.0-or-later
// One cell of the matrix: a header as one compiler lays it out on one target, read from the DWARF it writes.
#pragma once

#include <string>
#include <vector>

#include "abi/read/compilers.h"
#include "abi/read/probe.h"

namespace iopact {

struct CellReading {
  Found found;
  std::vector<std::string> files;  // every file the result depends on
};

// Compiles probes with `header` included and reads the objects with pahole. `Failure::is_unavailable` where the
// compiler cannot even compile the kernel's own headers for the target; otherwise the compiler's first error.
Result<CellReading> read_cell(const Spec& spec, const std::string& header, const Compiler& compiler,
                               const Target& target);

// The first error in what gcc or clang printed: "file:line:column: error: text".
Failure first_error(std::string_view diagnostics);

// The prerequisites of a make rule as compilers write them with -MF.
std::vector<std::string> parse_dependencies(std::string_view rule);

}  // namespace iopact
