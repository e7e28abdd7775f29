// SPDX-License-Identifier: GPL-2.0-or-later
#include "abi/emit/plan.h"

#include <algorithm>

#include "abi/emit/naming.h"

namespace iopact::emit {

namespace {

std::string wrapper_name(const Spec& spec, const Command& command) {
  return spec.interface + "_" + short_name(spec.interface, command.name) + "_argument";
}

Aggregate make_wrapper(const Spec& spec, const Command& command) {
  Field value;
  value.name = "value";
  value.type = *command.argument;
  value.doc = command.doc;
  value.at = command.at;
  Aggregate wrapper;
  wrapper.name = wrapper_name(spec, command);
  wrapper.fields.push_back(std::move(value));
  wrapper.at = command.at;
  return wrapper;
}

Flow kernel_flow(Transfer transfer) {
  return {transfer == Transfer::write || transfer == Transfer::read_write,
          transfer == Transfer::read || transfer == Transfer::read_write};
}

const StructLayout& layout_of(const Layout& layout, std::size_t index) { return layout.structs[index]; }

const FieldLayout& place_of(const StructLayout& layout, const Field& field) {
  return *std::find_if(layout.fields.begin(), layout.fields.end(),
                       [&](const FieldLayout& one) { return one.depth == 0 && one.field == &field; });
}

const Member* find_in_scope(const Record& scope, std::string_view name) {
  if (name.empty()) return nullptr;
  for (const Member& member : scope.members) {
    if (member.name() == name) return &member;
    const bool is_open = member.nested != nullptr && member.name().empty();
    if (const Member* found = is_open ? find_in_scope(*member.nested, name) : nullptr) return found;
  }
  return nullptr;
}

}  // namespace

std::size_t index_of(std::string_view target) {
  return static_cast<std::size_t>(find_target(target) - all_targets().data());
}

std::size_t index_of(Width width) {
  static const std::array<std::size_t, 2> indices = {index_of("x86_64"), index_of("i386")};
  return indices[width];
}

Flow operator&(Flow a, Flow b) { return {a.in && b.in, a.out && b.out}; }

const Type& element_of(const Type& type) {
  const Type* at = &type;
  while (const auto* array = std::get_if<ArrayType>(&at->is)) at = array->element.get();
  return *at;
}

const Type* pointee_of(const Field& field) {
  if (field.points_to) return &*field.points_to;
  const auto* pointer = std::get_if<PointerType>(&element_of(field.type).is);
  return pointer == nullptr ? nullptr : pointer->to.get();
}

const Spot& Member::at(Width width) const { return spots[index_of(width)]; }

std::uint64_t Member::element_size(std::size_t target) const {
  std::uint64_t size = spots[target].size;
  for (const std::uint64_t count : dimensions) size = count == 0 ? 0 : size / count;
  return size;
}

std::uint64_t Member::element_size(Width width) const { return element_size(index_of(width)); }

const Extent& Record::extent(Width width) const { return extents[index_of(width)]; }

const Member* Record::find(std::string_view member) const {
  const auto found = std::find_if(members.begin(), members.end(),
                                  [&](const Member& one) { return !member.empty() && one.name() == member; });
  return found == members.end() ? nullptr : &*found;
}

Plan::Plan(const Spec& spec) : spec_(spec) {
  add_wrappers();
  std::vector<Aggregate> structs;
  for (const Aggregate& aggregate : spec_.structs) {
    add_nested(aggregate, aggregate.name, structs);
    structs.push_back(aggregate);
  }
  spec_.structs = std::move(structs);
  for (const Target& target : all_targets()) layouts_.push_back(lay_out(spec_, target));
  for (std::size_t i = 0; i < spec_.structs.size(); ++i) add_record(spec_.structs[i], i);
  for (const Record& record : records_) find_discriminators(record, record);
  add_commands();
  sort_uses();
}

void Plan::add_wrappers() {
  for (Command& command : spec_.commands) {
    if (!command.argument || std::holds_alternative<StructRef>(command.argument->is)) continue;
    spec_.structs.push_back(make_wrapper(spec_, command));
    wrappers_.push_back(spec_.structs.back().name);
    command.argument = Type{StructRef{wrappers_.back()}};
  }
}

// Each aggregate written inside a field becomes one with a name that no C identifier can be, so that the
// layout engine lists its members relative to itself.
void Plan::add_nested(const Aggregate& holder, std::string_view path, std::vector<Aggregate>& structs) {
  for (std::size_t i = 0; i < holder.fields.size(); ++i) {
    const auto* nested = std::get_if<InlineAggregate>(&element_of(holder.fields[i].type).is);
    if (nested == nullptr) continue;
    Aggregate copy = *nested->body;
    copy.name = std::string(path) + "#" + std::to_string(i);
    nested_.emplace_back(nested->body.get(), copy.name);
    add_nested(*nested->body, copy.name, structs);
    structs.push_back(std::move(copy));
  }
}

void Plan::add_record(const Aggregate& aggregate, std::size_t index) {
  Record record;
  record.aggregate = &aggregate;
  record.name = aggregate.name.find('#') == std::string::npos ? aggregate.name : "";
  record.is_wrapper = std::find(wrappers_.begin(), wrappers_.end(), aggregate.name) != wrappers_.end();
  for (const Field& field : aggregate.fields) record.members.push_back(make_member(field, index));
  for (const Layout& layout : layouts_) {
    const StructLayout& own = layout_of(layout, index);
    record.extents.push_back({own.size, own.align});
  }
  records_.push_back(std::move(record));
}

Member Plan::make_member(const Field& field, std::size_t index) const {
  Member member;
  member.field = &field;
  member.element = &element_of(field.type);
  member.nested = record_of(*member.element);
  for (const Type* at = &field.type; const auto* array = std::get_if<ArrayType>(&at->is);
       at = array->element.get()) {
    if (array->count) member.dimensions.push_back(*array->count);
    member.flexible = member.flexible || !array->count;
  }
  for (const Layout& layout : layouts_) {
    const FieldLayout& place = place_of(layout_of(layout, index), field);
    member.spots.push_back({place.offset, place.size, place.bit_offset});
  }
  return member;
}

const Record* Plan::record_of(const Type& element) const {
  if (const auto* ref = std::get_if<StructRef>(&element.is)) return find(ref->name);
  const auto* nested = std::get_if<InlineAggregate>(&element.is);
  if (nested == nullptr) return nullptr;
  const auto found = std::find_if(nested_.begin(), nested_.end(),
                                  [&](const auto& one) { return one.first == nested->body.get(); });
  return find(found->second);
}

const Record* Plan::find(std::string_view tag) const {
  const auto found = std::find_if(records_.begin(), records_.end(),
                                  [&](const Record& record) { return record.aggregate->name == tag; });
  return found == records_.end() ? nullptr : &*found;
}

void Plan::find_discriminators(const Record& scope, const Record& record) {
  for (const Member& member : record.members) {
    if (const Member* found = find_in_scope(scope, member.field->discriminator))
      discriminators_.emplace(&member, found);
    if (member.nested != nullptr && member.name().empty()) find_discriminators(scope, *member.nested);
  }
}

const Member* Plan::discriminator_of(const Member& unite) const {
  const auto found = discriminators_.find(&unite);
  return found == discriminators_.end() ? nullptr : found->second;
}

void Plan::add_commands() {
  for (std::size_t i = 0; i < spec_.commands.size(); ++i) {
    const Command& command = spec_.commands[i];
    CommandPlan plan;
    plan.command = &command;
    plan.name = short_name(spec_.interface, command.name);
    plan.flow = kernel_flow(command.transfer);
    if (command.argument) plan.argument = record_of(*command.argument);
    for (const Width width : widths) {
      const CommandLayout& own = layouts_[index_of(width)].commands[i];
      plan.number[width] = own.value;
      plan.size[width] = own.size;
    }
    commands_.push_back(std::move(plan));
  }
}

void Plan::collect_pointees(const Record& record) {
  for (const Member& member : record.members) {
    if (member.nested != nullptr) collect_pointees(*member.nested);
    const Type* pointee = pointee_of(*member.field);
    const Record* target = pointee == nullptr ? nullptr : record_of(element_of(*pointee));
    if (target == nullptr || is_pointee(*target)) continue;
    pointees_.push_back(target);
    collect_pointees(*target);
  }
}

// Flexible arrays end outside of the struct: what they hold is reached as through a pointer.
void Plan::sort_uses() {
  for (const Record& record : records_) {
    const bool used = std::any_of(commands_.begin(), commands_.end(),
                                  [&](const CommandPlan& one) { return one.argument == &record; });
    if (used) arguments_.push_back(&record);
  }
  for (const Record* argument : arguments_) {
    collect_pointees(*argument);
    for (const Member& member : argument->members)
      if (member.flexible && member.nested != nullptr && !is_pointee(*member.nested))
        pointees_.push_back(member.nested);
  }
  std::sort(pointees_.begin(), pointees_.end(), [](const Record* a, const Record* b) {
    return a->aggregate < b->aggregate;  // both in the vector of the spec's structs
  });
}

bool Plan::is_pointee(const Record& record) const {
  return std::find(pointees_.begin(), pointees_.end(), &record) != pointees_.end();
}

Flow Plan::flow(const Record& argument) const {
  Flow all;
  for (const CommandPlan& command : commands_) {
    if (command.argument != &argument) continue;
    all.in = all.in || command.flow.in;
    all.out = all.out || command.flow.out;
  }
  return all;
}

std::uint64_t Plan::size_of(const Type& type, Width width) const {
  return iopact::extent(spec_, type, all_targets()[index_of(width)]).size;
}

}  // namespace iopact::emit
