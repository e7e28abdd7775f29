// SPDX-License-Identifier: GPL-2.0-or-later
// Sizes, offsets and command numbers of a spec on one target, by the rules of that target's C ABI.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "abi/model/spec.h"
#include "abi/model/target.h"

namespace iopact {

// One member. Nested aggregates list their members after them with a dotted path; anonymous ones add no path
// component. All offsets count from the start of the outermost struct.
struct FieldLayout {
  std::string path;               // "inner.flags"; empty for an unnamed bitfield
  const Field* field = nullptr;
  std::string type;               // C spelling
  std::uint64_t offset = 0;       // bytes; of a bitfield: byte of its storage unit's first bit, see bit_offset
  std::uint64_t size = 0;         // bytes; 0 for a flexible array; storage unit for a bitfield
  std::uint64_t align = 1;        // bytes
  std::uint32_t bit_offset = 0;   // bitfield: offset from the start of the struct in bits, memory order
  std::uint32_t bit_size = 0;     // bitfield: width in bits; 0 for other members
  int depth = 0;                  // nesting depth, 0 for the struct's own members
};

struct Hole { std::uint64_t offset = 0; std::uint64_t size = 0; bool tail = false; std::string after; };  // bytes

struct StructLayout {
  const Aggregate* aggregate = nullptr;
  std::string name;
  std::uint64_t size = 0;         // bytes, tail padding included
  std::uint64_t align = 1;        // bytes
  std::vector<FieldLayout> fields;
  std::vector<Hole> holes;        // implicit padding of the struct's own level, the tail last

  const FieldLayout* find(std::string_view path) const;
};

struct CommandLayout {
  const Command* command = nullptr;
  std::uint32_t value = 0;        // the whole request number
  std::uint64_t size = 0;         // bytes, as encoded
};

struct Layout {
  const Target* target = nullptr;
  std::vector<StructLayout> structs;    // in the spec's order
  std::vector<CommandLayout> commands;  // in the spec's order

  const StructLayout* find_struct(std::string_view name) const;
  const CommandLayout* find_command(std::string_view name) const;
};

// The spec must have passed the loader. Pointers in the result refer into `spec`, which must outlive it.
Layout lay_out(const Spec& spec, const Target& target);

// Size and alignment in bytes of a type on a target (flexible array: size 0).
struct Extent { std::uint64_t size = 0; std::uint64_t align = 1; };
Extent extent(const Spec& spec, const Type& type, const Target& target);

// _IOC(dir, type, nr, size) by the target's encoding (include/uapi/asm-generic/ioctl.h and the architectures' own).
std::uint32_t ioc(const Target& target, Transfer transfer, unsigned type, unsigned nr, std::uint64_t size);

struct IocParts { Transfer transfer; unsigned type; unsigned nr; std::uint64_t size; };
IocParts split_ioc(const Target& target, std::uint32_t value);

// True where both layouts agree in size, offsets and bit offsets of every member.
bool same_layout(const StructLayout& a, const StructLayout& b);

}  // namespace iopact
