// SPDX-License-Identifier: GPL-2.0-or-later
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "abi/model/domain.h"
#include "abi/model/field_check.h"
#include "abi/model/suggest.h"

namespace iopact {

namespace {

bool is_array(const Field& field) { return std::holds_alternative<ArrayType>(field.type.is); }

void collect(const Aggregate& aggregate, FieldScope& scope) {
  for (const Field& field : aggregate.fields) {
    if (!field.name.empty()) {
      scope.emplace(field.name, &field);
    } else if (const auto* nested = std::get_if<InlineAggregate>(&field.type.is)) {
      collect(*nested->body, scope);
    }
  }
}

class RelationCheck {
 public:
  RelationCheck(Checking& checking, const FieldSite& site)
      : checking_(checking), field_(site.field), scope_(site.scope), site_(site) {}

  void check() {
    pointer();
    lengths();
    bounds();
    selection();
    discriminator();
  }

 private:
  bool written(std::string_view path) const { return checking_.below(field_.at, path) != nullptr; }

  void pointer() {
    const bool pointing = is_pointer(field_);
    if (field_.meaning != Meaning::user_pointer && written("/points_to"))
      checking_.error("spec-pointer", field_.at, "/points_to",
                      "only a field of kind user_pointer points to something",
                      "add \"kind\": \"user_pointer\", or remove \"points_to\"");
    for (const std::string_view path : {"/writes", "/nullable"})
      if (!pointing && written(path))
        checking_.error("spec-pointer", field_.at, path,
                        fmt::format("\"{}\" is for pointers", path.substr(1)),
                        "remove it, or make the field a pointer");
    const auto* raw = std::get_if<PointerType>(&field_.type.is);
    if (raw != nullptr && raw->to_const && field_.pointee_written)
      checking_.error("spec-pointer", field_.at, "/writes",
                      "the kernel writes what a pointer to const points to",
                      "remove const from \"type\", or remove \"writes\"");
    const auto* target = field_.points_to ? std::get_if<ArrayType>(&field_.points_to->is) : nullptr;
    if (target != nullptr && !target->count)
      checking_.error("spec-pointer", field_.at, "/points_to",
                      "\"points_to\" is the type of one element, not an open array",
                      "write the element's type, and the count under \"length\"");
  }

  void lengths() {
    if (!written("/length")) return;
    if (!is_pointer(field_) && !is_array(field_)) {
      checking_.error("spec-length", field_.at, "/length",
                      "\"length\" counts the elements of a pointer or an array",
                      "remove it, or change \"type\"");
      return;
    }
    if (field_.length.empty())
      checking_.error("spec-length", field_.at, "/length", "this length names nothing",
                      "name the fields whose product is the number of elements");
    for (std::size_t i = 0; i < field_.length.size(); ++i)
      length(field_.length[i], fmt::format("/length/{}", i));
  }

  void length(const std::string& name, const std::string& path) {
    if (const Constant* constant = checking_.spec.find_constant(name);
        constant != nullptr && !scope_.contains(name)) {
      const auto* value = std::get_if<std::int64_t>(&constant->value);
      const bool text = std::holds_alternative<std::string>(constant->value);
      if (text || !constant->struct_size.empty() || (value != nullptr && *value <= 0))
        checking_.error("spec-length", field_.at, path, fmt::format("the constant {} counts nothing", name),
                        "name a constant with a number above 0");
      return;
    }
    integer_field(name, path, "length");
  }

  void bounds() {
    if (!written("/bound")) return;
    if (!is_pointer(field_) || !field_.pointee_written) {
      checking_.error("spec-length", field_.at, "/bound", "\"bound\" counts elements that the kernel writes",
                      "add \"writes\": true to the pointer, or remove \"bound\"");
      return;
    }
    for (std::size_t i = 0; i < field_.bound.size(); ++i) {
      const std::string path = fmt::format("/bound/{}", i);
      const Field* other = integer_field(field_.bound[i], path, "bound");
      if (other != nullptr && other->direction == Direction::in)
        checking_.error("spec-length", field_.at, path,
                        fmt::format("{} is an input and cannot say how much was written", other->name),
                        "name an output field");
    }
  }

  // The named field of the same struct, when it is an integer; reports it when not.
  const Field* integer_field(const std::string& name, const std::string& path, std::string_view key) {
    const auto found = scope_.find(name);
    if (found == scope_.end()) {
      unknown_field(name, path);
    } else if (found->second == &field_) {
      checking_.error("spec-reference", field_.at, path,
                      fmt::format("\"{}\" of {} names the field itself", key, name), "name another field");
    } else if (!domain_of(*found->second)) {
      checking_.error(
          "spec-length", field_.at, path,
          fmt::format("{} is {}, and \"{}\" needs an integer", name, spell(found->second->type), key),
          "name an integer field");
    } else {
      return found->second;
    }
    return nullptr;
  }

  void unknown_field(const std::string& name, const std::string& path) {
    if (checking_.damaged(struct_pointer())) return;
    std::vector<std::string_view> names;
    for (const auto& [known, field] : scope_) names.push_back(known);
    checking_.error("spec-reference", field_.at, path,
                    fmt::format("there is no field {} beside this one", clip(name)),
                    suggest_name(name, names, "name a field of the same struct"));
  }

  std::string_view struct_pointer() const {
    const std::string_view pointer = field_.at.pointer;
    return pointer.substr(0, pointer.rfind("/fields/"));
  }

  void selection() {
    if (!written("/selects")) {
      if (site_.in_union && site_.arms_selected && has_selecting_sibling())
        checking_.error("spec-union", field_.at, "", "this arm does not say when it holds",
                        "add \"selects\": the discriminator's value");
      return;
    }
    if (!site_.in_union)
      checking_.error("spec-union", field_.at, "/selects", "\"selects\" is for the arms of a union",
                      "remove it, or put the field into a union");
    else if (!site_.arms_selected)
      checking_.error("spec-union", field_.at, "/selects", "the union around this arm has no discriminator",
                      "add \"discriminator\" to the union: the field that says which arm holds");
  }

  // Named unions may do without any "selects"; one that has some needs all.
  bool has_selecting_sibling() const {
    return !site_.siblings.empty() && std::any_of(site_.siblings.begin(), site_.siblings.end(),
                                                  [](const Field& arm) { return arm.selects.has_value(); });
  }

  void discriminator() {
    if (!written("/discriminator")) return;
    const Aggregate* body = union_of(checking_.spec, field_.type);
    if (body == nullptr) {
      checking_.error("spec-union", field_.at, "/discriminator", "only a union has a discriminator",
                      "remove it, or make the field a union");
      return;
    }
    const Field* tag = integer_field(field_.discriminator, "/discriminator", "discriminator");
    if (tag == nullptr) return;
    if (is_inside(*body, *tag)) {
      checking_.error("spec-union", field_.at, "/discriminator",
                      fmt::format("{} stands inside the union that it chooses from", tag->name),
                      "name a field outside of the union");
      return;
    }
    if (std::none_of(body->fields.begin(), body->fields.end(),
                     [](auto& arm) { return arm.selects.has_value(); }))
      checking_.error("spec-union", field_.at, "/discriminator", "no arm of this union says when it holds",
                      fmt::format("add \"selects\" to each arm: the value of {}", tag->name));
    arms(*body, *tag);
  }

  static bool is_inside(const Aggregate& body, const Field& tag) {
    FieldScope inner = scope_of(body);
    return std::any_of(inner.begin(), inner.end(), [&](const auto& item) { return item.second == &tag; });
  }

  void arms(const Aggregate& body, const Field& tag) {
    std::map<std::uint64_t, const Field*> seen;
    for (const Field& arm : body.fields) {
      if (!arm.selects) continue;
      selected(arm, tag);
      const auto [first, added] = seen.emplace(*arm.selects, &arm);
      if (!added)
        checking_
            .error("spec-union", arm.at, "/selects", "two arms hold for the same value of the discriminator",
                   "give each arm its own value")
            .places.push_back(checking_.place(first->second->at, "/selects"));
    }
  }

  void selected(const Field& arm, const Field& tag) {
    const Domain domain = *domain_of(tag);
    const std::string value = show(*arm.selects, domain);
    if (!domain.holds(*arm.selects)) {
      checking_.error("spec-union", arm.at, "/selects", fmt::format("{} never holds {}", tag.name, value),
                      "use a value that the discriminator's type can hold");
      return;
    }
    const auto* ref = std::get_if<EnumRef>(&tag.type.is);
    const Enum* item = checking_.spec.find_enum(ref != nullptr ? ref->name : tag.constraint.enumeration);
    if (item == nullptr || item->open) return;
    const auto names_it = [&](const Enumerator& known) {
      return known.value == static_cast<std::int64_t>(*arm.selects);
    };
    if (std::none_of(item->values.begin(), item->values.end(), names_it))
      checking_.error("spec-union", arm.at, "/selects",
                      fmt::format("{} is no value of enum {}", value, item->name),
                      fmt::format("use a value of the enum that {} holds", tag.name));
  }

  Checking& checking_;
  const Field& field_;
  const FieldScope& scope_;
  const FieldSite& site_;
};

}  // namespace

FieldScope scope_of(const Aggregate& aggregate) {
  FieldScope scope;
  collect(aggregate, scope);
  return scope;
}

const Aggregate* union_of(const Spec& spec, const Type& type) {
  const Aggregate* body = nullptr;
  if (const auto* nested = std::get_if<InlineAggregate>(&type.is)) body = nested->body.get();
  if (const auto* ref = std::get_if<StructRef>(&type.is)) body = spec.find_struct(ref->name);
  return body != nullptr && body->kind == AggregateKind::unite ? body : nullptr;
}

void check_field_relations(Checking& checking, const FieldSite& site) {
  RelationCheck(checking, site).check();
}

}  // namespace iopact
