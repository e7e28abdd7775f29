// SPDX-License-Identifier: GPL-2.0-or-later
// Collects what is wrong with one spec file.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "abi/model/finding.h"

namespace iopact {

// A byte of a text: lines and columns count from 1, columns in bytes.
struct Position {
  int line = 1;
  int column = 1;
};

class Diagnostics {
 public:
  // After this many errors the rest is dropped: a file that wrong is fixed from the top.
  static constexpr std::size_t limit = 200;

  explicit Diagnostics(std::string_view file) : file_(file) {}

  // Adds an error and returns it for a subject, a second place or a reason to be filled in. The reference
  // holds until the next call.
  Finding& error(std::string_view rule, Place at, std::string message, std::string fix);
  Finding& error(std::string_view rule, Position at, std::string pointer, std::string message,
                 std::string fix);

  Place place(Position at, std::string pointer) const;

  // True where one of the first `among` errors lies at this JSON pointer or below it. Past the limit always
  // true: nothing more is worth judging.
  bool damaged(std::string_view pointer, std::size_t among = limit) const;

  std::size_t count() const { return count_; }
  std::vector<Finding> take() { return std::move(findings_); }

 private:
  std::string file_;
  std::vector<Finding> findings_;
  std::size_t count_ = 0;
  Finding dropped_;
};

}  // namespace iopact
