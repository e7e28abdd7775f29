// SPDX-License-Identifier: GPL-2.0-or-later
// One function a command and width: what happens between the dispatch table and the handler.
#include <fmt/format.h>

#include <algorithm>

#include "abi/emit/kernel_parts.h"
#include "abi/emit/writer.h"

namespace iopact::emit {

namespace {

class Call {
 public:
  Call(const Plan& plan, const CommandPlan& command, Width width)
      : plan_(plan),
        command_(command),
        record_(*command.argument),
        aggregate_(*record_.aggregate),
        width_(width) {
    arg_ = {"struct " + record_.name, "arg", false};
    caller_ = width == wide ? arg_ : Local{"struct compat_" + record_.name, "compat", true};
  }

  std::string text() {
    Block body;
    append_group(body, read());
    append_group(body, check());
    append_group(body, handle_and_write());
    return fill(R"(

static int {{name}}({{parameters}})
{
	{{locals}}

	{{capability}}
{{body}}
}
)",
                {{"name", run_name(command_, width_)},
                 {"parameters", parameters()},
                 {"locals", locals(body)},
                 {"capability", capability()},
                 {"body", print(body, Style::kernel)}});
  }

 private:
  std::string parameters() const {
    return std::string("struct file *file, void __user *uarg") + (passes_size(plan_) ? ", size_t usize" : "");
  }

  std::string capability() const {
    const std::string& name = command_.command->capability;
    return name.empty() ? "" : fmt::format("if (!capable({}))\n\treturn -EPERM;\n\n", name);
  }

  // The variables, longest line first, as the kernel likes them.
  std::string locals(const Block& body) const {
    std::vector<std::string> lines;
    if (uses_user_pointer()) lines.push_back(caller_.type + " __user *user = uarg;");
    if (width_ == narrow) lines.push_back(caller_.type + " compat;");
    lines.push_back(arg_.type + " arg;");
    if (!aggregate_.size_field.empty() && !passes_size(plan_)) lines.emplace_back("size_t usize;");
    const std::string indices = declare_indices(body);
    if (!indices.empty()) lines.push_back(indices.substr(0, indices.find('\n')));
    if (uses_ret_) lines.emplace_back("int ret;");
    return join(lines, "\n");
  }

  bool uses_user_pointer() const {
    return flexible_tail(record_) != nullptr || needs_typed_pointer(record_, command_.flow);
  }

  std::string min_size() const {
    return fmt::format("offsetofend({}, {})", caller_.type, aggregate_.min_size_after);
  }

  Block try_call(const std::string& call) {
    uses_ret_ = true;
    return {line("ret = " + call + ";"), when("ret", {line("return ret;")})};
  }

  Block read() {
    Block block = command_.flow.in ? copy_in() : start_from_zero();
    if (width_ == narrow && command_.flow.in)
      append(block, {blank(), line(fmt::format("{}_from_compat(&arg, &compat);", record_.name))});
    if (width_ == wide && command_.flow.in) append(block, zero_outputs(record_, arg_, command_.flow));
    return block;
  }

  Block start_from_zero() {
    Block block;
    if (aggregate_.extensible) append(block, try_call(fmt::format("check_size(usize, {})", min_size())));
    append(block, {line("memset(&arg, 0, sizeof(arg));")});
    return block;
  }

  Block copy_in() {
    if (aggregate_.extensible)
      return aggregate_.size_field.empty() ? copy_in_by_number() : copy_in_by_field();
    const Member* tail = flexible_tail(record_);
    const std::string& name = caller_.name;
    if (tail == nullptr)
      return {fail_if(fmt::format("copy_from_user(&{0}, uarg, sizeof({0}))", name), "EFAULT")};
    // What follows the fixed members belongs to the tail, which the handler fetches: each byte once.
    return {
        line(fmt::format("memset(&{0}, 0, sizeof({0}));", name)),
        fail_if(fmt::format("copy_from_user(&{}, uarg, offsetof({}, {}))", name, caller_.type, tail->name()),
                "EFAULT")};
  }

  Block copy_in_by_number() {
    return try_call(
        fmt::format("copy_rest_from_user(&{0}, sizeof({0}), uarg, usize, {1}, 0)", caller_.name, min_size()));
  }

  Block copy_in_by_field() {
    const std::string head = fmt::format("offsetofend({}, {})", caller_.type, aggregate_.size_field);
    Block block = {fail_if(fmt::format("copy_from_user(&{}, uarg, {})", caller_.name, head), "EFAULT"),
                   blank(), line(fmt::format("usize = {}.{};", caller_.name, aggregate_.size_field))};
    append(block, try_call(fmt::format("copy_rest_from_user(&{0}, sizeof({0}), uarg, usize, {1}, {2})",
                                       caller_.name, min_size(), head)));
    return block;
  }

  Block check() {
    const std::string name = command_.flow.in ? check_name(plan_, record_) : "";
    return name.empty() ? Block{} : try_call(name + "(&arg)");
  }

  std::string handler_call() const {
    const Member* tail = flexible_tail(record_);
    return fmt::format("{}_{}(file, &arg{})", plan_.spec().interface, command_.name,
                       tail == nullptr ? "" : ", user->" + tail->name());
  }

  Block handle_and_write() {
    Block written = write();
    if (written.empty()) return {line("return " + handler_call() + ";")};
    Block block = try_call(handler_call());
    append_group(block, std::move(written));
    append(block, {line("return 0;")});
    return block;
  }

  Block write() {
    if (!any_out(record_, command_.flow)) return {};
    Block block;
    if (width_ == narrow) append(block, try_call(fmt::format("{}_to_compat(&compat, &arg)", record_.name)));
    append(block, write_back(plan_, record_, caller_, command_.flow));
    if (aggregate_.extensible && !command_.flow.in) append(block, clear_tail());
    return block;
  }

  // A newer caller's struct: what this kernel does not know reads as zero.
  Block clear_tail() const {
    const std::string size = fmt::format("sizeof({})", caller_.name);
    return {fail_if(fmt::format("usize > {0} && clear_user(uarg + {0}, usize - {0})", size), "EFAULT")};
  }

  const Plan& plan_;
  const CommandPlan& command_;
  const Record& record_;
  const Aggregate& aggregate_;
  Width width_;
  Local arg_, caller_;
  bool uses_ret_ = false;
};

std::string call_without_argument(const Plan& plan, const CommandPlan& command) {
  const std::string& capability = command.command->capability;
  return fill(R"(

static int {{name}}(struct file *file, void __user *uarg{{size}})
{
	{{capability}}
	return {{interface}}_{{command}}(file);
}
)",
              {{"name", run_name(command, wide)},
               {"size", passes_size(plan) ? ", size_t usize" : ""},
               {"capability",
                capability.empty() ? "" : fmt::format("if (!capable({}))\n\treturn -EPERM;\n\n", capability)},
               {"interface", plan.spec().interface},
               {"command", command.name}});
}

}  // namespace

std::string run_name(const CommandPlan& command, Width width) {
  return (width == wide ? "run_" : "run_compat_") + command.name;
}

bool is_extensible(const CommandPlan& command) {
  return command.argument != nullptr && command.argument->aggregate->extensible;
}

bool has_extensible(const Plan& plan) {
  return std::any_of(plan.commands().begin(), plan.commands().end(), is_extensible);
}

bool passes_size(const Plan& plan) {
  return std::any_of(plan.commands().begin(), plan.commands().end(), [](const CommandPlan& command) {
    return is_extensible(command) && command.argument->aggregate->size_field.empty();
  });
}

std::string run_functions(const Plan& plan, Width width) {
  return each(plan.commands(), [&](const CommandPlan& command) -> std::string {
    if (width == narrow && !is_compat(plan, command)) return "";
    return command.argument == nullptr ? call_without_argument(plan, command)
                                       : Call(plan, command, width).text();
  });
}

}  // namespace iopact::emit
