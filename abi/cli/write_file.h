// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace iopact {

// Writes the whole file or nothing: into a new file beside it that then takes its place and its permissions.
// What is not a regular file
// (/dev/stdout, a pipe) is written as it is. Answers "" or what went wrong.
std::string write_file(const std::filesystem::path& file, std::string_view text);

}  // namespace iopact
