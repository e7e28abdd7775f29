// SPDX-License-Identifier: GPL-2.0-or-later
// A folder for intermediate files that goes away with its owner.
#pragma once

#include <string>
#include <string_view>

namespace iopact {

class TemporaryFolder {
 public:
  TemporaryFolder();  // throws std::system_error where no folder can be made
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  ~TemporaryFolder();

  std::string path(std::string_view name) const;
  // Writes a file into the folder and returns its path; throws std::system_error where that fails.
  std::string write(std::string_view name, std::string_view text) const;

 private:
  std::string folder_;
};

// The whole of a file, or false.
bool read_file(const std::string& file, std::string& text);

}  // namespace iopact
