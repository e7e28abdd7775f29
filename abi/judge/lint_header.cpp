// SPDX-License-Identifier: GPL-2.0-or-later
// Rules about the header as a file that others include.
#include <algorithm>
#include <cctype>

#include "abi/judge/lint.h"
#include "abi/judge/walk.h"

namespace iopact {
namespace {

Place spec_place(const LintContext& context) {
  Place at;
  at.file = context.spec.file;
  at.line = 1;
  at.column = 1;
  return at;
}

void guard_is_uapi(const LintContext& context, const LintReport& report) {
  if (context.spec.guard.starts_with("_UAPI")) return;
  report("interface", spec_place(context),
         "the include guard \"" + context.spec.guard + "\" does not begin with _UAPI");
}

void syscall_note(const LintContext& context, const LintReport& report) {
  if (context.spec.license.find("WITH Linux-syscall-note") != std::string::npos) return;
  if (context.spec.license.find("GPL") == std::string::npos) return;
  report("interface", spec_place(context),
         "the license \"" + context.spec.license + "\" has no Linux-syscall-note");
}

std::string lower_prefix(const Spec& spec) { return spec.interface.substr(0, spec.interface.find('_')); }

std::string upper(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) { return std::toupper(c); });
  return text;
}

void names_prefixed(const LintContext& context, const LintReport& report) {
  const Spec& spec = context.spec;
  const std::string low = lower_prefix(spec);
  const std::string high = upper(low);
  const auto check = [&](const std::string& kind, const std::string& name, const Place& at,
                         const std::string& prefix) {
    if (!name.starts_with(prefix + "_"))
      report(kind + name, at, "\"" + name + "\" does not begin with " + prefix + "_");
  };
  for (const Constant& constant : spec.constants) check("constant ", constant.name, constant.at, high);
  for (const Enum& e : spec.enums) {
    for (const Enumerator& value : e.values) check("constant ", value.name, value.at, high);
  }
  for (const FlagSet& set : spec.flag_sets) {
    for (const Enumerator& flag : set.flags) check("constant ", flag.name, flag.at, high);
  }
  for (const Aggregate& a : spec.structs) check("struct ", a.name, a.at, low);
  for (const Command& command : spec.commands) check("command ", command.name, command.at, high);
}

void documented(const LintContext& context, const LintReport& report) {
  each_field(context.spec, [&](const FieldSite& site) {
    if (site.field.doc.empty() && !site.field.name.empty())
      report(site.subject, site.field.at, "the field has no documentation");
  });
  for (const Aggregate& aggregate : context.spec.structs) {
    if (aggregate.doc.empty()) report(subject_of(aggregate), aggregate.at, "the struct has no documentation");
  }
  for (const Command& command : context.spec.commands) {
    if (command.doc.empty()) report(subject_of(command), command.at, "the command has no documentation");
  }
}

void size_constant_is_true(const LintContext& context, const LintReport& report) {
  for (const Constant& constant : context.spec.constants) {
    if (constant.struct_size.empty()) continue;
    const std::uint64_t size = context.on("x86_64").find_struct(constant.struct_size)->size;
    std::vector<std::string> targets;
    for (const Layout& layout : context.layouts) {
      if (layout.find_struct(constant.struct_size)->size != size) targets.emplace_back(layout.target->name);
    }
    if (targets.empty()) continue;
    report("constant " + constant.name, constant.at,
           constant.name + " is " + std::to_string(size) + ", but the struct is " +
               std::to_string(context.on(targets.front()).find_struct(constant.struct_size)->size) +
               " bytes on " + targets.front(),
           targets);
  }
}

void node_under_dev(const LintContext& context, const LintReport& report) {
  if (context.spec.device_node.empty() || context.spec.device_node.starts_with("/dev/")) return;
  report("interface", spec_place(context),
         "the device node \"" + context.spec.device_node + "\" is not below /dev");
}

void node_not_world_writable(const LintContext& context, const LintReport& report) {
  if ((context.spec.device_mode & 0002) == 0) return;
  report("interface", spec_place(context), "every user may write to the device node");
}

const LintRule rules[] = {
    {{.id = "guard-is-uapi",
      .category = Category::should,
      .purpose = "The include guard begins with _UAPI.",
      .source = "scripts/headers_install.sh",
      .explanation =
          "headers_install strips the prefix, so that a kernel header of the same name may include it.",
      .example = "#ifndef FOO_H",
      .fix = "name the guard _UAPI_..._H"},
     guard_is_uapi},
    {{.id = "license-has-syscall-note",
      .purpose = "The header's license has the syscall note.",
      .source = "Documentation/process/license-rules.rst, 3. Exception licenses",
      .explanation = "Without it programs that are not under the GPL may not include the header.",
      .example = "GPL-2.0-only",
      .fix = "append \" WITH Linux-syscall-note\""},
     syscall_note},
    {{.id = "names-are-prefixed",
      .category = Category::should,
      .purpose = "Every name in the header begins with the interface's prefix.",
      .source = "Documentation/driver-api/ioctl.rst, Command number definitions",
      .explanation = "Headers share one name space with every program that includes them.",
      .example = "#define MAX_DIMENSIONS 65536",
      .fix = "begin the name with the interface's first word"},
     names_prefixed},
    {{.id = "documented",
      .category = Category::should,
      .purpose = "Fields, structs and commands are documented.",
      .source = "Documentation/process/botching-up-ioctls.rst, Basics",
      .explanation = "What is not written down is decided by the first program that relies on it.",
      .example = R"({"name": "flags", "type": "__u32"})",
      .fix = "add \"doc\""},
     documented},
    {{.id = "size-constant-is-true",
      .purpose = "A constant with a struct's size holds on every target.",
      .source = "the VexFS v2 header",
      .explanation = "32-bit programs that allocate or compare by it are wrong.",
      .example = "#define FOO_SIZE 48 where i386 has 28",
      .fix = "use sizeof in programs; drop the constant from new interfaces"},
     size_constant_is_true},
    {{.id = "node-is-under-dev",
      .category = Category::advice,
      .purpose = "The device node stands below /dev.",
      .source = "Documentation/admin-guide/devices.rst",
      .explanation = "Device managers create nodes there and nowhere else.",
      .example = "/proc/foo",
      .fix = "name a node below /dev"},
     node_under_dev},
    {{.id = "node-is-not-world-writable",
      .category = Category::should,
      .purpose = "The device node is not writable for everybody.",
      .source = "Documentation/admin-guide/devices.rst",
      .explanation = "Every ioctl then is attack surface for every user.",
      .example = "\"mode\": \"0666\"",
      .fix = "use 0600 or 0660 and let the device manager widen it"},
     node_not_world_writable},
};

}  // namespace

std::span<const LintRule> header_rules() { return rules; }

}  // namespace iopact
