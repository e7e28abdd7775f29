// SPDX-License-Identifier: GPL-2.0-or-later
#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <set>

#include "abi/model/domain.h"
#include "abi/model/field_check.h"
#include "abi/model/suggest.h"

namespace iopact {

namespace {

class ConstraintCheck {
 public:
  ConstraintCheck(Checking& checking, const Field& field)
      : checking_(checking), field_(field), constraint_(field.constraint), domain_(domain_of(field)) {}

  void check() {
    const std::size_t before = checking_.count();
    if (!applies()) return;
    zero_array();
    if (!domain_) return;
    range();
    enumeration();
    unsupported();
    flags();
    zero_meaning();
    if (checking_.count() != before) return;
    if (constraint_.zero) accepts_zero("/zero", "\"zero\" asks for a 0");
    if (checking_.count() == before && field_.example) example();
  }

 private:
  bool written(std::string_view path) const { return checking_.below(field_.at, path) != nullptr; }

  // Constraints speak of integers; "zero" of arrays of them as well.
  bool applies() {
    if (domain_) return true;
    for (const std::string_view path :
         {"/range", "/enum", "/unsupported", "/flags", "/power_of_two", "/zero_means", "/example"})
      if (written(path)) {
        checking_.error(
            "spec-constraint", field_.at, path,
            fmt::format("\"{}\" is for integers, and this field is {}", path.substr(1), spell(field_.type)),
            "remove it, or change the type");
        return false;
      }
    return true;
  }

  void zero_array() {
    if (domain_ || !constraint_.zero) return;
    const Type* type = &field_.type;
    while (const auto* array = std::get_if<ArrayType>(&type->is)) type = array->element.get();
    if (narrowest_bits(*type) == 0)
      checking_.error("spec-constraint", field_.at, "/zero",
                      fmt::format("\"zero\" is for integers and arrays of them, and this field is {}",
                                  spell(field_.type)),
                      "remove it, or mark the members");
  }

  void range() {
    if (!constraint_.range) return;
    const auto& [min, max] = *constraint_.range;
    if (!min && !max && !checking_.damaged(field_.at))
      checking_.error("spec-range", field_.at, "/range", "this range has neither \"min\" nor \"max\"",
                      "give it one or both");
    if (min && !domain_->holds_signed(*min)) outside("/range/min", std::to_string(*min));
    if (max && *max > domain_->max) outside("/range/max", std::to_string(*max));
    if (min && max && *min > 0 && static_cast<std::uint64_t>(*min) > *max)
      checking_.error("spec-range", field_.at, "/range", fmt::format("min {} is above max {}", *min, *max),
                      "swap them, or correct one");
  }

  void outside(std::string_view path, const std::string& value) {
    checking_.error("spec-range", field_.at, path, fmt::format("{} holds no {}", type_name(), value),
                    fmt::format("use a number from {} to {}", domain_->min, domain_->max));
  }

  std::string type_name() const {
    return field_.bits ? fmt::format("a bitfield of {} bits", *field_.bits) : spell(field_.type);
  }

  void enumeration() {
    if (!written("/enum")) return;
    const Enum* item = find_enum();
    if (item == nullptr) {
      if (!checking_.damaged("/enums"))
        checking_.error("spec-reference", field_.at, "/enum",
                        fmt::format("enum {} is not defined", clip(constraint_.enumeration)),
                        suggest_name(constraint_.enumeration, names_of(checking_.spec.enums),
                                     "define it under \"enums\""));
      return;
    }
    for (const Enumerator& value : item->values)
      if (!value.retired && !domain_->holds_signed(value.value)) {
        checking_
            .error("spec-enum", field_.at, "/enum",
                   fmt::format("{} holds no {}, the value of {}", type_name(), value.value, value.name),
                   "use a wider type, or another value")
            .places.push_back(value.at);
        return;
      }
  }

  const Enum* find_enum() const { return checking_.spec.find_enum(constraint_.enumeration); }
  const FlagSet* find_flags() const { return checking_.spec.find_flag_set(constraint_.flags); }

  static const Enumerator* find_value(const Enum& item, std::string_view name) {
    const auto found =
        std::find_if(item.values.begin(), item.values.end(), [&](auto& value) { return value.name == name; });
    return found == item.values.end() ? nullptr : &*found;
  }

  void unsupported() {
    if (!written("/unsupported")) return;
    const Enum* item = find_enum();
    if (!written("/enum"))
      checking_.error("spec-enum", field_.at, "/unsupported",
                      "\"unsupported\" names values of an enum, and there is none",
                      "add \"enum\", or remove \"unsupported\"");
    if (item == nullptr) return;
    std::set<std::string_view> seen;
    for (std::size_t i = 0; i < constraint_.unsupported.size(); ++i)
      unsupported_value(*item, constraint_.unsupported[i], fmt::format("/unsupported/{}", i), seen);
    if (!item->values.empty() && seen.size() == supported(*item))
      checking_.error("spec-enum", field_.at, "/unsupported",
                      fmt::format("no value of enum {} is left", item->name),
                      "leave at least one value that is supported");
  }

  static std::size_t supported(const Enum& item) {
    return static_cast<std::size_t>(
        std::count_if(item.values.begin(), item.values.end(), [](auto& value) { return !value.retired; }));
  }

  void unsupported_value(const Enum& item, const std::string& name, const std::string& path,
                         std::set<std::string_view>& seen) {
    const Enumerator* value = find_value(item, name);
    if (value == nullptr)
      checking_.error("spec-enum", field_.at, path,
                      fmt::format("{} is no value of enum {}", clip(name), item.name),
                      suggest_name(name, names_of(item.values), "name one of its values"));
    else if (value->retired)
      checking_.error("spec-enum", field_.at, path, fmt::format("{} is retired and always rejected", name),
                      "remove it");
    else if (!seen.insert(name).second)
      checking_.error("spec-enum", field_.at, path, fmt::format("{} stands twice in this list", name),
                      "remove one");
  }

  void flags() {
    if (!written("/flags")) return;
    if (written("/enum") || written("/range"))
      checking_.error("spec-constraint", field_.at, "/flags",
                      "a field holds flags, or the value of an enum or range, not both", "keep one of them");
    const FlagSet* set = find_flags();
    if (set == nullptr) {
      if (!checking_.damaged("/flag_sets"))
        checking_.error("spec-reference", field_.at, "/flags",
                        fmt::format("the flag set {} is not defined", clip(constraint_.flags)),
                        suggest_name(constraint_.flags, names_of(checking_.spec.flag_sets),
                                     "define it under \"flag_sets\""));
      return;
    }
    for (const Enumerator& flag : set->flags)
      if (!flag.retired && std::bit_width(static_cast<std::uint64_t>(flag.value)) > domain_->bits) {
        checking_
            .error("spec-flag", field_.at, "/flags",
                   fmt::format("{} has no bit for {}", type_name(), flag.name),
                   "use a wider type, or a lower bit")
            .places.push_back(flag.at);
        return;
      }
  }

  void zero_meaning() {
    if (written("/zero_means")) accepts_zero("/zero_means", "\"zero_means\" explains a 0");
  }

  void accepts_zero(std::string_view path, std::string_view wish) {
    const std::string reason = rejected(0);
    if (!reason.empty())
      checking_.error("spec-constraint", field_.at, path, fmt::format("{}, which {}", wish, reason),
                      "let the other constraints accept 0, or remove this key");
  }

  void example() {
    const std::uint64_t value = *field_.example;
    const std::string text = show(value, *domain_);
    if (!domain_->holds(value)) return outside("/example", text);
    const std::string reason = rejected(value);
    if (!reason.empty())
      checking_.error("spec-example", field_.at, "/example", fmt::format("the example {} {}", text, reason),
                      "write a value that the kernel accepts: tests build valid requests from it");
  }

  // Why the kernel does not accept a value: "lies below the range"; empty where it does.
  std::string rejected(std::uint64_t value) const {
    if (constraint_.zero && value != 0) return "is not the 0 that \"zero\" asks for";
    for (const std::string& reason : {out_of_range(value), no_enumerator(value), bad_flags(value)})
      if (!reason.empty()) return reason;
    const bool power = value != 0 ? std::has_single_bit(value) : constraint_.zero_means.has_value();
    if (constraint_.power_of_two && !power) return "is no power of two";
    return "";
  }

  std::string out_of_range(std::uint64_t value) const {
    if (!constraint_.range) return "";
    const bool negative = domain_->is_signed() && static_cast<std::int64_t>(value) < 0;
    const auto& [min, max] = *constraint_.range;
    const bool low = min && (negative ? static_cast<std::int64_t>(value) < *min
                                      : *min > 0 && value < static_cast<std::uint64_t>(*min));
    if (low) return "lies below the range";
    return max && !negative && value > *max ? "lies above the range" : "";
  }

  std::string no_enumerator(std::uint64_t value) const {
    const Enum* item = find_enum();
    if (item == nullptr) return "";
    for (const Enumerator& known : item->values) {
      if (static_cast<std::uint64_t>(known.value) != value || known.retired) continue;
      const auto& names = constraint_.unsupported;
      const bool refused = std::find(names.begin(), names.end(), known.name) != names.end();
      return refused ? "is known but not supported" : "";
    }
    return item->open ? "" : fmt::format("is no value of enum {}", item->name);
  }

  std::string bad_flags(std::uint64_t value) const {
    const FlagSet* set = find_flags();
    if (set == nullptr) return "";
    std::uint64_t known = 0;
    for (const Enumerator& flag : set->flags)
      if (!flag.retired) known |= static_cast<std::uint64_t>(flag.value);
    if ((value & ~known) != 0) return fmt::format("has bits outside the flag set {}", set->name);
    for (const std::vector<std::string>& group : set->exclusive)
      if (members(*set, group, value) > 1) return fmt::format("holds flags that exclude each other");
    return "";
  }

  static std::size_t members(const FlagSet& set, const std::vector<std::string>& group, std::uint64_t value) {
    return static_cast<std::size_t>(
        std::count_if(set.flags.begin(), set.flags.end(), [&](const Enumerator& flag) {
          return (value & static_cast<std::uint64_t>(flag.value)) != 0 &&
                 std::find(group.begin(), group.end(), flag.name) != group.end();
        }));
  }

  Checking& checking_;
  const Field& field_;
  const Constraint& constraint_;
  std::optional<Domain> domain_;
};

}  // namespace

void check_field_constraint(Checking& checking, const Field& field) {
  ConstraintCheck(checking, field).check();
}

}  // namespace iopact
