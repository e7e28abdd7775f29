// SPDX-License-Identifier: GPL-2.0-or-later
// The user side's code.
#include <fmt/format.h>

#include <algorithm>

#include "abi/emit/backend.h"
#include "abi/emit/checks.h"
#include "abi/emit/ctext.h"
#include "abi/emit/naming.h"
#include "abi/emit/user_parts.h"
#include "abi/emit/writer.h"

namespace iopact::emit {

namespace {

constexpr std::uint32_t size_mask = 0x3fffu << 16;  // x86's _IOC_SIZEMASK << _IOC_SIZESHIFT

bool is_extensible(const CommandPlan& command) {
  return command.argument != nullptr && command.argument->aggregate->extensible;
}

std::uint64_t buffer_size(const Record& record) {
  return std::max(record.extent(wide).size, record.extent(narrow).size);
}

constexpr std::string_view call_is_wide = "call.width == Width::bits64";

enum class Way { decode, encode };

std::string codec_function(const Plan& plan, const Record& record, Way way, std::string_view suffix,
                           Width width) {
  const bool decodes = way == Way::decode;
  const std::string type = user_type(plan, record);
  const std::vector<std::string> parameters =
      decodes ? std::vector<std::string>{"const unsigned char* from", type + "& arg"}
              : std::vector<std::string>{fmt::format("Output<{}>& out", buffer_size(record)),
                                         "const " + type + "& arg"};
  const Block body = decodes ? decode_block(plan, record, width) : encode_block(plan, record, width);
  const std::string head = function_head("void", fmt::format("{}{}", decodes ? "decode" : "encode", suffix),
                                         parameters, Style::cpp);
  return fmt::format("\n{} {{\n{}}}\n", head, print(body, Style::cpp));
}

std::string codec_functions(const Plan& plan, const Record& record, Way way) {
  if (same_bytes(record)) return codec_function(plan, record, way, "", wide);
  return codec_function(plan, record, way, "64", wide) + codec_function(plan, record, way, "32", narrow);
}

std::string codecs(const Plan& plan) {
  return each(user_records(plan), [&](const Record* record) {
    std::string text;
    if (is_read(plan, *record)) text += codec_functions(plan, *record, Way::decode);
    if (is_written(plan, *record)) text += codec_functions(plan, *record, Way::encode);
    return text;
  });
}

// "decode(bytes, arg);", or one call for each width.
std::string call_codec(const Record& record, std::string_view name, std::string_view parameters) {
  if (same_bytes(record)) return fmt::format("{}({});", name, parameters);
  return fmt::format("width == Width::bits64 ? {0}64({1}) : {0}32({1});", name, parameters);
}

std::string unused_width(const std::string& head, const std::string& body) {
  if (body.find("width") != body.npos) return head;
  std::string result = head;
  const std::size_t at = result.find("Width width");
  return result.erase(at + 5, 6);
}

std::string fetch(const Record& record) {
  const Aggregate& aggregate = *record.aggregate;
  const std::string known = by_width(record.extent(wide).size, record.extent(narrow).size);
  if (!aggregate.extensible)
    return fmt::format("if (memory.copy_in(bytes, from, {}) != 0) return -EFAULT;\n",
                       by_width(fixed_size(record, wide), fixed_size(record, narrow)));
  const auto end = [&](const std::string& member) {
    return by_width(end_of(record, member, wide), end_of(record, member, narrow));
  };
  const std::string min_size = end(aggregate.min_size_after);
  const std::string done = aggregate.size_field.empty() ? "0" : end(aggregate.size_field);
  return fmt::format(
      "const int error = read_rest(memory, from, bytes, {}, size, {}, {});\nif (error != 0) return error;\n",
      known, min_size, done);
}

std::string fetch_size(const Plan& plan, const Record& record) {
  const Aggregate& aggregate = *record.aggregate;
  if (!aggregate.extensible || aggregate.size_field.empty()) return "";
  const Member& field = *record.find(aggregate.size_field);
  return fmt::format(
      "if (memory.copy_in(bytes, from, {}) != 0) return -EFAULT;\n"
      "const std::size_t size = load<{}>(bytes + ({}));\n",
      by_width(end_of(record, field.name(), wide), end_of(record, field.name(), narrow)),
      stored_scalar(plan, field, wide), by_width(field.at(wide).offset, field.at(narrow).offset));
}

std::string reader(const Plan& plan, const Record& record) {
  const std::string body = fill(R"(
  unsigned char bytes[{{size}}] = {};
  {{fetch_size}}
  {{fetch}}
  arg = {};
  {{decode}}
  return 0;
)",
                                {{"size", fmt::format("{}", buffer_size(record))},
                                 {"fetch_size", fetch_size(plan, record)},
                                 {"fetch", fetch(record)},
                                 {"decode", call_codec(record, "decode", "bytes, arg")}});
  return fmt::format("\n{} {{\n{}}}\n", unused_width(read_head(plan, record, ""), body), body);
}

// A struct that carries its size ends where the caller says.
std::string limit_of(const Record& record) {
  const Aggregate& aggregate = *record.aggregate;
  if (!aggregate.extensible) return "";
  return aggregate.size_field.empty() ? ", size" : ", arg." + cpp_name(aggregate.size_field);
}

std::string writer(const Plan& plan, const Record& record) {
  const std::string body = fill(R"(
  Output<{{size}}> out;
  {{encode}}
  return out.write(memory, to{{limit}});
)",
                                {{"size", fmt::format("{}", buffer_size(record))},
                                 {"encode", call_codec(record, "encode", "out, arg")},
                                 {"limit", limit_of(record)}});
  return fmt::format("\n{} {{\n{}}}\n", unused_width(write_head(plan, record, ""), body), body);
}

std::string checker(const Plan& plan, const Record& record) {
  return fmt::format("\n{} {{\n{}  return 0;\n}}\n", check_head(plan, record),
                     print(check_block(plan, record, Style::cpp), Style::cpp));
}

template <typename Wanted, typename Function>
std::string functions(const Plan& plan, Wanted wanted, Function function) {
  return each(user_records(plan), [&](const Record* record) {
    return wanted(plan, *record) ? function(plan, *record) : std::string();
  });
}

std::string numbers(const Plan& plan, Width width, bool extensible) {
  Switch choice{extensible ? fmt::format("number & ~{:#x}u", size_mask) : "number", {}};
  for (const CommandPlan& command : plan.commands()) {
    if (is_extensible(command) != extensible) continue;
    const std::uint32_t number = extensible ? command.number[width] & ~size_mask : command.number[width];
    choice.cases.push_back(
        {{fmt::format("{:#x}", number)}, {line(fmt::format("return Command::{};", cpp_name(command.name)))}});
  }
  if (choice.cases.empty()) return "";
  choice.cases.push_back({});
  return print({{std::move(choice)}}, Style::cpp, 0);
}

std::string find_numbers(const Plan& plan, Width width) {
  return numbers(plan, width, false) + numbers(plan, width, true) + "return std::nullopt;\n";
}

std::string find_command(const Plan& plan) {
  const std::string for_wide = find_numbers(plan, wide), for_narrow = find_numbers(plan, narrow);
  const bool same = for_wide == for_narrow;
  return fill(
      R"(

std::optional<Command> find_command(std::uint32_t number, Width{{width}}) {
  {{first}}
  {{second}}
}
)",
      {{"width", same ? "" : " width"},
       {"first", same ? for_wide : "if (width == Width::bits64) {\n" + indent(for_wide, "  ") + "}\n"},
       {"second", same ? "" : for_narrow}});
}

std::string_view mode_of(Access access) {
  switch (access) {
    case Access::any:
      return "none";
    case Access::read:
      return "read";
    case Access::write:
      return "write";
    case Access::read_write:
      return "read_write";
  }
  return "none";
}

// What of a command stands between its number and its result.
class Run {
 public:
  Run(const Plan& plan, const CommandPlan& command)
      : plan_(plan), command_(command), record_(command.argument) {}

  std::string text() const {
    Block body;
    const Command& own = *command_.command;
    if (own.access != Access::any)
      body.push_back(fail_if(fmt::format("!allows(call.mode, OpenMode::{})", mode_of(own.access)), "EBADF"));
    if (!own.capability.empty())
      body.push_back(fail_if(fmt::format("!handlers.has_capability(\"{}\")", own.capability), "EPERM"));
    if (record_ != nullptr)
      append(body, with_argument());
    else
      body.push_back(line(fmt::format("return handlers.{}(call.memory);", cpp_name(command_.name))));
    return fmt::format("\nint run_{}(Handlers& handlers, const Call& call) {{\n{}}}\n", command_.name,
                       print(body, Style::cpp));
  }

 private:
  static Statement attempt(const std::string& call) {
    return when("int error = " + call, {line("return error;")});
  }

  std::string size_argument() const { return is_sized_by_number(*record_) ? ", call.size()" : ""; }

  Block with_argument() const {
    Block body = {line(user_type(plan_, *record_) + " arg;")};
    if (command_.flow.in)
      body.push_back(attempt(
          fmt::format("read_argument(call.memory, call.argument, call.width{}, arg)", size_argument())));
    else if (record_->aggregate->extensible)
      body.push_back(attempt(fmt::format("check_size(call.size(), {})", min_size())));
    if (command_.flow.in && is_checked(plan_, *record_)) body.push_back(attempt("check(arg)"));
    append(body, handle());
    return body;
  }

  std::string min_size() const {
    const std::string& last = record_->aggregate->min_size_after;
    return by_width(end_of(*record_, last, wide), end_of(*record_, last, narrow), call_is_wide);
  }

  Block handle() const {
    const std::string handler =
        fmt::format("handlers.{}(call.memory, arg{})", cpp_name(command_.name), tail_address());
    if (!any_out(*record_, command_.flow)) return {line("return " + handler + ";")};
    const std::string written =
        fmt::format("write_result(call.memory, call.argument, call.width{}, arg)", size_argument());
    if (command_.flow.in || !record_->aggregate->extensible)
      return {attempt(handler), line("return " + written + ";")};
    return {attempt(handler), attempt(written),
            line(fmt::format("return clear_tail(call.memory, call.argument, {}, call.size());",
                             in_brackets(by_width(record_->extent(wide).size, record_->extent(narrow).size,
                                                  call_is_wide))))};
  }

  static std::string in_brackets(const std::string& figure) {
    return figure.find('?') == figure.npos ? figure : "(" + figure + ")";
  }

  std::string tail_address() const {
    const Member& last = record_->members.back();
    if (!last.flexible) return "";
    const std::string offset = by_width(last.at(wide).offset, last.at(narrow).offset, call_is_wide);
    return fmt::format(", call.argument + {}", in_brackets(offset));
  }

  const Plan& plan_;
  const CommandPlan& command_;
  const Record* record_;
};

std::string dispatch_cases(const Plan& plan) {
  Switch choice{"*command", {}};
  for (const CommandPlan& command : plan.commands())
    choice.cases.push_back({{"Command::" + cpp_name(command.name)},
                            {line(fmt::format("return run_{}(handlers, call);", command.name))}});
  return print({{std::move(choice)}}, Style::cpp, 0);
}

std::string call_struct(const Plan& plan) {
  const bool sized =
      std::any_of(plan.commands().begin(), plan.commands().end(), [](const CommandPlan& command) {
        return command.argument != nullptr && is_sized_by_number(*command.argument);
      });
  return fill(R"(

struct Call {
  UserMemory& memory;
  OpenMode mode;
  Width width;
  std::uint32_t number;
  std::uint64_t argument;
  {{size}}
};
)",
              {{"size", sized ? "\nstd::size_t size() const { return number >> 16 & 0x3fff; }\n" : ""}});
}

}  // namespace

std::string emit_user_source(const Context& context) {
  const Plan& plan = context.plan;
  return fill(R"(
// SPDX-License-Identifier: GPL-2.0-or-later
{{about}}
// clang-format off
#include "{{interface}}_abi.h"

#include <cerrno>
#include <cstring>

#include "iopact_codec.h"

namespace {{interface}} {

using namespace iopact::codec;
using iopact::OpenMode;
using iopact::UserMemory;
using iopact::Width;

namespace {
{{codecs}}
{{call}}

}  // namespace
{{find_command}}
{{checks}}
{{reads}}
{{writes}}

namespace {
{{runs}}

}  // namespace

int dispatch(Handlers& handlers, UserMemory& memory, OpenMode mode, Width width, std::uint32_t number,
             std::uint64_t argument) {
  const std::optional<Command> command = find_command(number, width);
  if (!command) return -ENOTTY;
  const Call call{memory, mode, width, number, argument};
  {{cases}}
  return -ENOTTY;
}

}  // namespace {{interface}}
)",
              {{"about", line_comment(about(context, ": decode, validate and dispatch in userspace.", ""))},
               {"interface", plan.spec().interface},
               {"codecs", codecs(plan)},
               {"call", call_struct(plan)},
               {"find_command", find_command(plan)},
               {"checks", functions(plan, is_checked, checker)},
               {"reads", functions(plan, is_read, reader)},
               {"writes", functions(plan, is_written, writer)},
               {"runs", each(plan.commands(), [&](const CommandPlan& one) { return Run(plan, one).text(); })},
               {"cases", dispatch_cases(plan)}});
}

}  // namespace iopact::emit
