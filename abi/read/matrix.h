// SPDX-License-Identifier: GPL-2.0-or-later
// A header through every compiler for every target.
#pragma once

#include <string>
#include <vector>

#include "abi/read/cell.h"

namespace iopact {

struct MatrixRequest {
  const Spec* spec = nullptr;
  std::string header;
  std::vector<Compiler> compilers;
  std::vector<const Target*> targets;
  bool with_libclang = true;   // a further column where a libclang is installed
  unsigned jobs = 1;           // cells read at the same time
  std::string cache_folder;    // empty: nothing is kept
};

struct MatrixCell {
  std::string compiler;  // column
  const Target* target = nullptr;
  Result<Found> result;
  bool from_cache = false;
};

struct Matrix {
  std::vector<std::string> columns;
  std::vector<MatrixCell> cells;  // target by target, each in the order of the columns
};

Matrix read_matrix(const MatrixRequest& request);

}  // namespace iopact
