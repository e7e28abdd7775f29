// SPDX-License-Identifier: GPL-2.0-or-later
// Where a fact was read: one place in one text file.
#pragma once

#include <string>

namespace iopact {

// Lines and columns count from 1, columns in bytes; 0 means unknown.
struct Place {
  std::string file;
  int line = 0;
  int column = 0;
  std::string pointer;  // JSON pointer into a spec ("/structs/0/fields/2/type"), empty for other files
};

}  // namespace iopact
