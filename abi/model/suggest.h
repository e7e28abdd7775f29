// SPDX-License-Identifier: GPL-2.0-or-later
// "Did you mean": the known word nearest to a mistyped one.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace iopact {

// Insertions, deletions, substitutions and swaps of neighbours that turn one word into the other.
std::size_t edit_distance(std::string_view a, std::string_view b);

// The known word at the smallest distance when that is at most a third of the word's length; empty when none
// is. Words over 64 bytes are never mistyped keys or names: no suggestion.
std::string_view nearest(std::string_view word, std::span<const std::string_view> known);

// What to do about a mistyped name: "did you mean ...?", or `otherwise` with the names after it when they are
// few.
std::string suggest_name(std::string_view word, std::span<const std::string_view> names,
                         std::string_view otherwise);

// A word of the input as it may stand in a message: control bytes replaced, cut after 64 bytes.
std::string clip(std::string_view word);

}  // namespace iopact
