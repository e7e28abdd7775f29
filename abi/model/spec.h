// SPDX-License-Identifier: GPL-2.0-or-later
// The typed ABI model. Readers build it (JSON spec, header, DWARF), judges and back-ends only read it.
// Kinds are resolved once, here; visit the variants without a default branch.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "abi/model/source.h"

namespace iopact {

// ---- types ------------------------------------------------------------------------------------------------

enum class Scalar {
  u8, u16, u32, u64, s8, s16, s32, s64,      // __u8 ... __s64
  le16, le32, le64, be16, be32, be64,        // __le16 ... __be64
  aligned_u64, aligned_s64, aligned_be64, aligned_le64,  // __aligned_u64 ...: 8-byte aligned on every target
  character,                                 // char
  schar, uchar,                              // signed char, unsigned char
  boolean, float32, float64,                 // _Bool, float, double
  sshort, ushort, sint, uint,                // short ... unsigned int
  slong, ulong, slonglong, ulonglong,        // long ... unsigned long long
  size, ssize,                               // size_t, ssize_t (__kernel_size_t, __kernel_ssize_t)
  void_type,                                 // only behind a pointer
};

struct Type;
using TypePtr = std::shared_ptr<const Type>;

struct ScalarType { Scalar kind; };
struct PointerType { TypePtr to; bool to_const = false; };
// count is empty for a flexible array `[]`; `count_text` is the length as written when it names a constant.
struct ArrayType { TypePtr element; std::optional<std::uint64_t> count; std::string count_text; };
enum class AggregateKind { structure, unite };
struct StructRef {  // a named struct or union of the same spec, by tag
  std::string name;
  AggregateKind kind = AggregateKind::structure;
};
struct EnumRef { std::string name; };    // `enum foo` as a member type (legacy)
struct Aggregate;
struct InlineAggregate { std::shared_ptr<const Aggregate> body; };  // nested, named by its field or anonymous

struct Type {
  std::variant<ScalarType, PointerType, ArrayType, StructRef, EnumRef, InlineAggregate> is;
};

// C spelling of a type without a declarator's name: "__u32", "float *", "struct foo[4]".
std::string spell(const Type& type);

// ---- fields and aggregates ----------------------------------------------------------------------------------

enum class Direction { by_command, in, out, inout };  // by_command: follows the command that carries the struct

struct Range { std::optional<std::int64_t> min; std::optional<std::uint64_t> max; };

// What an integer field may hold. All that are set must hold. Checked in the order of this struct.
struct Constraint {
  bool zero = false;                     // must be zero on input (reserved, or filled in by the kernel)
  std::optional<Range> range;
  std::string enumeration;               // name of an enum: one of its values
  std::vector<std::string> unsupported;  // names of that enum's values that are known but answer EOPNOTSUPP
  std::string flags;                     // name of a flag set: no bit outside it
  bool power_of_two = false;             // 0 is allowed only when zero_means is set
  std::optional<std::string> zero_means; // documentation of a 0 that stands for something else
};

enum class Meaning { plain, string, fd, handle, user_pointer, length, size, reserved, padding };

struct Field {
  std::string name;                      // empty: anonymous struct/union member or unnamed bitfield
  Type type;
  std::optional<std::uint32_t> bits;     // bitfield width in bits
  std::optional<std::uint32_t> align;    // __attribute__((aligned(n))), bytes
  Direction direction = Direction::by_command;
  Constraint constraint;
  Meaning meaning = Meaning::plain;
  std::optional<Type> points_to;         // element type behind a __u64 user pointer (Meaning::user_pointer)
  bool pointee_written = false;          // the kernel writes what the pointer points to
  std::vector<std::string> length;       // pointers and arrays: element count = product of these fields/constants
  std::vector<std::string> bound;        // pointers: output array; elements written <= min of these fields
  bool nullable = false;
  std::string discriminator;             // union: the sibling field that says which arm holds
  std::optional<std::uint64_t> selects;  // union arm: value of the discriminator
  std::string unit;
  std::string since;
  std::optional<std::uint64_t> example;  // a valid value; conformance builds valid requests from these
  std::string doc;
  Place at;
};

struct Aggregate {
  AggregateKind kind = AggregateKind::structure;
  std::string name;                      // tag; empty for inline ones
  std::vector<Field> fields;
  bool packed = false;
  std::optional<std::uint32_t> align;    // __attribute__((aligned(n))), bytes
  bool extensible = false;               // grows at the end under copy_struct_from_user rules
  std::string size_field;                // extensible: field that carries the caller's size; empty: _IOC_SIZE
  std::string min_size_after;            // extensible: last field of version 0; min_size = offsetofend() of it
  std::string since;
  std::string doc;
  Place at;
};

// ---- constants ----------------------------------------------------------------------------------------------

struct Constant {
  std::string name;
  std::variant<std::int64_t, std::uint64_t, std::string> value;
  bool hex = false;                      // written as hexadecimal in the header
  std::string struct_size;               // non-empty: the value is sizeof(struct X) of the 64-bit ABI
  std::string doc;
  Place at;
};

struct Enumerator {
  std::string name;
  std::int64_t value = 0;
  bool retired = false;                  // rejected, and never given out again
  std::string doc;
  Place at;
};

struct Enum {
  std::string name;
  bool open = false;                     // callers must tolerate unknown values
  bool macros = true;                    // emitted as #define rather than `enum`
  std::vector<Enumerator> values;
  std::string doc;
  Place at;
};

struct FlagSet {
  std::string name;
  std::vector<Enumerator> flags;         // value is the bit mask
  std::vector<std::vector<std::string>> exclusive;  // flags that may not stand together
  std::string zero_means;
  std::string doc;
  Place at;
};

// ---- commands -----------------------------------------------------------------------------------------------

enum class Access { any, read, write, read_write };  // open mode a command needs
enum class Transfer { none, write, read, read_write };  // _IO, _IOW, _IOR, _IOWR: from the caller's side

struct ErrorCase {
  std::string code;                      // "EINVAL"
  std::string when;                      // one closed condition
  Place at;
};

struct Command {
  std::string name;                      // macro name
  std::uint32_t nr = 0;
  Transfer transfer = Transfer::none;
  std::optional<Type> argument;          // empty for _IO
  Access access = Access::any;
  std::string capability;                // "CAP_SYS_ADMIN", empty: none
  std::vector<ErrorCase> errors;         // in order of precedence
  std::vector<std::string> after;        // commands that bring the file into a state where this one succeeds
  std::string since;
  std::string deprecated;                // version, empty: current
  std::string replaced_by;
  std::string doc;
  Place at;
};

struct RetiredNumber { std::uint32_t nr = 0; std::string name; std::string reason; Place at; };

struct Waiver {
  std::string rule;
  std::string subject;                   // matches Finding::subject exactly
  std::string reason;
  std::string owner;
  std::string expires;                   // ISO date; empty: never
  Place at;
};

// ---- the spec -----------------------------------------------------------------------------------------------

enum class Level { strict, legacy };

struct Spec {
  std::string interface;                 // C identifier, prefix of generated kernel and user symbols: "vexfs_v2"
  std::string title;
  std::string version;                   // "2.0.0"
  Level level = Level::strict;
  std::string license;                   // SPDX expression of the header
  std::string header;                    // file name of the UAPI header
  std::string guard;                     // its include guard
  char type_letter = 0;
  std::string type_macro;                // emitted as #define; empty: the letter stands in each command
  std::string device_node;
  std::uint32_t device_mode = 0;         // permission bits
  std::string doc;
  std::vector<Constant> constants;
  std::vector<Enum> enums;
  std::vector<FlagSet> flag_sets;
  std::vector<Aggregate> structs;        // named structs and unions, each after the ones it holds
  std::vector<Command> commands;
  std::vector<RetiredNumber> retired_numbers;
  std::vector<Waiver> waivers;
  std::string file;                      // where it was read from

  const Aggregate* find_struct(std::string_view name) const;
  const Enum* find_enum(std::string_view name) const;
  const FlagSet* find_flag_set(std::string_view name) const;
  const Constant* find_constant(std::string_view name) const;
  const Command* find_command(std::string_view name) const;
};

}  // namespace iopact
