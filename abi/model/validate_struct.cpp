// SPDX-License-Identifier: GPL-2.0-or-later
#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <limits>
#include <set>
#include <unordered_map>

#include "abi/model/domain.h"
#include "abi/model/field_check.h"
#include "abi/model/scalars.h"
#include "abi/model/suggest.h"

namespace iopact {

namespace {

constexpr std::uint64_t size_limit = 16u << 20;  // bytes of one struct: layouts stay far from overflow
constexpr std::uint64_t member_limit = 65536;    // members of one struct, nested ones counted each time
constexpr int depth_limit = 16;                  // structs within structs

std::uint64_t add(std::uint64_t a, std::uint64_t b) {
  std::uint64_t sum = 0;
  return __builtin_add_overflow(a, b, &sum) ? std::numeric_limits<std::uint64_t>::max() : sum;
}

std::uint64_t multiply(std::uint64_t a, std::uint64_t b) {
  std::uint64_t product = 0;
  return __builtin_mul_overflow(a, b, &product) ? std::numeric_limits<std::uint64_t>::max() : product;
}

// Saturates.
std::uint64_t round_up(std::uint64_t size, std::uint64_t align) {
  const std::uint64_t rest = size % align;
  return rest == 0 ? size : add(size, align - rest);
}

// Upper bounds over all targets, and whether an open array ends it. No target aligns a scalar to more than
// its size.
struct Bulk {
  std::uint64_t size = 0;   // bytes
  std::uint64_t align = 1;  // bytes, at least 1
  std::uint64_t members = 1;
  int depth = 0;
  bool open = false;
};

class StructCheck {
 public:
  explicit StructCheck(Checking& checking) : checking_(checking) {
    const auto& structs = checking.spec.structs;
    for (std::size_t i = 0; i < structs.size(); ++i) index_.emplace(structs[i].name, i);
  }

  void check_all() {
    for (const Aggregate& item : checking_.spec.structs) {
      current_ = bulks_.size();
      bulks_.push_back({});
      const FieldScope scope = scope_of(item);
      bulks_.back() = aggregate(item, scope, true);
      extension(item);
      check_since(checking_, item.at, item.since, "since");
    }
  }

 private:
  // `selected`: the arms of a union may say when they hold.
  Bulk aggregate(const Aggregate& item, const FieldScope& scope, bool selected) {
    if (item.fields.empty() && !checking_.damaged(item.at))
      checking_.error("spec-struct", item.at, "/fields", "this struct or union has no fields",
                      "add one or remove it");
    align(item);
    Bulk total;
    bool full = false;
    for (std::size_t i = 0; i < item.fields.size(); ++i) {
      const Bulk bulk = member(item, item.fields[i], scope, selected);
      if (bulk.open) open_array(item, i);
      full = full || !join(total, bulk, item, item.fields[i]);
    }
    total.align = std::max<std::uint64_t>(total.align, item.align.value_or(1));
    total.size = round_up(total.size, total.align);
    return total;
  }

  Bulk member(const Aggregate& around, const Field& field, const FieldScope& scope, bool selected) {
    Bulk bulk = measure(field.type, field, scope);
    bulk.align = std::max<std::uint64_t>(bulk.align, field.align.value_or(1));
    if (checking_.damaged(field.at)) return bulk;
    const bool in_union = around.kind == AggregateKind::unite;
    const FieldSite site{field, scope, around.fields, in_union, selected};
    check_field_form(checking_, site);
    check_field_relations(checking_, site);
    check_field_constraint(checking_, field);
    return bulk;
  }

  void align(const Aggregate& item) {
    if (item.align && !std::has_single_bit(*item.align))
      checking_.error("spec-align", item.at, "/align",
                      fmt::format("an alignment of {} bytes is no power of two", *item.align),
                      "write 1, 2, 4, 8 and so on");
  }

  // False where the sum passes a limit, which is reported; the total is then as before.
  bool join(Bulk& total, const Bulk& part, const Aggregate& around, const Field& field) {
    const std::uint64_t align = around.packed ? 1 : part.align;
    const bool overlap = around.kind == AggregateKind::unite;
    Bulk sum;
    sum.size = overlap ? std::max(total.size, part.size) : add(round_up(total.size, align), part.size);
    sum.align = std::max(total.align, align);
    sum.members = add(total.members, part.members);
    sum.depth = std::max(total.depth, part.depth);
    sum.open = total.open || part.open;
    const std::string passed = passed_limit(sum);
    if (passed.empty()) {
      total = sum;
      return true;
    }
    checking_.error("spec-size", field.at, "/type",
                    fmt::format("with this field the struct passes {}", passed),
                    "use a smaller array, fewer levels, or a pointer");
    return false;
  }

  static std::string passed_limit(const Bulk& bulk) {
    if (bulk.size > size_limit) return fmt::format("{} MiB", size_limit >> 20);
    if (bulk.members > member_limit) return fmt::format("{} members", member_limit);
    return bulk.depth > depth_limit ? fmt::format("{} structs within each other", depth_limit) : "";
  }

  static Bulk single(std::uint64_t size) { return {size, std::max<std::uint64_t>(size, 1), 1, 0, false}; }

  Bulk measure(const Type& type, const Field& field, const FieldScope& scope) {
    if (const auto* scalar = std::get_if<ScalarType>(&type.is)) return single(widest(scalar->kind));
    if (std::holds_alternative<PointerType>(type.is)) return single(8);
    if (std::holds_alternative<EnumRef>(type.is)) return single(4);
    if (const auto* array = std::get_if<ArrayType>(&type.is)) return measure_array(*array, field, scope);
    if (const auto* ref = std::get_if<StructRef>(&type.is)) return measure_named(*ref, field);
    return measure_nested(*std::get<InlineAggregate>(type.is).body, field, scope);
  }

  Bulk measure_array(const ArrayType& array, const Field& field, const FieldScope& scope) {
    Bulk bulk = measure(*array.element, field, scope);
    if (bulk.open && !checking_.damaged(field.at))
      checking_.error("spec-flexible-array", field.at, "/type", "the elements of an array need a fixed size",
                      "remove the open array at the end of the element");
    if (array.count)
      bulk.size = multiply(bulk.size, *array.count);
    else
      bulk.size = 0;
    bulk.open = !array.count;
    return bulk;
  }

  Bulk measure_nested(const Aggregate& body, const Field& field, const FieldScope& scope) {
    const bool selected = !field.discriminator.empty();
    Bulk bulk =
        field.name.empty() ? aggregate(body, scope, selected) : aggregate(body, scope_of(body), selected);
    ++bulk.depth;
    return bulk;
  }

  Bulk measure_named(const StructRef& ref, const Field& field) {
    const auto found = index_.find(ref.name);
    if (found == index_.end()) return {};
    if (found->second >= current_) {
      if (!checking_.damaged(field.at)) not_before(found->second, field);
      return {};
    }
    Bulk bulk = bulks_[found->second];
    ++bulk.depth;
    return bulk;
  }

  void not_before(std::size_t target, const Field& field) {
    const Aggregate& here = checking_.spec.structs[current_];
    const Aggregate& there = checking_.spec.structs[target];
    if (target == current_) {
      checking_.error("spec-cycle", field.at, "/type", fmt::format("{} contains itself", here.name),
                      "use a pointer, or another struct");
    } else if (circle_told_) {
      return;  // how the circle is broken decides the order of the rest
    } else if (holds(target)) {
      circle_told_ = true;
      checking_
          .error("spec-cycle", field.at, "/type",
                 fmt::format("{} contains itself through {}", here.name, there.name),
                 "break the circle with a pointer")
          .places.push_back(there.at);
    } else {
      checking_
          .error("spec-order", field.at, "/type",
                 fmt::format("{} is defined after {}, which contains it", there.name, here.name),
                 fmt::format("move {} before {}, as C wants it", there.name, here.name))
          .places.push_back(there.at);
    }
  }

  // True where the struct at this index contains the current one at any depth.
  bool holds(std::size_t target) const {
    std::vector<std::size_t> open{target};
    std::set<std::size_t> seen;
    while (!open.empty()) {
      const std::size_t at = open.back();
      open.pop_back();
      if (at == current_) return true;
      if (seen.insert(at).second) collect(checking_.spec.structs[at], open);
    }
    return false;
  }

  void collect(const Aggregate& item, std::vector<std::size_t>& out) const {
    for (const Field& field : item.fields) {
      const Type* type = &field.type;
      while (const auto* array = std::get_if<ArrayType>(&type->is)) type = array->element.get();
      if (const auto* nested = std::get_if<InlineAggregate>(&type->is)) collect(*nested->body, out);
      if (const auto* ref = std::get_if<StructRef>(&type->is))
        if (const auto found = index_.find(ref->name); found != index_.end()) out.push_back(found->second);
    }
  }

  void open_array(const Aggregate& item, std::size_t i) {
    const Field& field = item.fields[i];
    if (checking_.damaged(field.at)) return;
    if (item.kind == AggregateKind::unite)
      checking_.error("spec-flexible-array", field.at, "/type", "an open array cannot stand in a union",
                      "give it a length, or put it at the end of a struct");
    else if (i + 1 < item.fields.size())
      checking_.error("spec-flexible-array", field.at, "/type", "an open array is not the last field",
                      fmt::format("move it behind {}, or give it a length", item.fields.back().name));
    else if (i == 0)
      checking_.error("spec-flexible-array", field.at, "/type", "an open array stands alone in its struct",
                      "put a field before it, such as the number of elements");
  }

  void extension(const Aggregate& item) {
    if (!item.extensible || checking_.damaged(item.at)) return;
    if (item.kind == AggregateKind::unite) {
      checking_.error("spec-extensible", item.at, "/extensible", "a union cannot grow at its end",
                      "use a struct");
      return;
    }
    const std::size_t last = extension_field(item, item.min_size_after, "/extensible/min_size_after");
    if (checking_.below(item.at, "/extensible/size_field") == nullptr) return;
    const std::size_t size = extension_field(item, item.size_field, "/extensible/size_field");
    if (size == item.fields.size() || last == item.fields.size()) return;
    if (!domain_of(item.fields[size]))
      checking_.error(
          "spec-extensible", item.at, "/extensible/size_field",
          fmt::format("{} is {}, and a size is an integer", item.size_field, spell(item.fields[size].type)),
          "name an integer field");
    if (size > last)
      checking_.error(
          "spec-extensible", item.at, "/extensible/min_size_after",
          fmt::format("the smallest struct ends before {}, which holds its size", item.size_field),
          "name the size field or one after it");
  }

  // Index of one of the struct's own fields; the number of fields when there is none, which is reported.
  std::size_t extension_field(const Aggregate& item, const std::string& name, std::string_view path) {
    const auto found =
        std::find_if(item.fields.begin(), item.fields.end(), [&](auto& field) { return field.name == name; });
    const auto index = static_cast<std::size_t>(found - item.fields.begin());
    if (found == item.fields.end())
      checking_.error("spec-reference", item.at, path,
                      fmt::format("{} has no field {}", item.name, clip(name)),
                      suggest_name(name, names_of(item.fields), "name one of its fields"));
    else if (found->bits)
      checking_.error("spec-extensible", item.at, path,
                      fmt::format("{} is a bitfield and has no end in bytes", name), "name another field");
    return found != item.fields.end() && found->bits ? item.fields.size() : index;
  }

  Checking& checking_;
  std::unordered_map<std::string_view, std::size_t> index_;
  std::vector<Bulk> bulks_;  // of the structs so far
  std::size_t current_ = 0;
  bool circle_told_ = false;
};

}  // namespace

void validate_structs(Checking& checking) { StructCheck(checking).check_all(); }

}  // namespace iopact
