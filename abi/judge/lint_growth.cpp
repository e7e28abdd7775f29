// SPDX-License-Identifier: GPL-2.0-or-later
// Rules that keep room for the next version.
#include <algorithm>
#include <array>
#include <set>

#include "abi/judge/lint.h"
#include "abi/judge/walk.h"

namespace iopact {
namespace {

bool has_flags(const Aggregate& aggregate) {
  return std::any_of(aggregate.fields.begin(), aggregate.fields.end(), [](const Field& field) {
    return !field.constraint.flags.empty() || field.name == "flags";
  });
}

bool is_spare(const Field& field) { return field.meaning == Meaning::reserved; }

// The structs that commands read, each once, with the first command.
std::vector<const Aggregate*> input_structs(const Spec& spec) {
  std::vector<const Aggregate*> structs;
  for (const Command& command : spec.commands) {
    const Aggregate* argument = kernel_reads(command) ? argument_struct(spec, command) : nullptr;
    if (argument != nullptr && std::find(structs.begin(), structs.end(), argument) == structs.end()) {
      structs.push_back(argument);
    }
  }
  return structs;
}

void has_flags_field(const LintContext& context, const LintReport& report) {
  for (const Aggregate* aggregate : input_structs(context.spec)) {
    if (has_flags(*aggregate)) continue;
    report(subject_of(*aggregate), aggregate->at, "an input struct has no flags field");
  }
}

void has_growth_plan(const LintContext& context, const LintReport& report) {
  for (const Aggregate* aggregate : input_structs(context.spec)) {
    const bool spare = std::any_of(aggregate->fields.begin(), aggregate->fields.end(), is_spare);
    if (aggregate->extensible || spare) continue;
    report(subject_of(*aggregate), aggregate->at,
           "nothing allows this struct to grow: it is not extensible and has no reserved field");
  }
}

void size_field_first(const LintContext& context, const LintReport& report) {
  for (const Aggregate& aggregate : context.spec.structs) {
    if (!aggregate.extensible || aggregate.size_field.empty()) continue;
    const Field* field = find_field(aggregate, aggregate.size_field);
    if (field == nullptr || field == &aggregate.fields.front()) continue;
    report(subject_of(aggregate) + "." + field->name, field->at, "the size field is not the first member");
  }
}

void growth_has_flag(const LintContext& context, const LintReport& report) {
  for (const Aggregate& aggregate : context.spec.structs) {
    if (!aggregate.extensible || !is_input(context.spec, aggregate) || has_flags(aggregate)) continue;
    report(subject_of(aggregate), aggregate.at,
           "an extensible input struct has no flags to say which new fields count");
  }
}

void no_variable_tail_in_extensible(const LintContext& context, const LintReport& report) {
  for (const Aggregate& aggregate : context.spec.structs) {
    if (!aggregate.extensible || aggregate.fields.empty() || !is_flexible(aggregate.fields.back().type))
      continue;
    report(subject_of(aggregate) + "." + aggregate.fields.back().name, aggregate.fields.back().at,
           "a flexible array ends a struct that grows at its end");
  }
}

void no_version_field(const LintContext& context, const LintReport& report) {
  constexpr std::array<std::string_view, 4> names{"version", "ver", "api_version", "abi_version"};
  for (const Aggregate* aggregate : input_structs(context.spec)) {
    for (const Field& field : aggregate->fields) {
      if (std::find(names.begin(), names.end(), field.name) == names.end()) continue;
      report(subject_of(*aggregate) + "." + field.name, field.at,
             "a version field gives one command several meanings");
    }
  }
}

bool starts_with_any(std::string_view name, std::initializer_list<std::string_view> prefixes) {
  return std::any_of(prefixes.begin(), prefixes.end(),
                     [&](std::string_view p) { return name.starts_with(p); });
}

void reserved_is_marked(const LintContext& context, const LintReport& report) {
  each_field(context.spec, [&](const FieldSite& site) {
    const bool named_so = starts_with_any(
        site.field.name,
        {"reserved", "__reserved", "_reserved", "rsvd", "resv", "pad", "__pad", "_pad", "spare", "unused"});
    if (!named_so || site.field.meaning == Meaning::reserved || site.field.meaning == Meaning::padding)
      return;
    report(site.subject, site.field.at, "\"" + site.field.name + "\" looks reserved and is not declared so");
  });
}

void reserved_is_checked(const LintContext& context, const LintReport& report) {
  each_field(context.spec, [&](const FieldSite& site) {
    const bool reserved = site.field.meaning == Meaning::reserved || site.field.meaning == Meaning::padding;
    if (!reserved || site.field.constraint.zero || site.field.direction == Direction::out) return;
    if (!is_input(context.spec, site.top)) return;
    report(site.subject, site.field.at, "a reserved field is not checked to be zero");
  });
}

void discoverable(const LintContext& context, const LintReport& report) {
  const Spec& spec = context.spec;
  if (spec.commands.empty()) return;
  const bool query = std::any_of(spec.commands.begin(), spec.commands.end(), [](const Command& command) {
    return kernel_writes(command) && !kernel_reads(command);
  });
  if (query) return;
  report("interface", spec.commands.front().at, "no command tells a program what the driver supports");
}

void enum_sentinel_not_last(const LintContext& context, const LintReport& report) {
  for (const Enum& enumeration : context.spec.enums) {
    for (const Enumerator& value : enumeration.values) {
      const std::string_view name = value.name;
      if (!name.ends_with("_MAX") && !name.ends_with("_CNT") && !name.ends_with("_NR") &&
          !name.ends_with("_COUNT"))
        continue;
      report("enum " + enumeration.name, value.at, value.name + " changes whenever a value is added");
    }
  }
}

constexpr std::string_view grow_source = "Documentation/process/botching-up-ioctls.rst, Prerequisites";

const LintRule rules[] = {
    {{.id = "has-flags",
      .category = Category::should,
      .purpose = "Every input struct has a flags field.",
      .source = grow_source,
      .explanation =
          "A flag that old kernels reject is how a program learns that a new field was understood.",
      .example = "struct foo { __u32 a; __u32 b; } behind _IOW",
      .fix = "add a __u32 flags with a flag set, even an empty one that must be zero"},
     has_flags_field},
    {{.id = "has-growth-plan",
      .category = Category::should,
      .purpose = "Every input struct can grow.",
      .source = grow_source,
      .explanation = "Without room the next field needs a new command and both stay for ever.",
      .example = "struct foo { __u32 a; __u32 flags; } behind _IOW",
      .fix = "make it extensible with min_size_after, or add reserved fields that must be zero"},
     has_growth_plan},
    {{.id = "size-field-first",
      .purpose = "The size of an extensible struct is its first member.",
      .source = "clone_args, open_how, iommufd: size leads",
      .explanation = "The kernel reads the size before it knows how much else there is.",
      .example = "struct foo { __u32 flags; __u32 size; }",
      .fix = "move the size field to the front"},
     size_field_first},
    {{.id = "growth-has-flag",
      .purpose = "Growth is announced by size and flag.",
      .source = grow_source,
      .explanation = "Zero-extension lets an old kernel ignore a new field in silence.",
      .example = "an extensible struct without flags",
      .fix = "add a flags field with a flag set"},
     growth_has_flag},
    {{.id = "no-variable-tail-in-extensible",
      .purpose = "An extensible struct does not end in a flexible array.",
      .source = "drivers/gpu/drm/drm_ioctl.c (zero extension)",
      .explanation = "The next field would move the array, for old callers as well.",
      .example = "\"extensible\" with __u64 items[] last",
      .fix = "pass the array by a user pointer and a count"},
     no_variable_tail_in_extensible},
    {{.id = "no-version-field",
      .category = Category::should,
      .purpose = "A struct has no version field.",
      .source = "Documentation/driver-api/ioctl.rst, Interface versions",
      .explanation = "Version numbers fail when features are backported one by one.",
      .example = "struct foo { __u32 version; ... }",
      .fix = "give a new meaning a new command, or a flag"},
     no_version_field},
    {{.id = "reserved-is-marked",
      .purpose = "Reserved fields are declared as such.",
      .source = "scripts/check-uapi.sh (reserved names)",
      .explanation = "Only then does a later use of the field count as compatible.",
      .example = "__u32 reserved[4]; without kind",
      .fix = "add \"kind\": \"reserved\" and \"zero\": true"},
     reserved_is_marked},
    {{.id = "reserved-is-checked",
      .purpose = "Reserved input must be zero.",
      .source = grow_source,
      .explanation = "What was never checked holds garbage in the field, so it can never be used.",
      .example = R"("kind": "reserved" without "zero")",
      .fix = "add \"zero\": true"},
     reserved_is_checked},
    {{.id = "discoverable",
      .category = Category::advice,
      .purpose = "A program can find out what the driver supports.",
      .source = "Documentation/process/botching-up-ioctls.rst, Basics",
      .explanation = "Otherwise programs test kernel versions.",
      .example = "an interface of _IOW commands only",
      .fix = "add a query command, or document ENOTTY and flag probing"},
     discoverable},
    {{.id = "enum-has-no-sentinel",
      .category = Category::advice,
      .purpose = "Enumerations have no _MAX or _CNT value.",
      .source = "include/uapi reviews: appended enumerators before *_MAX",
      .explanation = "Programs size arrays by it, and its value changes with every addition.",
      .example = "FOO_MODE_MAX",
      .fix = "drop it, or keep it out of the UAPI header"},
     enum_sentinel_not_last},
};

}  // namespace

std::span<const LintRule> growth_rules() { return rules; }

}  // namespace iopact
