// SPDX-License-Identifier: GPL-2.0-or-later
// The parts of the user side: arguments as C++ structs without a width, and the code between them and bytes.
#pragma once

#include <string>

#include "abi/emit/backend.h"
#include "abi/emit/code.h"
#include "abi/emit/plan.h"

namespace iopact::emit {

// "VectorFileInfo"
std::string user_type(const Plan& plan, const Record& record);

// Definitions of the structs that others need, then of all arguments and what pointers lead to.
std::string user_structs(const Plan& plan);

// C++ type of a scalar, enum or pointer as an argument holds it: the widest form, in the host's byte order.
std::string user_scalar(const Plan& plan, const Member& member);
// The same as it lies in the memory of a caller.
std::string stored_scalar(const Plan& plan, const Member& member, Width width);

// Statements that fill `arg` from the bytes at `from`, or hand its results to `out`, at explicit offsets.
Block decode_block(const Plan& plan, const Record& record, Width width);
Block encode_block(const Plan& plan, const Record& record, Width width);

// Which records have which function.
bool is_read(const Plan& plan, const Record& record);
bool is_written(const Plan& plan, const Record& record);
bool is_checked(const Plan& plan, const Record& record);
bool is_sized_by_number(const Record& record);
std::vector<const Record*> user_records(const Plan& plan);  // arguments and pointees that are structs

// Heads of functions, for declarations and definitions: `names` is "iopact::" where nothing is imported.
std::string read_head(const Plan& plan, const Record& record, std::string_view names);
std::string write_head(const Plan& plan, const Record& record, std::string_view names);
std::string check_head(const Plan& plan, const Record& record);

// Bytes of the argument that come in at once: up to an array of flexible length.
std::uint64_t fixed_size(const Record& record, Width width);

// Offset one past the last byte of a member.
std::uint64_t end_of(const Record& record, std::string_view member, Width width);

// Both widths' figures as a C++ expression: "40", or "width == Width::bits64 ? 48 : 28"; `is_wide` is the
// condition.
constexpr std::string_view width_is_wide = "width == Width::bits64";
std::string by_width(std::uint64_t wide_value, std::uint64_t narrow_value,
                     std::string_view is_wide = width_is_wide);

// "UserMemory& memory, const BatchInsertRequest& arg, std::uint64_t items": parameters of a handler.
std::vector<std::string> handler_parameters(const Plan& plan, const CommandPlan& command,
                                            std::string_view names);

bool has_capabilities(const Plan& plan);

}  // namespace iopact::emit
