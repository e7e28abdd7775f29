// SPDX-License-Identifier: GPL-2.0-or-later
// Rules about request numbers and what a command declares.
#include <algorithm>
#include <array>
#include <cctype>

#include "abi/judge/lint.h"
#include "abi/judge/walk.h"

namespace iopact {
namespace {

// Blocks that whole subsystems own, from Documentation/userspace-api/ioctl/ioctl-number.rst ("all" and large
// ranges only: a letter that many small drivers share by range is judged by its range there).
struct Registered {
  char letter;
  unsigned first, last;
  std::string_view owner;
};

constexpr std::array registered{
    Registered{'!', 0x00, 0x1f, "linux/seccomp.h"},
    Registered{'$', 0x00, 0x0f, "linux/perf_event.h"},
    Registered{';', 0x64, 0x7f, "linux/vfio.h"},
    Registered{'=', 0x00, 0x3f, "linux/ptp_clock.h"},
    Registered{'A', 0x00, 0x7f, "sound/asound.h"},
    Registered{'C', 0x00, 0xff, "linux/soundcard.h"},
    Registered{'D', 0x00, 0xff, "s390 dasd.h"},
    Registered{'E', 0x00, 0xff, "linux/input.h"},
    Registered{'F', 0x00, 0xff, "linux/fb.h"},
    Registered{'H', 0x00, 0x7f, "linux/hiddev.h"},
    Registered{'I', 0x00, 0xff, "linux/isdn.h"},
    Registered{'K', 0x00, 0xff, "linux/kd.h"},
    Registered{'L', 0x00, 0x1f, "linux/loop.h"},
    Registered{'M', 0x00, 0xff, "linux/soundcard.h"},
    Registered{'N', 0x40, 0x7f, "nvme"},
    Registered{'P', 0x00, 0xff, "linux/soundcard.h"},
    Registered{'Q', 0x00, 0xff, "linux/soundcard.h"},
    Registered{'R', 0x00, 0x1f, "linux/random.h"},
    Registered{'S', 0x00, 0xff, "linux/cdrom.h"},
    Registered{'T', 0x00, 0xff, "terminal ioctls"},
    Registered{'U', 0x00, 0xef, "linux/usbdevice_fs.h"},
    Registered{'V', 0x00, 0xff, "linux/videodev2.h"},
    Registered{'W', 0x00, 0x3f, "linux/watchdog.h and sound/asound.h"},
    Registered{'X', 0x00, 0xff, "xfs and linux/falloc.h"},
    Registered{'a', 0x00, 0xff, "linux/atm*.h"},
    Registered{'c', 0x00, 0xff, "linux/cm4000_cs.h"},
    Registered{'d', 0x00, 0xff, "drm/drm.h"},
    Registered{'e', 0x00, 0xff, "linux/digi1.h"},
    Registered{'f', 0x00, 0x27, "linux/fs.h and file systems"},
};

const Registered* owner_of(char letter, unsigned nr) {
  const auto it = std::find_if(registered.begin(), registered.end(), [&](const Registered& block) {
    return block.letter == letter && nr >= block.first && nr <= block.last;
  });
  return it == registered.end() ? nullptr : &*it;
}

void type_is_free(const LintContext& context, const LintReport& report) {
  const Spec& spec = context.spec;
  for (const Command& command : spec.commands) {
    const Registered* block = owner_of(spec.type_letter, command.nr);
    if (block == nullptr) continue;
    report("interface", command.at,
           std::string("the type '") + spec.type_letter + "' is in use by " + std::string(block->owner));
    return;
  }
}

bool any_field(const Aggregate& aggregate, bool (*wanted)(const Field&)) {
  return std::any_of(aggregate.fields.begin(), aggregate.fields.end(), wanted);
}

void direction_is_true(const LintContext& context, const LintReport& report) {
  for (const Command& command : context.spec.commands) {
    const Aggregate* argument = argument_struct(context.spec, command);
    if (argument == nullptr) continue;
    const bool reads = any_field(*argument, [](const Field& f) { return f.direction != Direction::out; });
    const bool writes = any_field(*argument, [](const Field& f) {
      return f.direction == Direction::out || f.direction == Direction::inout;
    });
    const bool follows =
        any_field(*argument, [](const Field& f) { return f.direction == Direction::by_command; });
    if (kernel_reads(command) && !reads) {
      report(subject_of(command), command.at,
             "the number says that the kernel reads the argument, but every field is out");
    } else if (kernel_writes(command) && !writes && !follows) {
      report(subject_of(command), command.at,
             "the number says that the kernel writes the argument, but no field is out");
    } else if (!kernel_writes(command) && writes && command.transfer != Transfer::none) {
      report(subject_of(command), command.at,
             "the argument has out fields, but the number says that the kernel only reads it");
    }
  }
}

void argument_is_no_pointer(const LintContext& context, const LintReport& report) {
  for (const Command& command : context.spec.commands) {
    if (!command.argument || !is_pointer(*command.argument)) continue;
    report(subject_of(command), command.at,
           "the number encodes the size of the pointer \"" + spell(*command.argument) +
               "\", not of what it points to");
  }
}

void size_fits_everywhere(const LintContext& context, const LintReport& report) {
  for (const Command& command : context.spec.commands) {
    std::vector<std::string> targets;
    for (const Layout& layout : context.layouts) {
      const std::uint64_t limit = (1u << layout.target->ioc_size_bits) - 1;
      if (layout.find_command(command.name)->size > limit) targets.emplace_back(layout.target->name);
    }
    if (targets.empty()) continue;
    report(subject_of(command), command.at,
           "the argument of " + std::to_string(context.on(targets.front()).find_command(command.name)->size) +
               " bytes does not fit the size bits on " + targets.front(),
           targets);
  }
}

void same_number_for_all_callers(const LintContext& context, const LintReport& report) {
  for (const Command& command : context.spec.commands) {
    const std::uint64_t size = context.on("x86_64").find_command(command.name)->size;
    std::vector<std::string> targets;
    for (const Layout& layout : context.layouts) {
      if (layout.find_command(command.name)->size != size) targets.emplace_back(layout.target->name);
    }
    if (targets.empty()) continue;
    report(subject_of(command), command.at,
           "the number encodes " + std::to_string(size) + " bytes on x86_64 and " +
               std::to_string(context.on(targets.front()).find_command(command.name)->size) + " on " +
               targets.front(),
           targets);
  }
}

void scalar_argument_fixed(const LintContext& context, const LintReport& report) {
  for (const Command& command : context.spec.commands) {
    const auto* scalar = command.argument ? std::get_if<ScalarType>(&command.argument->is) : nullptr;
    if (scalar == nullptr || is_fixed_width(scalar->kind) || is_long(scalar->kind)) continue;
    report(subject_of(command), command.at,
           "the argument \"" + spell(*command.argument) + "\" has no fixed width in its name");
  }
}

void errors_declared(const LintContext& context, const LintReport& report) {
  for (const Command& command : context.spec.commands) {
    const auto has = [&](std::string_view code) {
      return std::any_of(command.errors.begin(), command.errors.end(),
                         [&](const ErrorCase& error) { return error.code == code; });
    };
    if (command.errors.empty()) {
      report(subject_of(command), command.at, "no errno is declared");
    } else if (command.transfer != Transfer::none && !has("EFAULT")) {
      report(subject_of(command), command.at, "EFAULT is not declared, though the argument is user memory");
    } else if (command.access != Access::any && !has("EBADF") && !has("EACCES") && !has("EPERM")) {
      report(subject_of(command), command.at, "no errno is declared for a file in the wrong open mode");
    }
  }
}

void no_enosys(const LintContext& context, const LintReport& report) {
  for (const Command& command : context.spec.commands) {
    for (const ErrorCase& error : command.errors) {
      if (error.code != "ENOSYS" && error.code != "ENOIOCTLCMD" && error.code != "ENOTTY") continue;
      report(subject_of(command), error.at, error.code + " is declared for a known command");
    }
  }
}

void access_declared(const LintContext& context, const LintReport& report) {
  for (const Command& command : context.spec.commands) {
    if (command.access != Access::any || !command.capability.empty()) continue;
    report(subject_of(command), command.at,
           "the command works on a file in any open mode and without a capability");
  }
}

void deprecated_has_successor(const LintContext& context, const LintReport& report) {
  for (const Command& command : context.spec.commands) {
    if (command.deprecated.empty() || !command.replaced_by.empty()) continue;
    report(subject_of(command), command.at,
           "deprecated since " + command.deprecated + ", but nothing says what to use");
  }
}

void since_declared(const LintContext& context, const LintReport& report) {
  for (const Command& command : context.spec.commands) {
    if (!command.since.empty()) continue;
    report(subject_of(command), command.at, "the version that introduced the command is not declared");
  }
}

constexpr std::string_view ioctl_source = "Documentation/driver-api/ioctl.rst, Command number definitions";
constexpr std::string_view number_source = "Documentation/userspace-api/ioctl/ioctl-number.rst";

const LintRule rules[] = {
    {{.id = "type-is-free",
      .purpose = "The type letter and numbers are not another subsystem's.",
      .source = number_source,
      .explanation =
          "A command sent to the wrong device should fail rather than do something else, and tracers "
          "decode a shared number as the other one.",
      .example = "_IOW('V', 1, struct foo), where 'V' is V4L2's",
      .fix = "choose a free block and register it in ioctl-number.rst"},
     type_is_free},
    {{.id = "direction-is-true",
      .purpose = "The direction bits say what the kernel does.",
      .source = ioctl_source,
      .explanation = "Tracers, sandboxes and bindings copy buffers by these bits.",
      .example = "_IOW with an out field",
      .fix = "make the command's direction and its fields' agree"},
     direction_is_true},
    {{.id = "argument-is-no-pointer",
      .purpose = "The number encodes the argument itself.",
      .source = number_source,
      .explanation = "sizeof a pointer is 4 or 8 by caller and says nothing of the struct behind it.",
      .example = "_IOR('f', 1, struct foo *)",
      .fix = "name the struct, without the asterisk"},
     argument_is_no_pointer},
    {{.id = "size-fits-everywhere",
      .purpose = "The argument fits in the 13 size bits that some architectures have.",
      .source = "arch/powerpc/include/uapi/asm/ioctl.h (_IOC_SIZEBITS)",
      .explanation =
          "Above 8191 bytes the size runs into the direction bits on alpha, mips, powerpc and sparc.",
      .example = "struct foo { __u8 data[8192]; };",
      .fix = "pass a __u64 user pointer and a length"},
     size_fits_everywhere},
    {{.id = "same-number-for-all-callers",
      .purpose = "32-bit and 64-bit callers send the same number.",
      .source = "Documentation/driver-api/ioctl.rst, 32-bit compat mode",
      .explanation =
          "The kernel needs a compat handler that knows the other number, or 32-bit callers get ENOTTY.",
      .example = "_IOW('f', 1, struct foo { char *p; })",
      .fix = "give the argument the same size on every target"},
     same_number_for_all_callers},
    {{.id = "scalar-argument-fixed",
      .purpose = "A command's scalar argument has a fixed-width type.",
      .source = ioctl_source,
      .explanation = "int happens to be 4 bytes on Linux, and the header should say what was meant.",
      .example = "_IOW('f', 1, int)",
      .fix = "use __u32 or __s32"},
     scalar_argument_fixed},
    {{.id = "errors-declared",
      .purpose = "Each command lists its errnos and their conditions.",
      .source = "Documentation/driver-api/ioctl.rst, Return code",
      .explanation = "Callers test errno; what is not written down changes by accident.",
      .example = "a command with an argument and no EFAULT",
      .fix = "add the missing entries to \"errors\", in order of precedence"},
     errors_declared},
    {{.id = "unknown-command-is-enotty",
      .purpose = "ENOTTY means an unknown command, and only that.",
      .source = "Documentation/driver-api/ioctl.rst, Return code",
      .explanation =
          "Programs probe for a command by ENOTTY; ENOSYS is for missing system calls, ENOIOCTLCMD never "
          "leaves the kernel.",
      .example = R"({"errno": "ENOSYS", "when": "not built in"})",
      .fix = "use EOPNOTSUPP for a known but unsupported request"},
     no_enosys},
    {{.id = "access-declared",
      .category = Category::should,
      .purpose = "Each command says which open mode or capability it needs.",
      .source = "DRM_IOCTL flags (drivers/gpu/drm/drm_ioctl.c)",
      .explanation = "A command that changes state should not work on a file opened for reading.",
      .example = "\"access\" left out",
      .fix = "add \"access\" or \"capability\""},
     access_declared},
    {{.id = "deprecated-has-successor",
      .category = Category::should,
      .purpose = "A deprecated command names what replaces it.",
      .source = "iopact",
      .explanation = "A deprecation that names no successor is not acted on.",
      .example = R"("deprecated": "2.0.0")",
      .fix = "add \"replaced_by\""},
     deprecated_has_successor},
    {{.id = "since-declared",
      .category = Category::should,
      .purpose = "Each command says since which version it exists.",
      .source = "iopact",
      .explanation = "Callers that support several kernels need to know when to probe.",
      .example = "\"since\" left out",
      .fix = "add \"since\""},
     since_declared},
};

}  // namespace

std::span<const LintRule> command_rules() { return rules; }

}  // namespace iopact
