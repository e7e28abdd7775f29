// SPDX-License-Identifier: GPL-2.0-or-later
#include "abi/cli/command.h"

namespace iopact {

namespace {

constexpr Subcommand commands[] = {
    {"lint", "design rules over a spec", lint_command},
    {"gen", "header, kernel dispatch, user side, case table and documentation from a spec", gen_command},
    {"layout", "offsets, holes, sizes and command numbers, side by side over targets", layout_command},
    {"check", "spec against compilers, targets and objects, through the DWARF they write", check_command},
    {"diff", "what a new version of a spec breaks, and for whom", diff_command},
    {"decode", "what an ioctl request number means, and which command it is", decode_command},
    {"explain", "what a rule wants, why, and what to do", explain_command},
};

}  // namespace

std::span<const Subcommand> all_subcommands() { return commands; }

}  // namespace iopact
