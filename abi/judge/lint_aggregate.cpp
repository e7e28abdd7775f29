// SPDX-License-Identifier: GPL-2.0-or-later
// Rules about how structs and unions are put together.
#include <algorithm>

#include "abi/judge/lint.h"
#include "abi/judge/walk.h"

namespace iopact {
namespace {

void packed_justified(const LintContext& context, const LintReport& report) {
  for (const Aggregate& aggregate : context.spec.structs) {
    if (!aggregate.packed || aggregate.align) continue;
    report(subject_of(aggregate), aggregate.at, "packed lowers the alignment of the whole struct to 1 byte");
  }
}

void packed_inside_out(const LintContext& context, const LintReport& report) {
  each_field(context.spec, [&](const FieldSite& site) {
    const auto* nested = std::get_if<InlineAggregate>(&innermost(site.field.type).is);
    if (nested == nullptr || !site.owner.packed || nested->body->packed) return;
    report(site.subject, site.field.at, "an aggregate inside of a packed one is not packed itself");
  });
}

// A union whose 64-bit arm makes it start elsewhere on i386 than on x86-64.
void union_alignment(const LintContext& context, const LintReport& report) {
  each_field(context.spec, [&](const FieldSite& site) {
    const auto* nested = std::get_if<InlineAggregate>(&innermost(site.field.type).is);
    if (nested == nullptr || nested->body->kind != AggregateKind::unite) return;
    for (const Field& arm : nested->body->fields) {
      if (!holds_64bit(context.spec, arm.type)) continue;
      const std::string path = site.subject.substr(subject_of(site.top).size());
      const std::string arm_path = (path + "." + arm.name).substr(1);
      const FieldLayout* there = context.on("x86_64").find_struct(site.top.name)->find(arm_path);
      const FieldLayout* here = context.on("i386").find_struct(site.top.name)->find(arm_path);
      if (there == nullptr || here == nullptr || there->offset == here->offset) continue;
      report(site.subject + "." + arm.name, arm.at,
             "this arm moves the union from " + std::to_string(here->offset) + " (i386) to " +
                 std::to_string(there->offset) + " (x86_64)",
             {"i386"});
    }
  });
}

void union_discriminated(const LintContext& context, const LintReport& report) {
  each_field(context.spec, [&](const FieldSite& site) {
    const auto* nested = std::get_if<InlineAggregate>(&innermost(site.field.type).is);
    if (nested == nullptr || nested->body->kind != AggregateKind::unite) return;
    if (!site.field.discriminator.empty()) return;
    report(site.subject, site.field.at, "nothing says which arm of the union holds");
  });
}

void no_fake_flexible_array(const LintContext& context, const LintReport& report) {
  for (const Aggregate& aggregate : context.spec.structs) {
    if (aggregate.kind != AggregateKind::structure || aggregate.fields.empty()) continue;
    const Field& last = aggregate.fields.back();
    const auto* array = std::get_if<ArrayType>(&last.type.is);
    if (array == nullptr || !array->count || *array->count > 1) continue;
    report(subject_of(aggregate) + "." + last.name, last.at,
           "a trailing array of " + std::to_string(*array->count) + " stands for one of any length");
  }
}

void flexible_array_counted(const LintContext& context, const LintReport& report) {
  each_field(context.spec, [&](const FieldSite& site) {
    if (!is_flexible(site.field.type) || !site.field.length.empty()) return;
    report(site.subject, site.field.at, "no member counts the elements of the flexible array");
  });
}

void no_embedded_flexible_struct(const LintContext& context, const LintReport& report) {
  each_field(context.spec, [&](const FieldSite& site) {
    const auto* named = std::get_if<StructRef>(&innermost(site.field.type).is);
    const Aggregate* inner = named ? context.spec.find_struct(named->name) : nullptr;
    if (inner == nullptr || inner->fields.empty() || !is_flexible(inner->fields.back().type)) return;
    report(site.subject, site.field.at,
           "struct " + inner->name + " ends in a flexible array and is embedded");
  });
}

void string_is_marked(const LintContext& context, const LintReport& report) {
  each_field(context.spec, [&](const FieldSite& site) {
    const ScalarType* scalar = scalar_of(site.field.type);
    const bool text = scalar != nullptr && scalar->kind == Scalar::character && is_array(site.field.type);
    if (!text || site.field.meaning == Meaning::string) return;
    report(site.subject, site.field.at, "a char array does not say that it holds a NUL-terminated string");
  });
}

const LintRule rules[] = {
    {{.id = "packed-justified",
      .purpose = "A packed struct restores its alignment.",
      .source = "Documentation/driver-api/ioctl.rst, Structure definitions",
      .explanation =
          "Structs and stack variables around it move, and compilers emit byte accesses for every member "
          "on machines without unaligned loads.",
      .example = "struct foo { __u32 a; __u32 b; } __attribute__((packed));",
      .fix = "drop packed and name the padding, or add \"align\" with the natural alignment"},
     packed_justified},
    {{.id = "packed-inside-out",
      .purpose = "Aggregates inside of a packed one are packed too.",
      .source = "LLVM on ARM warns about this since clang 15 (-Wunaligned-access)",
      .explanation = "packed applies to the members of one struct, not to those of structs inside of it.",
      .example = "struct { __u8 a; union { __u32 b; }; } packed",
      .fix = "mark the inner aggregate packed as well"},
     packed_inside_out},
    {{.id = "union-alignment",
      .purpose = "A 64-bit arm does not move a union.",
      .source = "the pkeys fields of siginfo_t",
      .explanation = "A 64-bit arm raises the alignment of the whole union on most targets, but not on i386.",
      .example = "__u32 a; union { __u32 b; __u64 c; };",
      .fix = "let the union start at a multiple of 8, or split the arm into two __u32"},
     union_alignment},
    {{.id = "union-discriminated",
      .purpose = "Every union names the field that says which arm holds.",
      .source = "iopact",
      .explanation = "Tracers, fuzzers and bindings cannot decode a union without it.",
      .example = R"({"union": {"fields": [...]}})",
      .fix = "add \"discriminator\" to the union and \"selects\" to its arms"},
     union_discriminated},
    {{.id = "no-fake-flexible-array",
      .purpose = "Arrays of any length are written [].",
      .source = "Documentation/process/deprecated.rst, Zero-length and one-element arrays",
      .explanation = "Bounds checks of the compiler and of FORTIFY_SOURCE trust the written length.",
      .example = "__u8 data[1];",
      .fix = "use [] (in unions __DECLARE_FLEX_ARRAY)"},
     no_fake_flexible_array},
    {{.id = "flexible-array-counted",
      .purpose = "A flexible array names the member that counts it.",
      .source = "Documentation/process/deprecated.rst, Zero-length and one-element arrays",
      .explanation = "Nobody can check or generate an array whose length is unknown.",
      .example = "__u32 n; __u64 items[];",
      .fix = "add \"length\": [\"n\"]"},
     flexible_array_counted},
    {{.id = "no-embedded-flexible-struct",
      .purpose = "A struct with a flexible array is not embedded in another.",
      .source = "commit 3024d95a4c52 (bpf_lpm_trie_key)",
      .explanation = "What follows overlaps the array; C++ rejects it, C compilers warn.",
      .example = "struct outer { struct with_tail inner; __u32 more; };",
      .fix = "split the fixed part into a header struct of its own"},
     no_embedded_flexible_struct},
    {{.id = "string-is-marked",
      .category = Category::should,
      .purpose = "Character arrays say whether they hold a string.",
      .source = "iopact",
      .explanation = "Only then can termination be checked and the rest of the array be required to be zero.",
      .example = "char name[16];",
      .fix = "add \"kind\": \"string\", or use __u8 for bytes"},
     string_is_marked},
};

}  // namespace

std::span<const LintRule> aggregate_rules() { return rules; }

}  // namespace iopact
