// SPDX-License-Identifier: GPL-2.0-or-later
// What `iopact check` does between its arguments and its report: the matrix of compilers and targets, and objects.
#pragma once

#include <string>
#include <vector>

#include "abi/model/finding.h"
#include "abi/model/spec.h"
#include "abi/model/target.h"
#include "abi/read/compilers.h"
#include "abi/report/check_report.h"

namespace iopact {

struct Checking {
  std::vector<CheckedCell> cells;    // of the matrix, or one an object
  std::vector<std::string> columns;  // of the matrix
  std::vector<Finding> findings;
  std::vector<std::string> failures; // why something could not be checked: whole sentences, each once
};

struct HeaderCheck {
  std::string header;
  std::vector<Compiler> compilers;
  std::vector<const Target*> targets;
  bool with_libclang = true;
  unsigned jobs = 1;
  std::string cache_folder;
};

// A cell that this machine lacks the means for is skipped; one that fails otherwise is a failure.
Checking check_header(const Spec& spec, const HeaderCheck& check);

// Objects of any known target, each against the layout of its own.
Checking check_objects(const Spec& spec, const std::vector<std::string>& files);

// Where `iopact gen` puts the header of a spec: ../gen/uapi beside the spec's folder.
std::string generated_header(const Spec& spec);

}  // namespace iopact
