// SPDX-License-Identifier: GPL-2.0-or-later
// A spec as the back-ends see it: names of generated symbols, members with their places on every target,
// commands with the way their bytes flow. Built once for all back-ends.
#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "abi/model/layout.h"
#include "abi/model/spec.h"

namespace iopact::emit {

// The two widths that generated code serves, as indices: a 64-bit caller is x86_64, a 32-bit one i386.
enum Width : std::size_t { wide = 0, narrow = 1 };
constexpr std::array<Width, 2> widths = {wide, narrow};

// Seen from the kernel: it reads the bytes, it writes the bytes.
struct Flow {
  bool in = false, out = false;
};
constexpr Flow both_ways{true, true};
Flow operator&(Flow a, Flow b);

struct Record;

// Place of a target in all_targets().
std::size_t index_of(std::string_view target);
std::size_t index_of(Width width);

// Where a member lies in its own struct or union on one target.
struct Spot {
  std::uint64_t offset = 0;  // bytes
  std::uint64_t size = 0;    // bytes; 0 for a flexible array
  std::uint64_t bit = 0;     // of a bitfield: first bit, in the order of memory
};

struct Member {
  const Field* field = nullptr;
  const Type* element = nullptr;          // the type without its dimensions
  std::vector<std::uint64_t> dimensions;  // outermost first, without the one of a flexible array
  bool flexible = false;                  // ends in []
  const Record* nested = nullptr;         // when the element is a struct or union
  std::vector<Spot> spots;                // one a target, in the order of all_targets()

  const std::string& name() const { return field->name; }
  bool is_array() const { return flexible || !dimensions.empty(); }
  const Spot& at(Width width) const;
  std::uint64_t element_size(std::size_t target) const;  // bytes; of a flexible array unknown here: 0
  std::uint64_t element_size(Width width) const;
};

// A struct or union: named in the spec, written inside a field, or standing for an argument that is no
// struct.
struct Record {
  const Aggregate* aggregate = nullptr;
  std::string name;         // tag; empty for one that is written inside a field
  bool is_wrapper = false;  // its single member `value` is the argument of one command
  std::vector<Member> members;
  std::vector<Extent> extents;  // one a target

  bool is_union() const { return aggregate->kind == AggregateKind::unite; }
  const Extent& extent(Width width) const;
  const Member* find(std::string_view member) const;  // nullptr when there is none
};

struct CommandPlan {
  const Command* command = nullptr;
  std::string name;                       // "set_vector_meta"
  const Record* argument = nullptr;       // nullptr: none
  Flow flow;                              // in: the kernel reads the argument (_IOW)
  std::array<std::uint32_t, 2> number{};  // by Width
  std::array<std::uint64_t, 2> size{};    // bytes, as encoded
};

class Plan {
 public:
  explicit Plan(const Spec& spec);
  Plan(Plan&&) = default;
  Plan(const Plan&) = delete;

  const Spec& spec() const { return spec_; }  // with wrappers and the aggregates written inside fields
  const std::vector<CommandPlan>& commands() const { return commands_; }
  const std::deque<Record>& records() const { return records_; }
  const std::vector<Layout>& layouts() const { return layouts_; }  // in the order of all_targets()
  const Record* find(std::string_view tag) const;                  // nullptr when there is none

  // Arguments of commands, and what is reached from them through pointers: in the spec's order.
  const std::vector<const Record*>& arguments() const { return arguments_; }
  const std::vector<const Record*>& pointees() const { return pointees_; }
  bool is_pointee(const Record& record) const;

  // How commands use it as their argument, all together.
  Flow flow(const Record& argument) const;

  // The field that says which arm of a union holds, in the same scope: members of anonymous aggregates stand
  // in their holder's. nullptr when nothing says it.
  const Member* discriminator_of(const Member& unite) const;

  // Bytes of a type.
  std::uint64_t size_of(const Type& type, Width width) const;

 private:
  void add_wrappers();
  void add_nested(const Aggregate& holder, std::string_view path, std::vector<Aggregate>& structs);
  void add_record(const Aggregate& aggregate, std::size_t index);
  Member make_member(const Field& field, std::size_t index) const;
  const Record* record_of(const Type& element) const;
  void add_commands();
  void collect_pointees(const Record& record);
  void sort_uses();
  void find_discriminators(const Record& scope, const Record& record);

  Spec spec_;
  std::vector<std::string> wrappers_;
  std::vector<std::pair<const Aggregate*, std::string>> nested_;  // body in the spec, name in spec_
  std::vector<Layout> layouts_;
  std::deque<Record> records_;
  std::map<const Member*, const Member*> discriminators_;  // of unions that have one
  std::vector<CommandPlan> commands_;
  std::vector<const Record*> arguments_;
  std::vector<const Record*> pointees_;
};

// The type without its dimensions.
const Type& element_of(const Type& type);

// What a pointer points to, a __u64 user pointer included; nullptr for other fields.
const Type* pointee_of(const Field& field);

// An unnamed bitfield: nobody reads or writes it.
bool is_padding(const Member& member);

// Direction of a member in a struct that flows as `holder` says.
Flow flow_of(const Member& member, Flow holder);

// Any byte of it, nested ones included, that flows in (or out).
bool any_in(const Record& record, Flow flow);
bool any_out(const Record& record, Flow flow);
bool all_in(const Record& record, Flow flow);
bool all_out(const Record& record, Flow flow);
bool any_in(const Member& member, Flow holder);
bool any_out(const Member& member, Flow holder);
bool all_in(const Member& member, Flow holder);
bool all_out(const Member& member, Flow holder);

// True where two targets lay it out alike, so that its bytes can be copied; without targets: 64-bit and
// 32-bit callers.
bool same_bytes(const Record& record, std::size_t one, std::size_t other);
bool same_bytes(const Record& record);
bool same_bytes(const Member& member);

// True where no target puts padding into it. Of a union: where one arm covers it and has none.
bool is_dense(const Record& record);
// As well, and nothing in it depends on a discriminator, and it has a fixed size: it can be copied out as it
// is.
bool is_solid(const Member& member);
bool is_solid(const Record& record);

// True where no target puts padding between a member and the next.
bool adjacent(const Member& before, const Member& after);

// Of a union: an arm without padding that is as large as any other on every target; nullptr when there is
// none.
const Member* covering_arm(const Record& record);

}  // namespace iopact::emit
