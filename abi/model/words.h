// SPDX-License-Identifier: GPL-2.0-or-later
// The words that a spec chooses from, each with what it stands for.
#pragma once

#include <string_view>
#include <utility>

#include "abi/model/spec.h"

namespace iopact {

template <typename Value>
using Word = std::pair<std::string_view, Value>;

inline constexpr Word<Level> level_words[] = {{"strict", Level::strict}, {"legacy", Level::legacy}};

inline constexpr Word<bool> style_words[] = {{"macro", true}, {"enum", false}};  // Enum::macros

inline constexpr Word<AggregateKind> aggregate_words[] = {{"struct", AggregateKind::structure},
                                                          {"union", AggregateKind::unite}};

inline constexpr Word<Direction> direction_words[] = {
    {"in", Direction::in}, {"out", Direction::out}, {"inout", Direction::inout}};

inline constexpr Word<Meaning> meaning_words[] = {
    {"string", Meaning::string},     {"fd", Meaning::fd},
    {"handle", Meaning::handle},     {"user_pointer", Meaning::user_pointer},
    {"length", Meaning::length},     {"size", Meaning::size},
    {"reserved", Meaning::reserved}, {"padding", Meaning::padding}};

inline constexpr Word<Transfer> transfer_words[] = {{"none", Transfer::none},
                                                    {"read", Transfer::read},
                                                    {"write", Transfer::write},
                                                    {"read-write", Transfer::read_write}};

inline constexpr Word<Access> access_words[] = {{"any", Access::any},
                                                {"read", Access::read},
                                                {"write", Access::write},
                                                {"read-write", Access::read_write}};

}  // namespace iopact
