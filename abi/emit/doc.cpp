// SPDX-License-Identifier: GPL-2.0-or-later
// The block of ABI.md: what the spec says, as tables for people.
#include <fmt/format.h>

#include <algorithm>

#include "abi/emit/backend.h"
#include "abi/emit/doc_parts.h"
#include "abi/emit/writer.h"
#include "abi/model/target.h"

namespace iopact::emit {

namespace {

std::string enumerators(const std::vector<Enumerator>& values, bool hex) {
  return table({"name", "value", "meaning"}, map_rows(values, [&](const Enumerator& one) {
                 return Row{code(one.name),
                            hex ? fmt::format("{:#x}", one.value) : fmt::format("{}", one.value),
                            one.doc + (one.retired ? " Retired." : "")};
               }));
}

std::string enums(const Spec& spec) {
  return each(spec.enums, [](const Enum& one) {
    return fmt::format("### {}\n\n{}{}\n\n{}\n", one.name, one.doc,
                       one.open ? " Open: callers must tolerate other values." : " Closed.",
                       enumerators(one.values, false));
  });
}

std::string flag_sets(const Spec& spec) {
  return each(spec.flag_sets, [](const FlagSet& set) {
    std::string text = fmt::format("### {}\n\n{} Any other bit is `EINVAL`.", set.name, set.doc);
    if (!set.zero_means.empty()) text += fmt::format(" 0 stands for: {}.", set.zero_means);
    for (const auto& group : set.exclusive)
      text += fmt::format(" At most one of {}.", join(map(group, code), ", "));
    return text + "\n\n" + enumerators(set.flags, true) + "\n";
  });
}

std::string constant_value(const Constant& constant, const Plan& plan) {
  if (!constant.struct_size.empty())
    return fmt::format("{}", plan.find(constant.struct_size)->extent(wide).size);
  if (const auto* text = std::get_if<std::string>(&constant.value)) return fmt::format("\"{}\"", *text);
  const char* form = constant.hex ? "{:#x}" : "{}";
  if (const auto* number = std::get_if<std::int64_t>(&constant.value))
    return fmt::format(fmt::runtime(form), *number);
  return fmt::format(fmt::runtime(form), std::get<std::uint64_t>(constant.value));
}

std::string constants(const Plan& plan) {
  return table({"name", "value", "meaning"}, map_rows(plan.spec().constants, [&](const Constant& one) {
                 return Row{code(one.name), constant_value(one, plan), one.doc};
               }));
}

std::string retired(const Spec& spec) {
  if (spec.retired_numbers.empty()) return "None.\n";
  return table({"nr", "name", "reason"}, map_rows(spec.retired_numbers, [](const RetiredNumber& one) {
                 return Row{fmt::format("{}", one.nr), code(one.name), one.reason};
               }));
}

std::string waivers(const Spec& spec) {
  if (spec.waivers.empty()) return "None.\n";
  return table({"rule", "at", "reason", "owner", "expires"}, map_rows(spec.waivers, [](const Waiver& one) {
                 return Row{code(one.rule), code(one.subject), one.reason, one.owner, one.expires};
               }));
}

std::string growth(const Spec& spec) {
  std::string text;
  for (const Aggregate& one : spec.structs) {
    if (!one.extensible) continue;
    text += fmt::format(
        "- `struct {}` grows at its end, by the rules of copy_struct_from_user(): a caller's shorter "
        "struct counts as if zero followed, a longer one is `E2BIG` unless the rest is zero, and less "
        "than the end of `{}` is `EINVAL`. The size is {}.\n",
        one.name, one.min_size_after,
        one.size_field.empty() ? "the one in the command number" : code(one.size_field));
  }
  const std::string rest =
      "- A new meaning is a new command; a number is never given out twice. Programs probe for a command by "
      "`ENOTTY`.\n"
      "- Reserved fields and bits must be zero; zero keeps its meaning when one is put to use.\n";
  return text.empty() ? "- No struct of this version grows.\n" + rest : text + rest;
}

}  // namespace

std::string emit_doc(const Context& context) {
  const Plan& plan = context.plan;
  const Spec& spec = plan.spec();
  return fill(R"(
<!-- {{mark}} Do not edit between the markers: change the spec and run "make gen". -->

# {{title}}, version {{version}}

{{doc}}

Header `{{header}}`, type '{{letter}}', device node `{{node}}` (mode {{mode}}). Numbers are those of x86-64 and, for
32-bit callers of the same kernel, i386; other architectures follow from their own `_IOC` encoding.

## Commands

{{commands}}

## Structs

{{structs}}

## Enumerations

{{enums}}

## Flags

{{flags}}

## Constants

{{constants}}

## How the interface grows

{{growth}}

## Retired numbers

{{retired}}

## Waived findings

{{waivers}}
)",
              {{"mark", banner_mark(context.spec_path)},
               {"title", spec.title},
               {"version", spec.version},
               {"doc", spec.doc},
               {"header", spec.header},
               {"letter", std::string(1, spec.type_letter)},
               {"node", spec.device_node},
               {"mode", fmt::format("{:04o}", spec.device_mode)},
               {"commands", document_commands(plan)},
               {"structs", document_structs(plan)},
               {"enums", spec.enums.empty() ? "None.\n" : enums(spec)},
               {"flags", spec.flag_sets.empty() ? "None.\n" : flag_sets(spec)},
               {"constants", spec.constants.empty() ? "None.\n" : constants(plan)},
               {"growth", growth(spec)},
               {"retired", retired(spec)},
               {"waivers", waivers(spec)}});
}

}  // namespace iopact::emit
