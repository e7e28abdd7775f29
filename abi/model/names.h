// SPDX-License-Identifier: GPL-2.0-or-later
// Which names C, C++, Linux and the calendar know.
#pragma once

#include <optional>
#include <span>
#include <string_view>

namespace iopact {

// Letters, digits and '_', not starting with a digit.
bool is_c_identifier(std::string_view name);

// A keyword of C or C++, or a macro that compilers predefine without underscores (linux, unix): a header that
// uses one as a name does not compile everywhere.
bool is_reserved_word(std::string_view name);

// Linux's errno names ("EINVAL") and capabilities ("CAP_SYS_ADMIN").
std::span<const std::string_view> errno_names();
std::span<const std::string_view> capability_names();

// "1.2.3"; pre-release and build parts are not used by specs.
struct Version {
  unsigned part[3];
  auto operator<=>(const Version&) const = default;
};
std::optional<Version> parse_version(std::string_view text);

// "2026-02-28": a day that exists.
bool is_date(std::string_view text);

}  // namespace iopact
