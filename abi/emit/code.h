// SPDX-License-Identifier: GPL-2.0-or-later
// Statements as the kernel's C and the user side's C++ have in common: back-ends build them once, two
// printers know the styles.
#pragma once

#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace iopact::emit {

enum class Style { kernel, cpp };

struct Statement;
using Block = std::vector<Statement>;

struct Line {
  std::string text;
};  // with its semicolon; empty: a blank line
struct If {
  std::string condition;
  Block then;
};
struct Loop {
  std::string index;
  std::string count;
  Block body;
};  // index counts from 0 up to count
struct Case {
  std::vector<std::string> labels;
  Block body;
};  // no labels: default; the printer adds break
struct Switch {
  std::string value;
  std::vector<Case> cases;
};

struct Statement {
  std::variant<Line, If, Loop, Switch> is;
};

Statement line(std::string text);
Statement blank();
Statement fail_if(std::string condition, std::string_view error);  // error: "EINVAL"
Statement when(std::string condition, Block then);

void append(Block& block, Block more);
// As append, with a blank line between when both are not empty.
void append_group(Block& block, Block more);

// Without indentation of its own; lines broken to the style's width when it stands `depth` steps deep.
std::string print(const Block& block, Style style, int depth = 1);

// Deepest nesting of loops: how many index variables C must declare.
int loop_depth(const Block& block);

// The name of the index variable `depth` loops deep: i, j, k, ...
std::string index_name(int depth);

// One line of code, broken after an operator or comma where it is too long. Continuations stand behind the
// innermost bracket that is open there, or one step further in. `text` may begin with its indentation.
std::string fit(std::string_view text, Style style);

// "result name(parameters)", broken as the style wants it. No parameters: "(void)" in the kernel's style.
std::string function_head(std::string_view result, std::string_view name,
                          const std::vector<std::string>& parameters, Style style);

}  // namespace iopact::emit
