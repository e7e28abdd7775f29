// SPDX-License-Identifier: GPL-2.0-or-later
// Random programs: sequences of calls with valid, nearly valid and hostile arguments. A program is data: the
// same for every Device and width, printable, and smaller programs come from leaving steps out.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "conformance/arguments.h"
#include "reference-impl/user_space.h"

namespace iopact::conformance {

// How an address that is handed to the kernel is made.
struct Pointer {
  enum class To { buffer, null, unmapped, kernel } to = To::buffer;
  std::size_t missing = 0;  // bytes at its end for which there is no memory, at most its size
  Access access = Access::read_write;
};

struct Step {
  enum class Kind { open, set, get, insert, search, read } kind = Kind::open;
  unsigned file = 0;                     // which of the program's files
  OpenMode mode = OpenMode::read_write;  // open
  std::uint32_t number_flip = 0;         // bits of the request number that are wrong
  std::uint32_t spoilt_field = 0;        // integer field of the argument that `spoilt_bits` are wrong in
  std::uint32_t spoilt_bits = 0;
  Pointer argument;
  FileInfo info;                            // set
  std::uint32_t count = 0, dimensions = 0;  // insert; search
  std::uint32_t flags = 0;                  // insert
  std::uint32_t k = 0, search_type = 0;     // search
  Pointer floats, ids, results;             // insert: vectors, ids; search: query, ids, results
  std::uint64_t offset = 0;                 // read
  std::size_t bytes = 0;                    // read
  std::uint64_t data_seed = 0;              // of what buffers hold
  unsigned float_style = 0, id_style = 0;   // what kind of numbers those are
};

using Program = std::vector<Step>;

constexpr unsigned files_of_a_program = 2;

Program random_program(std::uint64_t seed);

// What a step's input buffers hold.
std::vector<float> step_floats(const Step& step, std::size_t count);
std::vector<std::uint64_t> step_ids(const Step& step);

// One line per step.
std::string describe(const Program& program);

}  // namespace iopact::conformance
