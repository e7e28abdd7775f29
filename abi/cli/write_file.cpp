// SPDX-License-Identifier: GPL-2.0-or-later
#include "abi/cli/write_file.h"

#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <system_error>

namespace iopact {

namespace {

namespace fs = std::filesystem;

std::string cannot_write(const fs::path& file, std::string_view reason) {
  return fmt::format("cannot write '{}': {}", file.string(), reason);
}

// "" or what went wrong.
std::string write_directly(const fs::path& file, const fs::path& shown, std::string_view text) {
  errno = 0;
  std::ofstream out(file, std::ios::binary | std::ios::trunc);
  out.write(text.data(), static_cast<std::streamsize>(text.size()));
  out.close();
  return out ? "" : cannot_write(shown, errno == 0 ? "input/output error" : std::strerror(errno));
}

}  // namespace

std::string write_file(const fs::path& file, std::string_view text) {
  std::error_code error;
  const fs::path resolved = fs::weakly_canonical(file, error);  // a symbolic link stays one
  const fs::path target = error ? file : resolved;
  if (fs::exists(target, error) && !fs::is_regular_file(target, error)) {
    return fs::is_directory(target, error) ? cannot_write(file, "it is a directory")
                                           : write_directly(target, file, text);
  }
  fs::path beside = target;
  beside += fmt::format(".{}.tmp", getpid());
  std::string problem = write_directly(beside, file, text);
  if (problem.empty()) {
    const fs::file_status old = fs::status(target, error);
    if (fs::exists(old)) fs::permissions(beside, old.permissions(), error);
    fs::rename(beside, target, error);
    if (error) problem = cannot_write(file, error.message());
  }
  if (!problem.empty()) fs::remove(beside, error);
  return problem;
}

}  // namespace iopact
