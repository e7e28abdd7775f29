// SPDX-License-Identifier: GPL-2.0-or-later
// The kernel's dispatch: tables of commands, one dispatcher, and for each command what stands around its
// handler.
#include <fmt/format.h>

#include <algorithm>

#include "abi/emit/backend.h"
#include "abi/emit/checks.h"
#include "abi/emit/ctext.h"
#include "abi/emit/kernel_parts.h"
#include "abi/emit/naming.h"
#include "abi/emit/writer.h"

namespace iopact::emit {

namespace {

std::string check_function(const Plan& plan, const Record& record) {
  const std::string name = check_name(plan, record);
  const Block body = check_block(plan, record, Style::kernel);
  return fill(R"(

{{head}}
{
	{{indices}}
{{body}}

	return 0;
}
)",
              {{"head", function_head(plan.is_pointee(record) ? "int" : "static int", name,
                                      {"const struct " + record.name + " *arg"}, Style::kernel)},
               {"indices", declare_indices(body)},
               {"body", print(body, Style::kernel)}});
}

std::string check_functions(const Plan& plan) {
  return each(plan.records(), [&](const Record& record) {
    const bool used = plan.is_pointee(record) || plan.flow(record).in;
    return used && !check_name(plan, record).empty() ? check_function(plan, record) : "";
  });
}

// copy_struct_from_user() from `done` on; the size was fetched once, with what stands before it.
std::string size_helpers(const Plan& plan) {
  if (!has_extensible(plan)) return "";
  return R"(
/*
 * Extensible structs: a caller that knows less than this kernel gets zeros
 * for the rest, one that knows more may only ask for zeros there.
 */
static int check_size(size_t usize, size_t min_size)
{
	if (usize < min_size)
		return -EINVAL;
	if (usize > PAGE_SIZE)
		return -E2BIG;
	return 0;
}

/* The first @done bytes are in: no byte is fetched twice. */
static int copy_rest_from_user(void *arg, size_t ksize, const void __user *uarg,
			       size_t usize, size_t min_size, size_t done)
{
	int ret;

	ret = check_size(usize, min_size);
	if (ret)
		return ret;

	return copy_struct_from_user(arg + done, ksize - done, uarg + done,
				     usize - done);
}
)";
}

std::string part_helper(const Plan& plan) {
  if (!copies_parts(plan)) return "";
  return R"(
/* Copies out what of [@from, @to) a caller's struct of @usize bytes has. */
static unsigned long copy_part_to_user(void __user *uarg, const void *arg,
				       size_t from, size_t to, size_t usize)
{
	to = min(to, usize);
	if (from >= to)
		return 0;
	return copy_to_user(uarg + from, arg + from, to - from);
}
)";
}

std::string run_helper(const std::string& runs) {
  if (runs.find("copy_run_to_user(") == runs.npos) return "";
  return R"(
/* Copies members out that have no padding between them on any architecture. */
#define copy_run_to_user(user, arg, first, last) \
	copy_to_user(&(user)->first, &(arg)->first, \
		     (void *)(&(arg)->last + 1) - (void *)&(arg)->first)
)";
}

std::string access_mode(Access access) {
  switch (access) {
    case Access::any:
      return "0";
    case Access::read:
      return "FMODE_READ";
    case Access::write:
      return "FMODE_WRITE";
    case Access::read_write:
      return "FMODE_READ | FMODE_WRITE";
  }
  return "0";
}

std::string row(const CommandPlan& command, Width width) {
  const std::string_view macro = is_extensible(command) ? "EXTENSIBLE" : "COMMAND";
  const std::string number = (width == wide ? "" : "COMPAT_") + command.command->name;
  return fit(fmt::format("\t{}({}, {}, {}),", macro, number, access_mode(command.command->access),
                         run_name(command, width)),
             Style::kernel) +
         "\n";
}

std::string table(std::string_view interface, std::string_view name, const std::string& rows) {
  return fmt::format("\nstatic const struct {}_command {}_commands[] = {{\n{}}};\n", interface, name, rows);
}

std::string entry(const Spec& spec, Width width, std::string_view table, std::string_view before = "") {
  return fill(R"(

{{head}}
{
{{before}}
	return dispatch({{table}}, ARRAY_SIZE({{table}}), file, cmd,
			{{pointer}});
}
)",
              {{"head", entry_head(spec, width)},
               {"before", std::string(before)},
               {"table", std::string(table)},
               {"pointer", width == wide ? "(void __user *)arg" : "compat_ptr(arg)"}});
}

std::string dispatcher(const Plan& plan) {
  const bool sized = has_extensible(plan), passes = passes_size(plan);
  return fill(
      R"(

struct {{interface}}_command {
	unsigned int cmd;
	{{ignored}}
	fmode_t access;
	int (*run)(struct file *file, void __user *uarg{{size}});
};

#define COMMAND(_cmd, _access, _run) \
	[_IOC_NR(_cmd)] = { .cmd = _cmd, .access = _access, .run = _run }
{{extensible}}
{{native}}

{{dispatch}}
{
	const struct {{interface}}_command *command;
	unsigned int nr = _IOC_NR(cmd);

	if (nr >= count)
		return -ENOTTY;

	command = &commands[array_index_nospec(nr, count)];
	if ({{mismatch}} || !command->run)
		return -ENOTTY;

	if (command->access & ~file->f_mode)
		return -EBADF;

	return command->run(file, uarg{{usize}});
}
)",
      {{"interface", plan.spec().interface},
       {"ignored", sized ? "unsigned int ignored;\t/* bits of the number that may differ */" : ""},
       {"size", passes ? ", size_t usize" : ""},
       {"extensible", sized ? R"(#define EXTENSIBLE(_cmd, _access, _run) \
	[_IOC_NR(_cmd)] = { .cmd = _cmd, .access = _access, .run = _run, \
			    .ignored = _IOC_SIZEMASK << _IOC_SIZESHIFT }
)"
                            : ""},
       {"native",
        table(plan.spec().interface, "native",
              each(plan.commands(), [](const CommandPlan& command) { return row(command, wide); }))},
       {"dispatch",
        function_head("static long", "dispatch",
                      {fmt::format("const struct {}_command *commands", plan.spec().interface),
                       "unsigned int count", "struct file *file", "unsigned int cmd", "void __user *uarg"},
                      Style::kernel)},
       {"mismatch", sized ? "((command->cmd ^ cmd) & ~command->ignored)" : "command->cmd != cmd"},
       {"usize", passes ? ", _IOC_SIZE(cmd)" : ""}});
}

std::string compat_number(const Plan& plan, const CommandPlan& command) {
  const Spec& spec = plan.spec();
  const std::string letter = spec.type_macro.empty() ? character_literal(spec.type_letter) : spec.type_macro;
  const std::string_view macro = command.flow.in ? command.flow.out ? "_IOWR" : "_IOW" : "_IOR";
  return fmt::format("#define COMPAT_{} \\\n\t{}({}, {}, struct compat_{})\n", command.command->name, macro,
                     letter, command.command->nr, command.argument->name);
}

// x32 callers come through compat_ioctl with pointers of 32 bits and 64-bit integers aligned to 8: what
// agrees with neither of the two tables is not offered to them.
std::string x32_rows(const Plan& plan) {
  std::string rows;
  for (const CommandPlan& command : plan.commands()) {
    const Record* record = command.argument;
    const std::size_t x32 = index_of("x32");
    if (record == nullptr || same_bytes(*record, x32, index_of(wide)))
      rows += row(command, wide);
    else if (same_bytes(*record, x32, index_of(narrow)))
      rows += row(command, narrow);
  }
  return rows;
}

std::string compat_rows(const Plan& plan) {
  return each(plan.commands(), [&](const CommandPlan& command) {
    return row(command, is_compat(plan, command) ? narrow : wide);
  });
}

std::string compat_table(const Plan& plan) {
  const std::string& interface = plan.spec().interface;
  const std::string rows = compat_rows(plan), x32 = x32_rows(plan);
  std::string text = table(interface, "compat", rows);
  if (x32 != rows)
    text += fmt::format("\n#ifdef CONFIG_X86_X32_ABI\n{}#endif\n", table(interface, "x32", x32).substr(1));
  return text + entry(plan.spec(), narrow, "compat_commands", x32 == rows ? "" : R"(#ifdef CONFIG_X86_X32_ABI
	if (in_x32_syscall())
		return dispatch(x32_commands, ARRAY_SIZE(x32_commands), file, cmd,
				compat_ptr(arg));
#endif)");
}

std::string compat_part(const Plan& plan) {
  const bool none = std::none_of(plan.commands().begin(), plan.commands().end(),
                                 [&](const CommandPlan& command) { return is_compat(plan, command); });
  if (none && compat_structs(plan).empty())
    return fmt::format("\n#ifdef CONFIG_COMPAT\n{}\n#endif /* CONFIG_COMPAT */\n",
                       entry(plan.spec(), narrow, "native_commands"));
  const std::string asserts = compat_asserts(plan);
  return fill(R"(

#ifdef CONFIG_COMPAT

{{numbers}}

{{asserts}}
{{translators}}
{{runs}}
{{table}}

#endif /* CONFIG_COMPAT */
)",
              {{"numbers", each(plan.commands(),
                                [&](const CommandPlan& command) {
                                  return is_compat(plan, command) ? compat_number(plan, command) : "";
                                })},
               {"asserts", asserts},
               {"translators", translators(plan)},
               {"runs", run_functions(plan, narrow)},
               {"table", compat_table(plan)}});
}

std::string includes(const Plan& plan) {
  const bool capable =
      std::any_of(plan.commands().begin(), plan.commands().end(),
                  [](const CommandPlan& command) { return !command.command->capability.empty(); });
  std::string text = "#include <linux/build_bug.h>\n";
  if (capable) text += "#include <linux/capability.h>\n";
  return text + R"(#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/nospec.h>
#include <linux/stddef.h>
#include <linux/string.h>
#include <linux/uaccess.h>
)";
}

}  // namespace

std::string emit_kernel_source(const Context& context) {
  const Plan& plan = context.plan;
  return fill(R"(
// SPDX-License-Identifier: {{license}}
{{about}}
{{includes}}

#include "{{interface}}_abi.h"
{{checks}}
{{size_helpers}}
{{part_helper}}
{{run_helper}}
{{runs}}
{{dispatcher}}
{{entry}}
{{compat}}
)",
              {{"license", kernel_license(plan.spec())},
               {"about", block_comment(about(context, ": ioctl dispatch", ""))},
               {"includes", includes(plan)},
               {"interface", plan.spec().interface},
               {"checks", check_functions(plan)},
               {"size_helpers", size_helpers(plan)},
               {"part_helper", part_helper(plan)},
               {"run_helper", run_helper(run_functions(plan, wide))},
               {"runs", run_functions(plan, wide)},
               {"dispatcher", dispatcher(plan)},
               {"entry", entry(plan.spec(), wide, "native_commands")},
               {"compat", compat_part(plan)}});
}

}  // namespace iopact::emit
