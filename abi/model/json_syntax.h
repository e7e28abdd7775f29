// SPDX-License-Identifier: GPL-2.0-or-later
// Says in one sentence what is wrong where a JSON text stops being JSON.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "abi/model/diagnostics.h"

namespace iopact {

// One byte of the text with its place.
struct Mark {
  std::size_t offset = 0;
  Position at;
};

struct SyntaxError {
  std::string_view text;         // the whole text
  Mark token;                    // first byte of the token that does not fit; text.size() at the end
  std::optional<Mark> bad_byte;  // inside a string: the byte that does not fit
  std::optional<Mark> open;      // innermost object or array that is still open
  bool complete = false;         // the document's value had ended before
  bool after_key = false;        // a key stands before, its value does not
  bool number_too_large = false;
};

struct Explanation {
  Mark at;
  std::string message;
  std::string fix;
};

Explanation explain(const SyntaxError& error);

}  // namespace iopact
