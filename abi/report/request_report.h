// SPDX-License-Identifier: GPL-2.0-or-later
// The answer to "what is this request number".
#pragma once

#include <string>

#include "abi/model/request_number.h"

namespace iopact {

std::string request_text(const RequestReport& report, bool colour);
std::string request_json(const RequestReport& report);

}  // namespace iopact
