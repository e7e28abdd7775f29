// SPDX-License-Identifier: GPL-2.0-or-later
// The parts of the kernel's dispatch. Names in the generated C:
//   check_X, X_check                 field values and relations of struct X; the second for what pointers
//   lead to X_from_compat, X_to_compat       translators of struct X run_COMMAND, run_compat_COMMAND  one
//   call: copy in, check, handler, copy out
#pragma once

#include <string>
#include <vector>

#include "abi/emit/backend.h"
#include "abi/emit/code.h"
#include "abi/emit/plan.h"

namespace iopact::emit {

// SPDX expression of kernel code that belongs to a header: without the header's exception.
std::string kernel_license(const Spec& spec);

// "long vexfs_v2_ioctl(struct file *file, ...)": what the file operations point to.
std::string entry_head(const Spec& spec, Width width);

// Function that checks a struct; empty when every value passes.
std::string check_name(const Plan& plan, const Record& record);

// "int ugly_reset(struct file *file)": the handler of a command, to be written by hand.
std::string handler_head(const Plan& plan, const CommandPlan& command);

// Type behind a user pointer as kernel code declares it: "const float __user *". void where its layout
// depends on the width of the caller.
std::string user_pointer_type(const Plan& plan, const Type& pointee, bool written);

// "unsigned int i, j;" and a blank line, for the loops of a block; empty when there are none.
std::string declare_indices(const Block& block);

// The member of a struct that ends in [], or nullptr.
const Member* flexible_tail(const Record& record);

// ---- compat
// -----------------------------------------------------------------------------------------------------

// Structs that 32-bit callers lay out differently, in the spec's order.
std::vector<const Record*> compat_records(const Plan& plan);
bool is_compat(const Plan& plan,
               const CommandPlan& command);  // has a run function of its own for 32-bit callers
std::string compat_structs(const Plan& plan);
std::string compat_asserts(const Plan& plan);
std::string translator_heads(const Plan& plan);  // of those that handlers may call
std::string translators(const Plan& plan);

// ---- one call
// ---------------------------------------------------------------------------------------------------

// Where the argument of a call stands.
struct Local {
  std::string type;  // "struct vexfs_batch_insert_request"
  std::string name;  // "arg"
  bool is_compat = false;
};

// Statements that set to zero what only flows out.
Block zero_outputs(const Record& record, const Local& local, Flow flow);

// Statements that copy what flows out to `uarg`, and nothing else; `user` points there with the struct's
// type.
Block write_back(const Plan& plan, const Record& record, const Local& local, Flow flow);

// Whether write_back names single members through `user`.
bool needs_typed_pointer(const Record& record, Flow flow);

// Whether any of write_back's statements cut at the caller's size.
bool copies_parts(const Plan& plan);

std::string run_functions(const Plan& plan, Width width);
std::string run_name(const CommandPlan& command, Width width);

// Extensible arguments: commands are told apart without the size in their number.
bool is_extensible(const CommandPlan& command);
bool has_extensible(const Plan& plan);
bool passes_size(const Plan& plan);  // any of them takes its size from the number

}  // namespace iopact::emit
