// SPDX-License-Identifier: GPL-2.0-or-later
#include "abi/model/layout.h"

#include <algorithm>
#include <limits>
#include <unordered_map>

#include "abi/model/placement.h"

namespace iopact {

namespace {

constexpr std::uint64_t bits_per_byte = 8;

// Lays out aggregates on demand and each only once, however often others hold it.
class Engine {
 public:
  Engine(const Spec& spec, const Target& target) : spec_(spec), target_(target) {}

  const StructLayout& of(const Aggregate& aggregate);
  Extent extent(const Type& type);

 private:
  Extent extent_of_enum(const EnumRef& ref) const;
  const StructLayout* members_of(const Type& type);
  void add(const Field& field, Placement& placement, StructLayout& out);
  void add_members(const StructLayout& inner, const FieldLayout& holder, StructLayout& out) const;

  const Spec& spec_;
  const Target& target_;
  std::unordered_map<const Aggregate*, StructLayout> done_;
};

const Type& element_of(const Type& type) {
  const Type* at = &type;
  while (const auto* array = std::get_if<ArrayType>(&at->is)) at = array->element.get();
  return *at;
}

// An enum is an int, an unsigned int, or where its values need it a 64-bit integer (a GNU extension).
bool fits_32_bits(const Enum& enumeration) {
  const auto [low, high] = std::ranges::minmax(enumeration.values, {}, &Enumerator::value);
  const std::int64_t limit = low.value < 0 ? std::numeric_limits<std::int32_t>::max()
                                           : std::int64_t{std::numeric_limits<std::uint32_t>::max()};
  return low.value >= std::numeric_limits<std::int32_t>::min() && high.value <= limit;
}

Extent Engine::extent_of_enum(const EnumRef& ref) const {
  const Enum* enumeration = spec_.find_enum(ref.name);
  const bool small = enumeration == nullptr || enumeration->values.empty() || fits_32_bits(*enumeration);
  return scalar_extent(small ? Scalar::sint : Scalar::slonglong, target_);
}

Extent Engine::extent(const Type& type) {
  struct Visitor {
    Engine& engine;
    Extent operator()(const ScalarType& scalar) const { return scalar_extent(scalar.kind, engine.target_); }
    Extent operator()(const PointerType&) const {
      const Target& target = engine.target_;
      return {target.pointer_size, std::min<std::uint64_t>(target.pointer_size, target.max_scalar_align)};
    }
    Extent operator()(const ArrayType& array) const {
      const Extent element = engine.extent(*array.element);
      return {element.size * array.count.value_or(0), element.align};
    }
    Extent operator()(const EnumRef& ref) const { return engine.extent_of_enum(ref); }
    Extent operator()(const StructRef& ref) const { return of(engine.spec_.find_struct(ref.name)); }
    Extent operator()(const InlineAggregate& nested) const { return of(nested.body.get()); }
    Extent of(const Aggregate* aggregate) const {
      if (aggregate == nullptr) return {};
      const StructLayout& layout = engine.of(*aggregate);
      return {layout.size, layout.align};
    }
  };
  return std::visit(Visitor{*this}, type.is);
}

// The aggregate whose members are listed under a field of this type: its own, or one written inside its
// array.
const StructLayout* Engine::members_of(const Type& type) {
  if (const auto* nested = std::get_if<InlineAggregate>(&element_of(type).is)) return &of(*nested->body);
  if (const auto* ref = std::get_if<StructRef>(&type.is)) {
    const Aggregate* aggregate = spec_.find_struct(ref->name);
    return aggregate == nullptr ? nullptr : &of(*aggregate);
  }
  return nullptr;
}

// Bytes of a bitfield's unit: where it begins, see FieldLayout::offset.
std::uint64_t unit_offset(std::uint64_t begin, std::uint32_t width, std::uint64_t unit_size) {
  const std::uint64_t unit_bits = unit_size * bits_per_byte;
  const bool in_one_unit = width != 0 && begin / unit_bits == (begin + width - 1) / unit_bits;
  return in_one_unit ? begin / unit_bits * unit_size : begin / bits_per_byte;
}

// "[0][0]" for as many dimensions as the type has.
std::string first_element(const Type& type) {
  std::string subscripts;
  const Type* at = &type;
  while (const auto* array = std::get_if<ArrayType>(&at->is)) {
    subscripts += "[0]";
    at = array->element.get();
  }
  return subscripts;
}

void add_hole(StructLayout& out, std::uint64_t from_bit, std::uint64_t to_bit, bool tail) {
  const std::uint64_t from = round_up(from_bit, bits_per_byte) / bits_per_byte;
  const std::uint64_t to = to_bit / bits_per_byte;
  if (to <= from) return;
  const auto last = std::find_if(out.fields.rbegin(), out.fields.rend(), [](const FieldLayout& field) {
    return field.depth == 0 && !field.path.empty();
  });
  out.holes.push_back({from, to - from, tail, last == out.fields.rend() ? "" : last->path});
}

void Engine::add(const Field& field, Placement& placement, StructLayout& out) {
  const Extent type = extent(field.type);
  const std::uint64_t free = placement.end();
  const std::uint64_t begin = placement.place(field, type);
  if (begin > free) add_hole(out, free, begin, false);

  FieldLayout placed;
  placed.path = field.name;
  placed.field = &field;
  placed.type = spell(field.type);
  placed.size = type.size;
  placed.align = type.align;
  placed.offset = begin / bits_per_byte;
  if (field.bits) {
    placed.offset = unit_offset(begin, *field.bits, type.size);
    placed.bit_offset = static_cast<std::uint32_t>(begin);
    placed.bit_size = *field.bits;
  }
  out.fields.push_back(placed);
  if (const StructLayout* inner = members_of(field.type)) add_members(*inner, placed, out);
}

// The members of a nested aggregate, moved to where its holder stands. Holes too, where the aggregate has no
// name under which they would be listed on their own.
void Engine::add_members(const StructLayout& inner, const FieldLayout& holder, StructLayout& out) const {
  const std::string prefix = holder.path.empty() ? "" : holder.path + first_element(holder.field->type) + ".";
  for (FieldLayout member : inner.fields) {
    if (!member.path.empty()) member.path.insert(0, prefix);
    member.offset += holder.offset;
    if (member.field->bits) member.bit_offset += static_cast<std::uint32_t>(holder.offset * bits_per_byte);
    ++member.depth;
    out.fields.push_back(std::move(member));
  }
  if (!inner.aggregate->name.empty()) return;
  for (const Hole& hole : inner.holes) {
    const std::string after = hole.after.empty() ? "" : prefix + hole.after;
    out.holes.push_back({hole.offset + holder.offset, hole.size, false, after});
  }
}

const StructLayout& Engine::of(const Aggregate& aggregate) {
  if (const auto found = done_.find(&aggregate); found != done_.end()) return found->second;
  StructLayout out;
  out.aggregate = &aggregate;
  out.name = aggregate.name;
  Placement placement(aggregate, target_);
  for (const Field& field : aggregate.fields) add(field, placement, out);
  const Extent whole = placement.extent();
  out.size = whole.size;
  out.align = whole.align;
  add_hole(out, placement.end(), whole.size * bits_per_byte, true);
  return done_.emplace(&aggregate, std::move(out)).first->second;
}

template <typename Item>
const Item* find_by(const std::vector<Item>& items, std::string_view name, auto name_of) {
  const auto found = std::ranges::find(items, name, name_of);
  return found == items.end() ? nullptr : &*found;
}

}  // namespace

const FieldLayout* StructLayout::find(std::string_view path) const {
  return path.empty() ? nullptr : find_by(fields, path, &FieldLayout::path);
}

const StructLayout* Layout::find_struct(std::string_view name) const {
  return find_by(structs, name, &StructLayout::name);
}

const CommandLayout* Layout::find_command(std::string_view name) const {
  return find_by(commands, name,
                 [](const CommandLayout& one) -> const std::string& { return one.command->name; });
}

Layout lay_out(const Spec& spec, const Target& target) {
  Engine engine(spec, target);
  Layout out;
  out.target = &target;
  for (const Aggregate& aggregate : spec.structs) out.structs.push_back(engine.of(aggregate));
  const auto letter = static_cast<unsigned char>(spec.type_letter);
  for (const Command& command : spec.commands) {
    const std::uint64_t size = command.argument ? engine.extent(*command.argument).size : 0;
    out.commands.push_back({&command, ioc(target, command.transfer, letter, command.nr, size), size});
  }
  return out;
}

Extent extent(const Spec& spec, const Type& type, const Target& target) {
  return Engine(spec, target).extent(type);
}

bool same_layout(const StructLayout& a, const StructLayout& b) {
  const auto same_place = [](const FieldLayout& one, const FieldLayout& other) {
    return one.path == other.path && one.offset == other.offset && one.size == other.size &&
           one.bit_offset == other.bit_offset && one.bit_size == other.bit_size;
  };
  return a.size == b.size && std::ranges::equal(a.fields, b.fields, same_place);
}

}  // namespace iopact
