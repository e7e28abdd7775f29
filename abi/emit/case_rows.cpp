// SPDX-License-Identifier: GPL-2.0-or-later
#include "abi/emit/case_rows.h"

#include <fmt/format.h>

#include <algorithm>

#include "abi/emit/naming.h"
#include "abi/emit/rules.h"

namespace iopact::emit {

namespace {

struct Candidate {
  std::string name;
  std::uint64_t value;
};

struct Verdict {
  std::string error;
  int order = -1;

  bool operator==(const Verdict&) const = default;
};

std::uint64_t pattern(std::int64_t value) { return static_cast<std::uint64_t>(value); }

// Every value worth a try for one field, whatever comes of it.
class Candidates {
 public:
  Candidates(const Plan& plan, const Member& member)
      : spec_(plan.spec()), constraint_(member.field->constraint) {
    integer_ = *integer_of(member, wide, plan);
    all_ones_ = read_as({integer_.bits, false}, ~std::uint64_t{0});
    for (const Rule rule : rules_of(member)) add(rule);
    for (const auto& group : exclusive_flags(spec_, member)) add_pairs(group);
  }

  const std::vector<Candidate>& all() const { return list_; }

 private:
  void add(Rule rule) {
    switch (rule) {
      case Rule::zero:
        put("zero", 0);
        return add_bits("bit", all_ones_);
      case Rule::range:
        return add_range();
      case Rule::enumeration:
        return add_enum(*spec_.find_enum(constraint_.enumeration));
      case Rule::flags:
        return add_flags(*spec_.find_flag_set(constraint_.flags));
      case Rule::power_of_two:
      case Rule::some_power:
        return add_powers();
      case Rule::truth:
        put("false", 0);
        put("true", 1);
        put("two", 2);
        return put("type_max", all_ones_);
      case Rule::closed:
        return;
    }
  }

  void add_range() {
    const Range& range = *constraint_.range;
    if (range.min) {
      put("below_min", pattern(*range.min) - 1);
      put("min", pattern(*range.min));
    }
    if (range.max) {
      put("max", *range.max);
      put("above_max", *range.max + 1);
    }
    if (integer_.is_signed) put("type_min", std::uint64_t{1} << (integer_.bits - 1));
    put("type_max", integer_.is_signed ? all_ones_ >> 1 : all_ones_);
  }

  void add_enum(const Enum& one) {
    for (const Enumerator& value : one.values)
      put((value.retired ? "retired_" : "") + lower(value.name), pattern(value.value));
    const auto [low, high] = std::ranges::minmax(one.values, {}, &Enumerator::value);
    put("below_enum", pattern(low.value) - 1);
    for (const Enumerator& value : one.values)
      put(value.value == high.value ? "above_enum" : fmt::format("gap_after_{}", lower(value.name)),
          pattern(value.value) + 1);
    put("type_max", all_ones_);
  }

  void add_flags(const FlagSet& set) {
    for (const Enumerator& flag : set.flags)
      if (!flag.retired) put(lower(flag.name), pattern(flag.value));
    add_bits("unknown_bit", all_ones_ & ~flag_mask(spec_, set.name));
  }

  void add_powers() {
    put("power_of_two_1", 1);
    put("power_of_two_2", 2);
    put("not_power_of_two_3", 3);
    if (constraint_.range && constraint_.range->max && *constraint_.range->max > 4)
      put(fmt::format("not_power_of_two_{}", *constraint_.range->max - 1), *constraint_.range->max - 1);
    put("zero", 0);
  }

  void add_pairs(const std::vector<const Enumerator*>& group) {
    for (std::size_t i = 0; i < group.size(); ++i)
      for (std::size_t j = i + 1; j < group.size(); ++j)
        put(fmt::format("{}_with_{}", lower(group[i]->name), lower(group[j]->name)),
            pattern(group[i]->value | group[j]->value));
  }

  void add_bits(std::string_view name, std::uint64_t mask) {
    for (unsigned bit = 0; bit < 64; ++bit)
      if ((mask >> bit & 1) != 0) put(fmt::format("{}_{}", name, bit), std::uint64_t{1} << bit);
  }

  void put(std::string name, std::uint64_t value) {
    value &= all_ones_;
    const bool known = std::ranges::any_of(list_, [&](const Candidate& one) { return one.value == value; });
    if (!known) list_.push_back({std::move(name), value});
  }

  const Spec& spec_;
  const Constraint& constraint_;
  FieldInteger integer_;
  std::uint64_t all_ones_ = 0;
  std::vector<Candidate> list_;
};

// The outcome of a value: the first rule that it breaks, then relations, which come after the rules of all
// fields.
Verdict judge_value(const Plan& plan, const Member& member, Width width, std::uint64_t value, int order,
                    int relation) {
  const FieldInteger integer = *integer_of(member, width, plan);
  const std::uint64_t own = read_as(integer, value);
  for (const Rule rule : rules_of(member)) {
    const std::string_view error = judge(plan.spec(), member, rule, integer, own);
    if (!error.empty()) return {std::string(error), order};
    ++order;
  }
  for (const auto& group : exclusive_flags(plan.spec(), member)) {
    const auto set = std::ranges::count_if(
        group, [&](const Enumerator* flag) { return (own & pattern(flag->value)) != 0; });
    if (set > 1) return {"EINVAL", relation};
    ++relation;
  }
  return {};
}

class Rows {
 public:
  Rows(const Plan& plan, const CommandPlan& command, const std::vector<CaseField>& fields)
      : plan_(plan), command_(command), fields_(fields) {
    const bool sized = command.argument != nullptr && command.argument->aggregate->extensible;
    order_ = sized ? 1 : 0;  // the size is looked at before any field
    relation_ = order_;
    for (const CaseField& field : fields) relation_ += count(field);
  }

  std::vector<CaseRow> all() {
    for (std::size_t i = 0; i < fields_.size(); ++i) add_field(i);
    return std::move(rows_);
  }

 private:
  static bool is_judged(const CaseField& field) { return field.kind == CaseKind::integer && field.flow.in; }

  static int count(const CaseField& field) {
    return is_judged(field) ? static_cast<int>(rules_of(*field.member).size()) : 0;
  }

  void add_field(std::size_t index) {
    const CaseField& field = fields_[index];
    if (!is_judged(field)) return;
    if (is_size_field(field)) return add_sizes(index);
    const Candidates candidates(plan_, *field.member);
    for (const Candidate& candidate : candidates.all()) add(index, candidate);
    order_ += count(field);
    relation_ += static_cast<int>(exclusive_flags(plan_.spec(), *field.member).size());
  }

  void add(std::size_t index, const Candidate& candidate) {
    const CaseField& field = fields_[index];
    const auto judged = [&](Width width) {
      return judge_value(plan_, *field.member, width, candidate.value, order_, relation_);
    };
    const Verdict verdict = judged(wide);
    if (verdict != judged(narrow) || (verdict.error.empty() && depends_on_state(field))) return;
    rows_.push_back({fmt::format("{}.{}.{}", upper(command_.name), field.path, candidate.name), index,
                     candidate.value, verdict.error, verdict.order});
  }

  bool is_size_field(const CaseField& field) const {
    const std::string& name = command_.argument->aggregate->size_field;
    return !name.empty() && field.path == name;
  }

  void add_sizes(std::size_t index) {
    const Member& last = *command_.argument->find(command_.argument->aggregate->min_size_after);
    const std::uint64_t min_size = last.at(wide).offset + last.at(wide).size;
    const std::string prefix = fmt::format("{}.{}.", upper(command_.name), fields_[index].path);
    if (min_size == last.at(narrow).offset + last.at(narrow).size)
      rows_.push_back({prefix + "below_min", index, min_size - 1, "EINVAL", 0});
    rows_.push_back({prefix + "zero", index, 0, "EINVAL", 0});
    rows_.push_back({prefix + "above_page", index, 4097, "E2BIG", 0});
  }

  // A length must fit the memory behind a pointer, an fd or handle must exist.
  bool depends_on_state(const CaseField& field) const {
    const Meaning meaning = field.member->field->meaning;
    if (meaning == Meaning::fd || meaning == Meaning::handle || meaning == Meaning::length) return true;
    return std::ranges::any_of(fields_, [&](const CaseField& other) {
      const auto& length = other.member->field->length;
      return other.holder == field.holder && std::ranges::find(length, field.member->name()) != length.end();
    });
  }

  const Plan& plan_;
  const CommandPlan& command_;
  const std::vector<CaseField>& fields_;
  int order_ = 0;
  int relation_ = 0;
  std::vector<CaseRow> rows_;
};

}  // namespace

std::vector<CaseRow> case_rows(const Plan& plan, const CommandPlan& command,
                               const std::vector<CaseField>& fields) {
  return Rows(plan, command, fields).all();
}

}  // namespace iopact::emit
