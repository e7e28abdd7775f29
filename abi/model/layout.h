// SPDX-License-Identifier: GPL-2.0-or-later
// Sizes, offsets and command numbers of a spec on one target, by the rules of that target's C ABI.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "abi/model/spec.h"
#include "abi/model/target.h"

namespace iopact {

// One member. The members of a nested aggregate follow it with a dotted path ("inner.flags"); those of an
// anonymous one get no path component of their own; those of an aggregate written inside an array stand for
// its first element ("slots[0].flags"). An array of a named struct is not expanded: that struct is listed by
// itself. Every path is a valid member designator for offsetof(). All offsets count from the start of the
// outermost struct.
struct FieldLayout {
  std::string path;  // empty for an unnamed bitfield and for an anonymous aggregate itself
  const Field* field = nullptr;
  std::string type;  // C spelling
  // Bytes. Of a bitfield: of the unit of its type, at a multiple of the type's size, that holds it, or when
  // none does (packed) of the byte with its first bit.
  std::uint64_t offset = 0;
  std::uint64_t size = 0;   // bytes; 0 for a flexible array; of the declared type for a bitfield
  std::uint64_t align = 1;  // of its type, bytes
  // Bitfields only. Where it begins, in bits from the start of the outermost struct, as DWARF's
  // DW_AT_data_bit_offset counts: in the order of memory, where bit 0 is the least significant bit of the
  // first byte on a little-endian target and the most significant one on a big-endian target. It occupies the
  // bits [bit_offset, bit_offset + bit_size) of that order.
  std::uint32_t bit_offset = 0;
  std::uint32_t bit_size = 0;  // width in bits; 0 for other members and for the unnamed `:0`
  int depth = 0;               // nesting depth, 0 for the struct's own members
};

// Implicit padding, whole bytes. Unnamed bitfields (but `:0`) are padding that somebody wrote: no holes.
struct Hole {
  std::uint64_t offset = 0;  // bytes
  std::uint64_t size = 0;    // bytes
  bool tail = false;         // at the end of the struct
  std::string after;         // path of the member before it on the same level, empty: none
};

struct StructLayout {
  const Aggregate* aggregate = nullptr;
  std::string name;
  std::uint64_t size = 0;   // bytes, tail padding included
  std::uint64_t align = 1;  // bytes
  std::vector<FieldLayout> fields;
  // Padding of the struct's own level and of the aggregates written inside it, which are listed nowhere else;
  // not of the named structs it holds. The tail last.
  std::vector<Hole> holes;

  const FieldLayout* find(std::string_view path) const;  // nullptr when there is none
};

struct CommandLayout {
  const Command* command = nullptr;
  std::uint32_t value = 0;  // the whole request number
  std::uint64_t size = 0;   // bytes, as encoded
};

struct Layout {
  const Target* target = nullptr;
  std::vector<StructLayout> structs;    // in the spec's order
  std::vector<CommandLayout> commands;  // in the spec's order

  // nullptr when there is none.
  const StructLayout* find_struct(std::string_view name) const;
  const CommandLayout* find_command(std::string_view name) const;
};

// The spec must have passed the loader. Pointers in the result refer into `spec`, which must outlive it.
Layout lay_out(const Spec& spec, const Target& target);

// Size and alignment in bytes of a type on a target (flexible array: size 0).
struct Extent {
  std::uint64_t size = 0;
  std::uint64_t align = 1;
};
Extent extent(const Spec& spec, const Type& type, const Target& target);

// _IOC(dir, type, nr, size) by the target's encoding (include/uapi/asm-generic/ioctl.h and the architectures'
// own). As in that macro, a size too large for its bits runs over into the direction.
std::uint32_t ioc(const Target& target, Transfer transfer, unsigned type, unsigned nr, std::uint64_t size);

// As a spec spells it: "none", "read", "write", "read-write".
std::string_view to_string(Transfer transfer);

struct IocParts {
  Transfer transfer;
  unsigned type;
  unsigned nr;
  std::uint64_t size;
};
IocParts split_ioc(const Target& target, std::uint32_t value);

// True where both layouts agree in size, offsets and bit offsets of every member.
bool same_layout(const StructLayout& a, const StructLayout& b);

}  // namespace iopact
