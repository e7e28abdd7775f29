// SPDX-License-Identifier: GPL-2.0-or-later
// Rules that look at offsets and sizes, on every target.
#include <algorithm>
#include <map>

#include "abi/judge/lint.h"
#include "abi/judge/walk.h"

namespace iopact {
namespace {

// The pair of ABIs that one x86-64 kernel serves; differences between these need a compat translation.
const StructLayout& native(const LintContext& context, const Aggregate& aggregate) {
  return *context.on("x86_64").find_struct(aggregate.name);
}

std::string target_name(const Layout& layout) { return std::string(layout.target->name); }

// Holes by the member they follow, with the targets that have them; tails under "".
std::map<std::string, std::vector<std::string>> holes_by_member(const LintContext& context,
                                                                const Aggregate& aggregate) {
  std::map<std::string, std::vector<std::string>> found;
  for (const Layout& layout : context.layouts) {
    for (const Hole& hole : layout.find_struct(aggregate.name)->holes) {
      found[hole.tail ? "" : hole.after].push_back(target_name(layout));
    }
  }
  return found;
}

std::string hole_on(const LintContext& context, const Aggregate& aggregate, const std::string& target,
                    const std::string& after) {
  for (const Hole& hole : context.on(target).find_struct(aggregate.name)->holes) {
    if ((hole.tail ? "" : hole.after) != after) continue;
    return std::to_string(hole.size) + " bytes at " + std::to_string(hole.offset) + " on " + target;
  }
  return "";
}

void no_hole(const LintContext& context, const LintReport& report) {
  for (const Aggregate& aggregate : context.spec.structs) {
    for (const auto& [after, targets] : holes_by_member(context, aggregate)) {
      if (after.empty()) continue;
      const Field* field = find_field(aggregate, after);
      report(subject_of(aggregate) + "." + after, field ? field->at : aggregate.at,
             "a hole follows \"" + after + "\": " + hole_on(context, aggregate, targets.front(), after),
             targets);
    }
  }
}

void no_tail_padding(const LintContext& context, const LintReport& report) {
  for (const Aggregate& aggregate : context.spec.structs) {
    const auto found = holes_by_member(context, aggregate);
    const auto tail = found.find("");
    if (tail == found.end()) continue;
    report(subject_of(aggregate), aggregate.at,
           "the compiler pads the end: " + hole_on(context, aggregate, tail->second.front(), ""),
           tail->second);
  }
}

void natural_alignment(const LintContext& context, const LintReport& report) {
  for (const Aggregate& aggregate : context.spec.structs) {
    for (const FieldLayout& field : native(context, aggregate).fields) {
      const ScalarType* scalar = field.field ? scalar_of(field.field->type) : nullptr;
      const unsigned size = scalar ? fixed_size(scalar->kind) : 0;
      if (size == 0 || field.bit_size != 0 || field.offset % size == 0) continue;
      report(subject_of(aggregate) + "." + field.path, field.field->at,
             "\"" + field.path + "\" is " + std::to_string(size) + " bytes wide and starts at " +
                 std::to_string(field.offset));
    }
  }
}

void size_multiple_of_8(const LintContext& context, const LintReport& report) {
  for (const Aggregate& aggregate : context.spec.structs) {
    const bool wide = std::any_of(aggregate.fields.begin(), aggregate.fields.end(),
                                  [&](const Field& field) { return holds_64bit(context.spec, field.type); });
    std::vector<std::string> targets;
    for (const Layout& layout : context.layouts) {
      if (layout.find_struct(aggregate.name)->size % 8 != 0) targets.push_back(target_name(layout));
    }
    if (!wide || targets.empty()) continue;
    report(subject_of(aggregate), aggregate.at,
           "a struct with 64-bit members is " +
               std::to_string(context.on(targets.front()).find_struct(aggregate.name)->size) + " bytes on " +
               targets.front(),
           targets);
  }
}

std::string first_difference(const StructLayout& a, const StructLayout& b, std::string_view other) {
  for (std::size_t i = 0; i < a.fields.size() && i < b.fields.size(); ++i) {
    if (a.fields[i].offset == b.fields[i].offset && a.fields[i].size == b.fields[i].size) continue;
    return "\"" + a.fields[i].path + "\" is " + std::to_string(a.fields[i].size) + " bytes at " +
           std::to_string(a.fields[i].offset) + " on x86_64 and " + std::to_string(b.fields[i].size) +
           " at " + std::to_string(b.fields[i].offset) + " on " + std::string(other);
  }
  return "its size is " + std::to_string(a.size) + " on x86_64 and " + std::to_string(b.size) + " on " +
         std::string(other);
}

void same_layout_on_all_targets(const LintContext& context, const LintReport& report) {
  for (const Aggregate& aggregate : context.spec.structs) {
    std::vector<std::string> targets;
    for (const Layout& layout : context.layouts) {
      if (!same_layout(native(context, aggregate), *layout.find_struct(aggregate.name))) {
        targets.push_back(target_name(layout));
      }
    }
    if (targets.empty()) continue;
    const StructLayout& other = *context.on(targets.front()).find_struct(aggregate.name);
    report(subject_of(aggregate), aggregate.at,
           "the layout is not the same everywhere: " +
               first_difference(native(context, aggregate), other, targets.front()),
           targets);
  }
}

void aligned_u64(const LintContext& context, const LintReport& report) {
  for (const Aggregate& aggregate : context.spec.structs) {
    for (const FieldLayout& field : context.on("i386").find_struct(aggregate.name)->fields) {
      const ScalarType* scalar = field.field ? scalar_of(field.field->type) : nullptr;
      const bool wide = scalar != nullptr && fixed_size(scalar->kind) == 8;
      const FieldLayout* there = native(context, aggregate).find(field.path);
      if (!wide || there == nullptr || there->offset == field.offset || field.offset % 8 == 0) continue;
      report(subject_of(aggregate) + "." + field.path, field.field->at,
             "\"" + field.path + "\" starts at " + std::to_string(field.offset) +
                 " for i386 callers and at " + std::to_string(there->offset) + " for 64-bit ones",
             {"i386"});
    }
  }
}

void array_stride(const LintContext& context, const LintReport& report) {
  each_field(context.spec, [&](const FieldSite& site) {
    const auto* named = std::get_if<StructRef>(&innermost(site.field.type).is);
    if (named == nullptr || !is_array(site.field.type)) return;
    std::vector<std::string> targets;
    const std::uint64_t stride = context.on("x86_64").find_struct(named->name)->size;
    for (const Layout& layout : context.layouts) {
      if (layout.find_struct(named->name)->size != stride) targets.push_back(target_name(layout));
    }
    if (targets.empty()) return;
    report(site.subject, site.field.at,
           "elements are " + std::to_string(stride) + " bytes apart on x86_64 and " +
               std::to_string(context.on(targets.front()).find_struct(named->name)->size) + " on " +
               targets.front(),
           targets);
  });
}

void no_padding_in_output(const LintContext& context, const LintReport& report) {
  for (const Aggregate& aggregate : context.spec.structs) {
    const auto& holes = native(context, aggregate).holes;
    if (holes.empty() || !is_output(context.spec, aggregate)) continue;
    report(subject_of(aggregate), aggregate.at,
           std::to_string(holes.size()) +
               " gap(s) of a struct that the kernel writes hold whatever its stack held",
           {"x86_64"});
  }
}

constexpr std::string_view padding_source = "Documentation/process/botching-up-ioctls.rst, Prerequisites";

const LintRule rules[] = {
    {{.id = "no-hole",
      .purpose = "No struct has an implicit hole on any target.",
      .source = padding_source,
      .explanation =
          "Holes move between targets, leak kernel memory when copied out, and cannot be put to use "
          "later because nothing checked that they were zero.",
      .example = "struct foo { __u32 a; __u64 b; };",
      .fix = "order members by size, or name the gap as a reserved member that must be zero"},
     no_hole},
    {{.id = "no-tail-padding",
      .purpose = "No struct is padded at its end.",
      .source = padding_source,
      .explanation =
          "The size, and with it the command number, then differs between 32-bit and 64-bit callers.",
      .example = "struct foo { __u64 a; __u32 b; };",
      .fix = "add a reserved member that fills the struct"},
     no_tail_padding},
    {{.id = "natural-alignment",
      .purpose = "Each integer starts at a multiple of its size.",
      .source = padding_source,
      .explanation =
          "Misaligned members fault or are split on some machines, and only packed can produce them.",
      .example = "packed struct { __u16 a; __u64 b; }",
      .fix = "reorder the members or pad with named reserved members"},
     natural_alignment},
    {{.id = "size-multiple-of-8",
      .purpose = "A struct with 64-bit members has a size that is a multiple of 8.",
      .source = padding_source,
      .explanation = "Otherwise arrays of it and structs around it are laid out differently on i386.",
      .example = "struct foo { __u64 a; __u32 b; };",
      .fix = "pad the struct to 64 bits with a reserved member"},
     size_multiple_of_8},
    {{.id = "same-layout-on-all-targets",
      .purpose = "Offsets and size are the same on every target.",
      .source = "Documentation/driver-api/ioctl.rst, Structure definitions",
      .explanation =
          "A 32-bit program on a 64-bit kernel sends other bytes than the kernel reads, unless a compat "
          "handler translates them.",
      .example = "struct foo { float *p; __u32 n; };",
      .fix = "use fixed-width members at natural alignment, __u64 for pointers and long"},
     same_layout_on_all_targets},
    {{.id = "aligned-u64",
      .category = Category::should,
      .purpose = "A 64-bit member that i386 would misalign is __aligned_u64.",
      .source = "Documentation/driver-api/ioctl.rst, Structure definitions",
      .explanation = "i386 aligns 64-bit integers to 4 bytes, every 64-bit kernel to 8.",
      .example = "struct foo { __u32 a; __u64 b; };",
      .fix = "use __aligned_u64, or move the member to a multiple of 8"},
     aligned_u64},
    {{.id = "array-stride",
      .purpose = "The elements of an array of structs lie equally far apart on all targets.",
      .source = padding_source,
      .explanation = "One wrong stride shifts every element after the first.",
      .example = "struct pair { __u64 a; __u32 b; }; struct pair pairs[4];",
      .fix = "give the element struct a size that no target pads"},
     array_stride},
    {{.id = "no-padding-in-output",
      .category = Category::should,
      .purpose = "What the kernel writes has no padding.",
      .source = "Documentation/driver-api/ioctl.rst, Information leaks",
      .explanation =
          "copy_to_user() of a struct built member by member sends the padding's old contents to user "
          "space; generated code avoids it, hand-written code forgets it.",
      .example = "struct foo { __u64 a; __u32 b; } behind _IOR",
      .fix = "name the padding as reserved members"},
     no_padding_in_output},
};

}  // namespace

std::span<const LintRule> layout_rules() { return rules; }

}  // namespace iopact
