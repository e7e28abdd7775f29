// SPDX-License-Identifier: GPL-2.0-or-later
#include "abi/model/target.h"

#include <algorithm>

namespace iopact {

namespace {

// Scalar sizes and alignments of a C ABI, in bytes.
struct Widths {
  std::uint8_t pointer, long_, align_u64, align_double, max_align;
};
constexpr Widths lp64{8, 8, 8, 8, 8};
constexpr Widths ilp32{4, 4, 8, 8, 8};
constexpr Widths ilp32_align4{4, 4, 4, 4, 4};
constexpr Widths ilp32_align2{4, 4, 2, 2, 2};

enum class Order { little, big };
enum class Char { is_signed, is_unsigned };
// What bitfields do: take the alignment of their type when they have a name, or always; or ignore their type.
enum class Bitfields { named_align, all_align, ignore_type };

// Layout of a request number: include/uapi/asm-generic/ioctl.h, and the one that alpha, mips, powerpc and
// sparc took over from their first Unix.
struct Encoding {
  std::uint8_t size_bits, none, read, write;
};
constexpr Encoding generic{14, 0, 2, 1};
constexpr Encoding historic{13, 1, 2, 4};

struct Compilers {
  std::string_view triple, gcc, flags;
};

constexpr Target row(std::string_view name, Widths widths, Order order, Char plain, Bitfields bitfields,
                     Encoding encoding, std::string_view compat_of, Compilers cc,
                     std::string_view condition) {
  return {name,
          widths.pointer,
          widths.long_,
          widths.align_u64,
          widths.align_double,
          widths.max_align,
          order == Order::big,
          plain == Char::is_signed,
          bitfields != Bitfields::named_align,
          bitfields == Bitfields::ignore_type,
          encoding.size_bits,
          encoding.none,
          encoding.read,
          encoding.write,
          compat_of,
          cc.triple,
          cc.gcc,
          cc.flags,
          condition};
}

using enum Order;
using enum Char;
using enum Bitfields;

constexpr Target targets[] = {
    row("x86_64", lp64, little, is_signed, named_align, generic, "",
        {"x86_64-linux-gnu", "x86_64-linux-gnu-gcc", ""}, "defined(__x86_64__) && !defined(__ILP32__)"),
    row("i386", ilp32_align4, little, is_signed, named_align, generic, "x86_64",
        {"i686-linux-gnu", "x86_64-linux-gnu-gcc", "-m32"}, "defined(__i386__)"),
    row("x32", ilp32, little, is_signed, named_align, generic, "x86_64",
        {"x86_64-linux-gnux32", "x86_64-linux-gnu-gcc", "-mx32"},
        "defined(__x86_64__) && defined(__ILP32__)"),
    row("aarch64", lp64, little, is_unsigned, all_align, generic, "",
        {"aarch64-linux-gnu", "aarch64-linux-gnu-gcc", ""}, "defined(__aarch64__) && !defined(__ILP32__)"),
    row("arm", ilp32, little, is_unsigned, all_align, generic, "aarch64",
        {"arm-linux-gnueabihf", "arm-linux-gnueabihf-gcc", ""}, "defined(__arm__) && defined(__ARM_EABI__)"),
    row("riscv64", lp64, little, is_unsigned, named_align, generic, "",
        {"riscv64-linux-gnu", "riscv64-linux-gnu-gcc", ""}, "defined(__riscv) && __riscv_xlen == 64"),
    row("ppc64le", lp64, little, is_unsigned, named_align, historic, "",
        {"powerpc64le-linux-gnu", "powerpc64le-linux-gnu-gcc", ""}, "defined(__powerpc64__)"),
    row("powerpc", ilp32, big, is_unsigned, named_align, historic, "",
        {"powerpc-linux-gnu", "powerpc-linux-gnu-gcc", ""},
        "defined(__powerpc__) && !defined(__powerpc64__)"),
    row("s390x", lp64, big, is_unsigned, named_align, generic, "",
        {"s390x-linux-gnu", "s390x-linux-gnu-gcc", ""}, "defined(__s390x__)"),
    row("s390", ilp32, big, is_unsigned, named_align, generic, "s390x", {"", "s390x-linux-gnu-gcc", "-m31"},
        "defined(__s390__) && !defined(__s390x__)"),
    row("mips", ilp32, big, is_signed, named_align, historic, "",
        {"mips-linux-gnu", "mips-linux-gnu-gcc", ""}, "defined(__mips__) && _MIPS_SIM == _ABIO32"),
    row("sparc64", lp64, big, is_signed, named_align, historic, "",
        {"sparc64-linux-gnu", "sparc64-linux-gnu-gcc", ""}, "defined(__sparc__) && defined(__arch64__)"),
    row("alpha", lp64, little, is_signed, named_align, historic, "", {"", "alpha-linux-gnu-gcc", ""},
        "defined(__alpha__)"),
    row("m68k", ilp32_align2, big, is_signed, ignore_type, generic, "", {"", "m68k-linux-gnu-gcc", ""},
        "defined(__m68k__)"),
};

}  // namespace

std::span<const Target> all_targets() { return targets; }

const Target* find_target(std::string_view name) {
  const auto* found = std::ranges::find(targets, name, &Target::name);
  return found == std::end(targets) ? nullptr : found;
}

}  // namespace iopact
