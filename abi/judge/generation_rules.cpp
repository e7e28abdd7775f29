// SPDX-License-Identifier: GPL-2.0-or-later
#include "abi/judge/generation_rules.h"

namespace iopact {
namespace {

constexpr Rule rules[] = {
    {"generated-drift", Category::must, "What is checked in is what the spec generates.",
     "VexFS test programs with definitions of their own; Netlink's YNL keeps generated code current in the "
     "same way",
     "Header, driver, reference and documentation come from one spec. A file edited by hand, or a spec "
     "changed without "
     "generating again, makes them disagree without anybody noticing.",
     "struct vexfs_batch_insert_request without flags in abi/gen/uapi/vexfs_v2_uapi.h",
     "Undo the edit or change the spec, then run \"make gen\"."},
    {"cannot-generate", Category::must, "The spec says all that the generated code needs to know.",
     "22 commands of Linux 6.1 encode sizeof(struct x *)",
     "Some shipped interfaces can be described but not served by generated code: nothing says which arm of a "
     "union "
     "holds, or what lies behind an address. Code that is right in most cases would be taken for right in "
     "all.",
     "a command whose argument is \"struct foo *\"",
     "Say what the message asks for, or generate only the back-ends that can do without it (--only)."},
};

}  // namespace

std::span<const Rule> generation_rules() { return rules; }

}  // namespace iopact
