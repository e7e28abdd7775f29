// SPDX-License-Identifier: GPL-2.0-or-later
// Include it in sources only: nlohmann/json is dear to compile.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

namespace iopact {

// The document as every JSON output of iopact looks: two spaces of indent, a newline at the end. Bytes that
// are not UTF-8, which a file name may hold, are replaced rather than thrown over.
inline std::string json_text(const nlohmann::ordered_json& document) {
  return document.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

}  // namespace iopact
