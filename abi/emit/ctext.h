// SPDX-License-Identifier: GPL-2.0-or-later
// Pieces of C text in the kernel's style: comments, literals, declarators, columns of #defines.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "abi/model/spec.h"

namespace iopact::emit {

// Text that cannot end the comment it stands in, open another or splice lines.
std::string comment_text(std::string_view text);

// "/* text */\n" when it fits in `width` columns, else a block comment of wrapped lines.
std::string short_comment(std::string_view text, std::size_t width);

// A block comment of lines as given; an empty line is " *".
std::string block_comment(const std::vector<std::string>& lines);

// A summary, then one "NAME: text" an entry that has a text.
using Entry = std::pair<std::string, std::string>;
std::vector<std::string> listing(std::string_view summary, const std::vector<Entry>& entries);

// "#define NAME<tabs>value" lines with the values in one column.
std::string defines(const std::vector<Entry>& rows);

// Integers with the suffix that C90 and C++ need.
std::string literal(std::uint64_t value);
std::string literal(std::int64_t value);
std::string hex_literal(std::uint64_t value);
std::string string_literal(std::string_view text);
std::string character_literal(char c);

// "float *query", "__u16 grid[ROWS][COLUMNS]": `base` spells a type that is neither pointer nor array;
// pointers as well where they are opaque.
enum class Pointers { open, opaque };
using BaseName = std::function<std::string(const Type&)>;
std::string declare(const Type& type, std::string_view name, const BaseName& base,
                    Pointers pointers = Pointers::open);

// Of a field, its bits and alignment included, without a semicolon.
std::string declare_field(const Field& field, const BaseName& base, Pointers pointers = Pointers::open);

}  // namespace iopact::emit
