// SPDX-License-Identifier: GPL-2.0-or-later
// The ABI facts of a target: one row per target in target.cpp, nothing else knows them.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace iopact {

struct Target {
  std::string_view name;      // "x86_64", "i386", "x32", "aarch64", "arm", "riscv64", "ppc64le", "powerpc",
                              // "s390x", "s390", "mips", "sparc64", "alpha", "m68k"
  std::uint8_t pointer_size;  // bytes
  std::uint8_t long_size;     // bytes
  std::uint8_t align_u64;     // alignment of long long / __u64 in a struct, bytes
  std::uint8_t align_double;  // bytes
  std::uint8_t max_scalar_align;  // cap on any scalar's alignment (2 on m68k), bytes
  bool big_endian;
  bool char_signed;
  bool unnamed_bitfield_aligns;  // unnamed bitfields raise the struct's alignment too (arm, aarch64)
  bool bitfields_ignore_type;    // a bitfield takes the next free bit whatever its type (m68k)
  // _IOC encoding: nr 8, type 8, size `ioc_size_bits`, direction in the rest
  std::uint8_t ioc_size_bits;                  // 14, or 13 on alpha, mips, powerpc, sparc
  std::uint8_t ioc_none, ioc_read, ioc_write;  // direction codes
  std::string_view compat_of;     // the target in this table whose kernel serves this one as compat, or ""
  std::string_view clang_triple;  // "" where clang has no such target
  std::string_view gcc;        // compiler command in Debian 12: "aarch64-linux-gnu-gcc"; flags in gcc_flags
  std::string_view gcc_flags;  // "-m32"
  // Preprocessor condition that selects it among all targets. It tells ABIs apart, not byte orders: sizes,
  // offsets and numbers are the same in both.
  std::string_view condition;
};

std::span<const Target> all_targets();
// nullptr when there is none.
const Target* find_target(std::string_view name);

}  // namespace iopact
