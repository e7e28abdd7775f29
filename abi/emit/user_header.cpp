// SPDX-License-Identifier: GPL-2.0-or-later
// The user side's header.
#include <fmt/format.h>

#include "abi/emit/backend.h"
#include "abi/emit/ctext.h"
#include "abi/emit/naming.h"
#include "abi/emit/user_parts.h"
#include "abi/emit/writer.h"

namespace iopact::emit {

namespace {

std::string commands(const Plan& plan) {
  const auto names = map(plan.commands(), [](const CommandPlan& command) { return cpp_name(command.name); });
  return fit(fmt::format("enum class Command {{ {} }};", join(names, ", ")), Style::cpp);
}

template <typename Wanted, typename Head>
std::string declarations(const Plan& plan, Wanted wanted, Head head) {
  return each(user_records(plan), [&](const Record* record) {
    return wanted(plan, *record) ? head(*record) + ";\n" : std::string();
  });
}

std::string sizes(const Plan& plan) {
  std::string text;
  for (const Record* record : plan.pointees()) {
    if (record->is_union()) continue;
    const std::string figure =
        by_width(record->extent(wide).size, record->extent(narrow).size, "width == iopact::Width::bits64");
    const std::string_view parameter = figure.starts_with("width") ? " width" : "";
    text += fmt::format("constexpr std::size_t {}_bytes(iopact::Width{}) {{ return {}; }}\n",
                        short_name(plan.spec().interface, record->name), parameter, figure);
  }
  if (text.empty()) return "";
  return "\n// Bytes from one element behind a user pointer to the next.\n" + text;
}

std::string paragraph(std::string_view comment, const std::string& text) {
  return text.empty() ? "" : fmt::format("\n{}{}", comment, text);
}

std::string handlers(const Plan& plan) {
  std::string text = each(plan.commands(), [&](const CommandPlan& command) {
    const std::string head = function_head("virtual int", cpp_name(command.name),
                                           handler_parameters(plan, command, "iopact::"), Style::cpp);
    return head + " = 0;\n";
  });
  if (has_capabilities(plan))
    text += "virtual bool has_capability(std::string_view name) = 0;  // \"CAP_SYS_ADMIN\"\n";
  return text;
}

}  // namespace

std::string emit_user_header(const Context& context) {
  const Plan& plan = context.plan;
  return fill(
      R"(
// SPDX-License-Identifier: GPL-2.0-or-later
{{about}}
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "iopact_runtime.h"

namespace {{interface}} {

// Arguments without their width: user pointers are addresses in the caller's memory, integers are in the host's byte
// order, arms of a union stand beside each other.
{{structs}}

{{commands}}

// The command a request number stands for among callers of a width; empty: ENOTTY.
std::optional<Command> find_command(std::uint32_t number, iopact::Width width);
{{checks}}
{{reads}}
{{writes}}
{{sizes}}

// One file's behaviour, written by hand. Number, open mode and fields have been checked; outputs start from zero
// and are written back when 0 is returned. Returns 0 or a negative errno.
class Handlers {
 public:
  virtual ~Handlers() = default;
  {{handlers}}
};

// ioctl(2) on a file: the checks in the spec's order, then the handler.
int dispatch(Handlers& handlers, iopact::UserMemory& memory, iopact::OpenMode mode, iopact::Width width,
             std::uint32_t number, std::uint64_t argument);

}  // namespace {{interface}}
)",
      {{"about", line_comment(about(context, ": decode, validate and dispatch in userspace.", ""))},
       {"interface", plan.spec().interface},
       {"structs", user_structs(plan)},
       {"commands", commands(plan)},
       {"checks",
        paragraph("// Field values and relations, in the spec's order: 0 or a negative errno.\n",
                  declarations(plan, is_checked, [&](const Record& one) { return check_head(plan, one); }))},
       {"reads",
        paragraph("// Reads the argument as a caller of `width` lays it out: 0, -EFAULT, or where the size "
                  "is part of the\n"
                  "// argument -EINVAL (too small) or -E2BIG (what is not known here is not zero).\n",
                  declarations(plan, is_read,
                               [&](const Record& one) { return read_head(plan, one, "iopact::"); }))},
       {"writes",
        paragraph("// Writes what the command returns, and only that (never padding): 0, -EFAULT, or "
                  "-EOVERFLOW where a value does\n"
                  "// not fit a 32-bit caller.\n",
                  declarations(plan, is_written,
                               [&](const Record& one) { return write_head(plan, one, "iopact::"); }))},
       {"sizes", sizes(plan)},
       {"handlers", handlers(plan)}});
}

}  // namespace iopact::emit
