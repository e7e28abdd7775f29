// SPDX-License-Identifier: GPL-2.0-or-later
// Names in generated code, made from a spec's names alone: never from a neighbour's, so that a new command
// renames nothing.
#pragma once

#include <string>
#include <string_view>

namespace iopact::emit {

// What a name says beside the interface's words and "IOC": "vexfs_v2" and "VEXFS_IOC_SET_VECTOR_META" give
// "set_vector_meta", "ugly" and "UGLY_RESET" give "reset". At least one word stays.
std::string short_name(std::string_view interface, std::string_view name);

// The short name in capitals' style: "vexfs_v2" and "vexfs_vector_file_info" give "VectorFileInfo".
std::string type_name(std::string_view interface, std::string_view name);

std::string upper(std::string_view text);
std::string lower(std::string_view text);

// Words that C++ keeps for itself although C does not, or both do.
bool is_cpp_keyword(std::string_view word);
bool is_c_keyword(std::string_view word);

// The word, or with '_' behind it when C++ keeps it.
std::string cpp_name(std::string_view word);

}  // namespace iopact::emit
