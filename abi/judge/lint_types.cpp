// SPDX-License-Identifier: GPL-2.0-or-later
// Rules about the type of one field.
#include <algorithm>
#include <array>

#include "abi/judge/lint.h"
#include "abi/judge/walk.h"

namespace iopact {
namespace {

// Reports every field that `wrong` is true of.
template <typename Predicate>
void each_wrong(const LintContext& context, const LintReport& report, const char* what, Predicate wrong) {
  each_field(context.spec, [&](const FieldSite& site) {
    if (wrong(site)) report(site.subject, site.field.at, "\"" + spell(site.field.type) + "\" " + what);
  });
}

// Reports every scalar field whose kind `wrong` is true of; bitfields have their own rule.
template <typename Predicate>
void each_scalar(const LintContext& context, const LintReport& report, const char* what, Predicate wrong) {
  each_wrong(context, report, what, [&](const FieldSite& site) {
    const ScalarType* scalar = scalar_of(site.field.type);
    return scalar != nullptr && !site.field.bits && wrong(scalar->kind, site.field.type);
  });
}

void fixed_width_types(const LintContext& context, const LintReport& report) {
  each_scalar(context, report, "has no fixed width in its name", [](Scalar kind, const Type&) {
    constexpr std::array plain{Scalar::sshort, Scalar::ushort, Scalar::sint,      Scalar::uint,
                               Scalar::schar,  Scalar::uchar,  Scalar::slonglong, Scalar::ulonglong};
    return std::find(plain.begin(), plain.end(), kind) != plain.end();
  });
}

void no_long(const LintContext& context, const LintReport& report) {
  each_scalar(context, report, "is 4 bytes to 32-bit callers and 8 to 64-bit ones",
              [](Scalar kind, const Type&) { return is_long(kind); });
  for (const Command& command : context.spec.commands) {
    const ScalarType* scalar = command.argument ? scalar_of(*command.argument) : nullptr;
    if (scalar == nullptr || !is_long(scalar->kind)) continue;
    report(subject_of(command), command.at,
           "the argument \"" + spell(*command.argument) + "\" changes size with the caller");
  }
}

void no_pointer(const LintContext& context, const LintReport& report) {
  each_wrong(context, report, "is a pointer: 4 bytes to 32-bit callers and 8 to 64-bit ones",
             [](const FieldSite& site) { return is_pointer(site.field.type); });
}

void no_bitfield(const LintContext& context, const LintReport& report) {
  each_wrong(context, report, "as a bitfield lies in an order that the compiler and the endianness choose",
             [](const FieldSite& site) { return site.field.bits.has_value(); });
}

void no_enum_member(const LintContext& context, const LintReport& report) {
  each_wrong(context, report, "has the size and sign that the compiler chooses", [](const FieldSite& site) {
    return std::holds_alternative<EnumRef>(innermost(site.field.type).is);
  });
}

void no_bare_char(const LintContext& context, const LintReport& report) {
  each_scalar(context, report, "outside of a string is signed on some targets and unsigned on others",
              [](Scalar kind, const Type& type) { return kind == Scalar::character && !is_array(type); });
}

void no_bool_or_float(const LintContext& context, const LintReport& report) {
  each_scalar(context, report, "has a representation that the C standard leaves to the implementation",
              [](Scalar kind, const Type&) {
                return kind == Scalar::boolean || kind == Scalar::float32 || kind == Scalar::float64;
              });
}

void bitmap_not_long(const LintContext& context, const LintReport& report) {
  each_scalar(context, report, "as a bitmap has its bits in another byte for 32-bit callers on big endian",
              [](Scalar kind, const Type& type) { return kind == Scalar::ulong && is_array(type); });
}

void no_libc_type(const LintContext& context, const LintReport& report) {
  constexpr std::array<std::string_view, 8> libc{"timespec", "timeval", "itimerval", "fd_set",
                                                 "sockaddr", "stat",    "rusage",    "iovec"};
  each_wrong(context, report, "is laid out by the C library", [&](const FieldSite& site) {
    const auto* named = std::get_if<StructRef>(&innermost(site.field.type).is);
    return named != nullptr && std::find(libc.begin(), libc.end(), named->name) != libc.end();
  });
}

void fd_is_s32(const LintContext& context, const LintReport& report) {
  each_wrong(context, report, "cannot hold a file descriptor with -1 for none", [](const FieldSite& site) {
    const ScalarType* scalar = scalar_of(site.field.type);
    return site.field.meaning == Meaning::fd && !(scalar != nullptr && scalar->kind == Scalar::s32);
  });
}

void u64_pointer_typed(const LintContext& context, const LintReport& report) {
  each_field(context.spec, [&](const FieldSite& site) {
    if (site.field.meaning != Meaning::user_pointer || site.field.points_to) return;
    report(site.subject, site.field.at, "the spec does not say what the user pointer points to");
  });
}

constexpr std::string_view types_source = "Documentation/driver-api/ioctl.rst, Structure definitions";

const LintRule rules[] = {
    {{.id = "fixed-width-types",
      .purpose = "Integer members are spelled __u8 to __u64 and __s8 to __s64.",
      .source = types_source,
      .explanation =
          "The width of int, short and long long is a convention, and a reader of the header cannot see "
          "that it was chosen on purpose.",
      .example = "unsigned int count;",
      .fix = "use __u8..__u64 or __s8..__s64 of the same size"},
     fixed_width_types},
    {{.id = "no-long",
      .purpose = "No long, unsigned long, size_t or ssize_t crosses the interface.",
      .source = types_source,
      .explanation =
          "The same source gives 32-bit and 64-bit programs different structs, so the kernel needs a "
          "compat translation for every command that carries one.",
      .example = "unsigned long addr;",
      .fix = "use __u64 (or __s64)"},
     no_long},
    {{.id = "no-pointer",
      .purpose = "User pointers travel as __u64.",
      .source = "Documentation/process/botching-up-ioctls.rst, Prerequisites",
      .explanation =
          "A pointer member gives 32-bit programs another struct and another command number; the kernel "
          "needs a compat handler that translates it.",
      .example = "float *results;",
      .fix = "use __u64 with \"kind\": \"user_pointer\"; the kernel side reads it with u64_to_user_ptr()"},
     no_pointer},
    {{.id = "no-bitfield",
      .purpose = "Bits are named by masks.",
      .source = types_source,
      .explanation =
          "The C ABI of each target orders bitfields by its endianness, and bindings in other languages "
          "cannot express them.",
      .example = "__u32 enabled:1;",
      .fix = "use one __u32 with a flag set"},
     no_bitfield},
    {{.id = "no-enum-member",
      .purpose = "Members that hold an enumeration are __u32.",
      .source = types_source,
      .explanation =
          "An enum's size changes with -fshort-enums and its sign with its values, and C++ and C may "
          "treat an unknown value differently.",
      .example = "enum foo_mode mode;",
      .fix = "use __u32 with \"enum\": \"foo_mode\""},
     no_enum_member},
    {{.id = "no-bare-char",
      .purpose = "char stands only in arrays that hold strings.",
      .source = types_source,
      .explanation = "Arithmetic on a plain char gives other results on arm than on x86.",
      .example = "char level;",
      .fix = "use __u8 or __s8"},
     no_bare_char},
    {{.id = "no-bool-or-float",
      .purpose = "No _Bool and no floating point member.",
      .source = "ISO C 6.2.6 (implementation-defined representation)",
      .explanation =
          "A byte other than 0 or 1 read as _Bool is undefined behaviour, and the kernel may not touch "
          "floating point outside of kernel_fpu_begin().",
      .example = "_Bool enabled;",
      .fix = "use __u8 that is checked to be 0 or 1; carry binary32 as __u32 bits"},
     no_bool_or_float},
    {{.id = "bitmap-not-long",
      .purpose = "Bitmaps are arrays of __u64 or __u32.",
      .source = "commit a394f83bdfec (IB/umad)",
      .explanation =
          "On big endian a 32-bit program's unsigned long[] has its words swapped against the kernel's.",
      .example = "unsigned long mask[4];",
      .fix = "use __u64[] (or __u32[]) and say which bit is the first"},
     bitmap_not_long},
    {{.id = "no-libc-type",
      .purpose = "No struct that the C library defines is embedded.",
      .source = types_source,
      .explanation =
          "The library may lay it out otherwise than the kernel: time_t is 64 bits wide in some 32-bit "
          "libraries and not in others.",
      .example = "struct timespec when;",
      .fix = "use a single __u64 of nanoseconds, or __s64 seconds and __u32 nanoseconds"},
     no_libc_type},
    {{.id = "fd-is-s32",
      .purpose = "File descriptors are __s32, negative for none.",
      .source = "Documentation/process/botching-up-ioctls.rst, Leaks, Leaks Everywhere",
      .explanation = "0 is a valid descriptor, so an unsigned member leaves no value for its absence.",
      .example = "__u32 fence_fd with kind fd",
      .fix = "use __s32"},
     fd_is_s32},
    {{.id = "user-pointer-typed",
      .category = Category::should,
      .purpose = "A __u64 user pointer says what it points to.",
      .source = "iopact",
      .explanation = "Without the element type no tool can size the buffer, fuzz it or translate it.",
      .example = R"({"name": "data", "type": "__u64", "kind": "user_pointer"})",
      .fix = "add \"points_to\" and \"length\""},
     u64_pointer_typed},
};

}  // namespace

std::span<const LintRule> type_rules() { return rules; }

}  // namespace iopact
