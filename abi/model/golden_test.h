// SPDX-License-Identifier: GPL-2.0-or-later
// Expected output kept in a file, for the tests of every room.
#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

namespace iopact {

inline std::string read_text(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

// The text must be what stands in the file, a path below the repository's root. IOPACT_UPDATE=1 writes the
// file anew, to be read before it is committed.
inline void expect_golden(const std::string& text, const std::string& file) {
  const std::filesystem::path path = std::filesystem::path(IOPACT_SOURCE_DIR) / file;
  if (std::getenv("IOPACT_UPDATE") != nullptr) std::ofstream(path, std::ios::binary) << text;
  EXPECT_EQ(text, read_text(path)) << file;
}

}  // namespace iopact
