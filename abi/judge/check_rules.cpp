// SPDX-License-Identifier: GPL-2.0-or-later
#include "abi/judge/check.h"

namespace iopact {
namespace {

constexpr Rule rules[] = {
    {"layout-mismatch", Category::must, "Every compiler lays a struct out as the spec says.",
     "checked with the DWARF of each compiler and target",
     "Program and driver would read each other's fields at other places.",
     "struct foo.flags at offset 24 where the spec has 28",
     "Generate the header again, or change the spec where the header is right."},
    {"missing-field", Category::must, "The header and every object have all fields of the spec.",
     "VexFS test programs with a private struct that lacks flags",
     "Who lacks a field passes a shorter struct: another command number, and other bytes where the field should be.",
     "struct vexfs_batch_insert_request without flags",
     "Generate the header again and build what includes it; remove private copies of the struct."},
    {"extra-field", Category::must, "The header and every object have no field that the spec lacks.",
     "checked with the DWARF of each compiler and target",
     "Nobody documents, validates or clears a field that the spec does not know.", "struct foo.debug, 4 bytes",
     "Add the field to the spec by the rules of extension, or remove it."},
    {"missing-struct", Category::must, "The header defines every struct of the spec.",
     "checked with the DWARF of each compiler and target", "Programs cannot be built against it.",
     "struct foo renamed by hand", "Generate the header again."},
    {"command-mismatch", Category::must, "Every command has the number that the spec computes for the target.",
     "checked with the compiler's own value of the macro",
     "The driver answers ENOTTY to a number it does not know, or takes it for another command.",
     "_IOW('V', 3, ...) where the spec has nr 4", "Generate the header again."},
    {"missing-command", Category::must, "The header defines every command of the spec.",
     "checked with the compiler's own value of the macro", "Programs cannot be built against it.",
     "#define FOO_IOC_GET removed by hand", "Generate the header again."},
    {"constant-mismatch", Category::must, "Every constant, enumerator and flag has the value that the spec gives it.",
     "checked with the compiler's own value of the macro", "Program and driver would mean different things by one name.",
     "FOO_FLAG_SYNC 2 where the spec has 4", "Generate the header again."},
    {"missing-constant", Category::must, "The header defines every constant, enumerator and flag of the spec.",
     "checked with the compiler's own value of the macro", "Programs cannot be built against it.",
     "#define FOO_MAX removed by hand", "Generate the header again."},
    {"object-without-structs", Category::should, "An object that is checked holds structs of the spec.",
     "checked with the DWARF of the object", "A check of an object that uses nothing of the interface proves nothing.",
     "a driver that was built from a private copy under another name",
     "Check the object that implements or calls the interface, and compile it with -g."},
};

}  // namespace

std::span<const Rule> check_rules() { return rules; }

}  // namespace iopact
