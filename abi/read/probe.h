// SPDX-License-Identifier: GPL-2.0-or-later
// The translation unit that makes a compiler write all facts of a header into an object file: layouts stand in DWARF
// anyway; numbers of commands, constants, sizes and alignments are made enumerators; strings go into a section.
#pragma once

#include <functional>
#include <set>
#include <string>
#include <vector>

#include "abi/model/found.h"
#include "abi/model/spec.h"
#include "abi/read/result.h"

namespace iopact {

// Section with "NAME=text\0" for every string constant.
inline constexpr const char* probe_string_section = ".iopact.strings";

struct Probe {
  std::string text;               // to be compiled with the header included before it
  std::vector<std::string> tags;  // structs, unions and enums to read back
};

// What a header lacks, so that a probe can leave it out and still compile.
struct Lacking {
  std::set<std::string, std::less<>> structs;
  std::set<std::string, std::less<>> enumerators;
  bool has(const Type& type) const;  // a struct of it is lacking
};

// Asks for everything in the spec but what is lacking. Macros are asked for only where they are defined.
Probe make_probe(const Spec& spec, const Lacking& lacking = {});

// Asks only which types there are: compiles whenever the header does.
Probe make_bare_probe(const Spec& spec);
Lacking find_lacking(const Spec& spec, const Found& bare);

// From the tags as read and the string section: values under the spec's own names, structs with their alignment and
// unions with their size. Fails where the layout read and the compiler's own sizeof disagree.
struct RawFacts {
  Found tags;
  std::string strings;
};
Result<Found> decode_probe(const Spec& spec, RawFacts raw);

// Reads a header through whatever compiles a probe with it. Where the full probe does not compile, it asks which
// types there are and leaves out what is lacking, so that a struct that is missing in the header is a fact and not
// an error. A failure is that of the full probe.
using ProbeReader = std::function<Result<RawFacts>(const Probe&)>;
Result<Found> read_header(const Spec& spec, const ProbeReader& read);

// "VEXFS_V2_NO_ABI_ASSERTS": defined, it switches a generated header's assertions off.
std::string no_assertions_macro(const Spec& spec);

}  // namespace iopact
