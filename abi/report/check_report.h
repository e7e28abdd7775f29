// SPDX-License-Identifier: GPL-2.0-or-later
// A spec against compilers and objects: one table, then what disagrees. As with findings, a format is one
// file.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "abi/model/difference.h"
#include "abi/report/report.h"

namespace iopact {

// One cell of the matrix, or one object.
struct CheckedCell {
  enum class State { compared, skipped, failed };
  Sighting sighting;  // empty label and target where an object could not be read
  State state = State::compared;
  std::string note;                  // why it was skipped or failed
  std::vector<std::string> structs;  // of an object: the ones it holds
};

struct CheckReport {
  std::string spec_file;
  std::size_t struct_count = 0;      // of the spec
  std::string header;                // empty: no matrix
  std::vector<std::string> columns;  // compilers
  std::vector<CheckedCell> cells;    // target by target, each in the order of the columns
  std::vector<CheckedCell> objects;
  Report findings;
  bool colour = false;  // text only
};

// "abi-check: 14 cells, 3 structs, 0 differences"
std::string verdict_line(const CheckReport& report);

// "ok", "1 difference", "skipped", "failed"
std::string state_text(const CheckedCell& cell);

std::string check_text(const CheckReport& report);

// The document of render_json() with "cells", "objects" and "verdict" beside the findings.
std::string check_json(const CheckReport& report);

}  // namespace iopact
