// SPDX-License-Identifier: GPL-2.0-or-later
// Rules about what the kernel can check of its input.
#include <algorithm>
#include <limits>
#include <optional>

#include "abi/judge/lint.h"
#include "abi/judge/walk.h"

namespace iopact {
namespace {

const Field* sibling(const FieldSite& site, const std::string& name) {
  const Field* field = find_field(site.owner, name);
  return field ? field : find_field(site.top, name);
}

// Largest value a length term may take; empty when nothing bounds it below its type's own range.
std::optional<std::uint64_t> bound_of(const Spec& spec, const FieldSite& site, const std::string& name) {
  if (const Constant* constant = spec.find_constant(name)) {
    if (const auto* value = std::get_if<std::uint64_t>(&constant->value)) return *value;
    if (const auto* value = std::get_if<std::int64_t>(&constant->value))
      return static_cast<std::uint64_t>(*value);
  }
  const Field* field = sibling(site, name);
  if (field == nullptr || !field->constraint.range || !field->constraint.range->max) return std::nullopt;
  return field->constraint.range->max;
}

bool takes_length(const Field& field) {
  return is_pointer(field.type) || field.meaning == Meaning::user_pointer || is_flexible(field.type);
}

void flags_have_set(const LintContext& context, const LintReport& report) {
  each_field(context.spec, [&](const FieldSite& site) {
    const std::string_view name = site.field.name;
    const bool flags = name == "flags" || name.ends_with("_flags");
    if (!flags || !site.field.constraint.flags.empty() || site.field.constraint.zero) return;
    if (!is_input(context.spec, site.top) || site.field.direction == Direction::out) return;
    report(site.subject, site.field.at, "nothing says which bits are known");
  });
}

void length_is_bounded(const LintContext& context, const LintReport& report) {
  each_field(context.spec, [&](const FieldSite& site) {
    if (!takes_length(site.field)) return;
    for (const std::string& name : site.field.length) {
      if (bound_of(context.spec, site, name)) continue;
      report(site.subject, site.field.at, "\"" + name + "\" counts elements and has no upper bound");
    }
  });
}

std::uint64_t element_size(const LintContext& context, const Field& field) {
  const Target& target = *context.on("x86_64").target;
  if (field.points_to) return extent(context.spec, *field.points_to, target).size;
  if (const auto* pointer = std::get_if<PointerType>(&field.type.is))
    return extent(context.spec, *pointer->to, target).size;
  if (const auto* array = std::get_if<ArrayType>(&field.type.is))
    return extent(context.spec, *array->element, target).size;
  return 1;
}

void length_product_fits(const LintContext& context, const LintReport& report) {
  each_field(context.spec, [&](const FieldSite& site) {
    std::uint64_t product = std::max<std::uint64_t>(1, element_size(context, site.field));
    for (const std::string& name : site.field.length) {
      const auto bound = bound_of(context.spec, site, name);
      if (!bound) return;  // length-is-bounded says so
      if (__builtin_mul_overflow(product, *bound, &product)) {
        report(site.subject, site.field.at,
               "the largest element count times the element size passes 64 bits");
        return;
      }
    }
  });
}

void pointer_has_length(const LintContext& context, const LintReport& report) {
  each_field(context.spec, [&](const FieldSite& site) {
    const bool pointer = is_pointer(site.field.type) || site.field.meaning == Meaning::user_pointer;
    if (!pointer || !site.field.length.empty() || site.field.meaning == Meaning::string) return;
    report(site.subject, site.field.at, "nothing says how many elements stand behind the pointer");
  });
}

void choice_is_closed(const LintContext& context, const LintReport& report) {
  each_field(context.spec, [&](const FieldSite& site) {
    const std::string_view name = site.field.name;
    const bool choice = name == "type" || name == "mode" || name == "op" || name == "format" ||
                        name.ends_with("_type") || name.ends_with("_mode") || name.ends_with("_format") ||
                        name.ends_with("_op");
    const Constraint& constraint = site.field.constraint;
    const bool stated =
        !constraint.enumeration.empty() || constraint.range || constraint.zero || !constraint.flags.empty();
    const ScalarType* scalar = scalar_of(site.field.type);
    if (!choice || stated || scalar == nullptr || !is_fixed_width(scalar->kind)) return;
    if (!is_input(context.spec, site.top) || site.field.direction == Direction::out) return;
    report(site.subject, site.field.at, "\"" + site.field.name + "\" looks like a choice and names no enum");
  });
}

bool about_time(std::string_view name) {
  for (const std::string_view word :
       {"timeout", "time", "period", "interval", "duration", "deadline", "delay", "latency"}) {
    if (name == word || name.starts_with(std::string(word) + "_") || name.ends_with("_" + std::string(word)))
      return true;
  }
  return false;
}

void time_has_unit(const LintContext& context, const LintReport& report) {
  each_field(context.spec, [&](const FieldSite& site) {
    if (!about_time(site.field.name) || !site.field.unit.empty()) return;
    const ScalarType* scalar = scalar_of(site.field.type);
    if (scalar == nullptr) return;
    report(site.subject, site.field.at, "\"" + site.field.name + "\" is a time without a unit");
  });
}

void seconds_are_64bit(const LintContext& context, const LintReport& report) {
  each_field(context.spec, [&](const FieldSite& site) {
    const std::string_view unit = site.field.unit;
    const ScalarType* scalar = scalar_of(site.field.type);
    const bool seconds = unit == "s" || unit == "seconds" || unit == "ns" || unit == "nanoseconds";
    const bool point = site.field.name.find("timeout") == std::string::npos && about_time(site.field.name);
    if (!seconds || !point || scalar == nullptr || fixed_size(scalar->kind) >= 8) return;
    report(site.subject, site.field.at,
           "a time of " + std::to_string(fixed_size(scalar->kind) * 8) + " bits in " + std::string(unit) +
               " wraps");
  });
}

void out_pointer_in_read_only_command(const LintContext& context, const LintReport& report) {
  for (const Command& command : context.spec.commands) {
    const Aggregate* argument = argument_struct(context.spec, command);
    if (argument == nullptr || kernel_reads(command)) continue;
    for (const Field& field : argument->fields) {
      const bool pointer = is_pointer(field.type) || field.meaning == Meaning::user_pointer;
      if (!pointer || field.direction == Direction::out) continue;
      report(
          subject_of(command), field.at,
          "the kernel needs the pointer \"" + field.name + "\", but the number says that it reads nothing");
    }
  }
}

void example_given(const LintContext& context, const LintReport& report) {
  each_field(context.spec, [&](const FieldSite& site) {
    const Constraint& c = site.field.constraint;
    const bool picky = (c.range && c.range->min && *c.range->min > 0) || !c.enumeration.empty();
    if (!picky || site.field.example || !is_input(context.spec, site.top)) return;
    report(site.subject, site.field.at, "0 may be invalid and no example of a valid value is given");
  });
}

constexpr std::string_view input_source = "Documentation/process/botching-up-ioctls.rst, Basics";

const LintRule rules[] = {
    {{.id = "flags-have-set",
      .purpose = "Every flags field names its flag set.",
      .source = input_source,
      .explanation = "Unknown bits that are accepted today cannot get a meaning tomorrow.",
      .example = R"({"name": "flags", "type": "__u32"})",
      .fix = "add \"flags\" with the set, or \"zero\": true while there are none"},
     flags_have_set},
    {{.id = "length-is-bounded",
      .purpose = "Every element count has an upper bound.",
      .source = "drivers/media/v4l2-core/v4l2-ioctl.c, check_array_args()",
      .explanation = "The kernel allocates by it: an unbounded count is a request for all memory.",
      .example = R"("length": ["count"] where count has no range)",
      .fix = "add \"range\": {\"max\": ...} to the counting field"},
     length_is_bounded},
    {{.id = "length-product-fits",
      .purpose = "The largest size in bytes fits 64 bits.",
      .source = "Documentation/process/deprecated.rst, open-coded arithmetic in allocator arguments",
      .explanation = "A product that wraps allocates little and copies much.",
      .example = "rows * columns * sizeof(__u64) with both up to 2^32-1",
      .fix = "lower the bounds of the counting fields"},
     length_product_fits},
    {{.id = "pointer-has-length",
      .purpose = "Every user pointer says how much stands behind it.",
      .source = input_source,
      .explanation = "Nobody can check, copy or fuzz a buffer of unknown length.",
      .example = "a pointer field without \"length\"",
      .fix = "add \"length\", or \"kind\": \"string\""},
     pointer_has_length},
    {{.id = "choice-is-closed",
      .category = Category::should,
      .purpose = "A field that chooses names its enum.",
      .source = input_source,
      .explanation = "Unknown values that are accepted cannot get a meaning later.",
      .example = R"({"name": "mode", "type": "__u32"})",
      .fix = "add \"enum\""},
     choice_is_closed},
    {{.id = "time-has-unit",
      .purpose = "Times say their unit.",
      .source = "Documentation/process/botching-up-ioctls.rst, Time, Waiting and Missing it",
      .explanation = "Milliseconds taken for nanoseconds compile cleanly.",
      .example = R"({"name": "timeout", "type": "__u64"})",
      .fix = "add \"unit\""},
     time_has_unit},
    {{.id = "time-is-64-bit",
      .purpose = "Points in time have 64 bits.",
      .source = "Documentation/driver-api/ioctl.rst, Timestamps",
      .explanation = "Signed 32-bit seconds end in 2038, nanoseconds after four seconds.",
      .example = R"({"name": "start_time", "type": "__u32", "unit": "seconds"})",
      .fix = "use __u64 nanoseconds, or __s64 seconds and __u32 nanoseconds"},
     seconds_are_64bit},
    {{.id = "pointer-needs-input",
      .purpose = "A command whose struct holds user pointers reads it.",
      .source = "Documentation/driver-api/ioctl.rst, Command number definitions",
      .explanation = "With _IOR the pointer is by the number's word not an input.",
      .example = "_IOR with struct { __u64 buffer; __u64 size; }",
      .fix = "use \"direction\": \"read-write\""},
     out_pointer_in_read_only_command},
    {{.id = "example-given",
      .category = Category::advice,
      .purpose = "Fields for which 0 is invalid give an example.",
      .source = "iopact",
      .explanation = "Conformance tests and fuzzers build their valid requests from it.",
      .example = R"("range": {"min": 1})",
      .fix = "add \"example\""},
     example_given},
};

}  // namespace

std::span<const LintRule> input_rules() { return rules; }

}  // namespace iopact
