// SPDX-License-Identifier: GPL-2.0-or-later
// Text inside XML, HTML and SVG.
#pragma once

#include <string>
#include <string_view>

namespace iopact {

// For element content and quoted attributes. Control bytes, which XML cannot hold, become '?'.
std::string escape_markup(std::string_view text);

}  // namespace iopact
