// SPDX-License-Identifier: GPL-2.0-or-later
#include "abi/emit/checks.h"

#include <fmt/format.h>

#include <algorithm>

#include "abi/emit/ctext.h"
#include "abi/emit/rules.h"
#include "abi/emit/walk.h"
#include "abi/emit/writer.h"
#include "abi/model/scalars.h"

namespace iopact::emit {

namespace {

enum class Part { values, relations };

class Checks {
 public:
  Checks(const Plan& plan, Style style) : plan_(plan), style_(style) {}

  // Of all members that the kernel reads, a paragraph a member; `prefix` ends in "->" or ".".
  Block argument(const Record& record, const std::string& prefix, Part part) {
    Block block;
    for (const Member& member : record.members)
      if (any_in(member, both_ways)) append_group(block, of(member, prefix, both_ways, 0, part));
    return block;
  }

 private:
  Block members(const Record& record, const std::string& prefix, Flow flow, int depth, Part part) {
    Block block;
    for (const Member& member : record.members)
      if (any_in(member, flow)) append(block, of(member, prefix, flow, depth, part));
    return block;
  }

  Block of(const Member& member, const std::string& prefix, Flow flow, int depth, Part part) {
    const Access access = into({prefix}, member, style_);
    if (member.nested == nullptr) return leaf(member, access, depth, part);
    const Flow inner = flow_of(member, flow);
    return each_element(member, access, depth, [&](const Access& element, int deeper) {
      const std::string inside = opened(element, member).front();
      if (!member.nested->is_union()) return members(*member.nested, inside, inner, deeper, part);
      return each_arm(plan_, member, prefix, style_,
                      [&](const Member& arm) { return of(arm, inside, inner, deeper, part); });
    });
  }

  Block leaf(const Member& member, const Access& access, int depth, Part part) {
    Block block;
    if (part == Part::relations)
      return each_element(member, access, depth,
                          [&](const Access& element, int) { return exclusive(member, element.front()); });
    for (const Rule rule : rules_of(member)) append(block, of_rule(member, rule, access, depth));
    return block;
  }

  Block of_rule(const Member& member, Rule rule, const Access& access, int depth) {
    const std::string& whole = access.front();
    if (rule == Rule::closed) {
      const std::string_view fails = style_ == Style::kernel ? "!memchr({0}, 0, sizeof({0}))"
                                                             : "std::memchr({0}, 0, sizeof({0})) == nullptr";
      return {fail_if(fmt::format(fmt::runtime(fails), whole), "EINVAL")};
    }
    if (rule == Rule::zero && member.is_array() && style_ == Style::kernel)
      return {fail_if(fmt::format("memchr_inv({0}, 0, sizeof({0}))", whole), "EINVAL")};
    return each_element(member, access, depth, [&](const Access& element, int) {
      return value(member, rule, value_text(member, element.front(), style_));
    });
  }

  Block value(const Member& member, Rule rule, const std::string& text) {
    const bool cpp = style_ == Style::cpp;
    switch (rule) {
      case Rule::zero:
        return {fail_if(cpp ? text + " != 0" : text, "EINVAL")};
      case Rule::range:
        return range(member, text);
      case Rule::enumeration:
        return enumeration(member, text);
      case Rule::flags:
        return flags(member, text);
      case Rule::power_of_two:
        return {fail_if(power(text), "EINVAL")};
      case Rule::some_power:
        return {fail_if(fmt::format("{} || ({})", cpp ? text + " == 0" : "!" + text, power(text)), "EINVAL")};
      case Rule::truth:
        return {fail_if(text + " > 1", "EINVAL")};
      case Rule::closed:
        break;
    }
    return {};
  }

  std::string power(const std::string& text) const {
    return style_ == Style::cpp ? fmt::format("({0} & ({0} - 1)) != 0", text)
                                : fmt::format("{0} & ({0} - 1)", text);
  }

  Block range(const Member& member, const std::string& text) {
    const FieldInteger integer = *integer_of(member, wide, plan_);  // where a long is widest
    const Bounds bounds = bounds_of(*member.field->constraint.range, integer);
    std::vector<std::string> fails;
    if (bounds.min) fails.push_back(fmt::format("{} < {}", text, literal(*bounds.min)));
    if (bounds.max && integer.is_signed)
      fails.push_back(fmt::format("{} > {}", text, literal(static_cast<std::int64_t>(*bounds.max))));
    if (bounds.max && !integer.is_signed) fails.push_back(fmt::format("{} > {}", text, literal(*bounds.max)));
    return fails.empty() ? Block{} : Block{fail_if(join(fails, " || "), "EINVAL")};
  }

  // Labels of the values with one fate; each value once, under the first fate that it has.
  std::vector<std::string> labels(const Member& member, Fate fate, std::vector<std::string>& seen) const {
    const Constraint& constraint = member.field->constraint;
    std::vector<std::string> labels;
    for (const Enumerator& value : plan_.spec().find_enum(constraint.enumeration)->values) {
      const std::string label = label_of(plan_, member, static_cast<std::uint64_t>(value.value), style_);
      if (fate_of(constraint, value) != fate || std::find(seen.begin(), seen.end(), label) != seen.end())
        continue;
      labels.push_back(label);
      seen.push_back(label);
    }
    return labels;
  }

  Block enumeration(const Member& member, const std::string& text) const {
    const bool open = plan_.spec().find_enum(member.field->constraint.enumeration)->open;
    std::vector<std::string> seen;
    Case accepted{labels(member, Fate::accepted, seen), {}};
    Case known{labels(member, Fate::unsupported, seen), {line("return -EOPNOTSUPP;")}};
    Case retired{labels(member, Fate::retired, seen), {line("return -EINVAL;")}};
    if (open && known.labels.empty() && retired.labels.empty()) return {};
    Switch choice{text, {}};
    if (!accepted.labels.empty() && !open) choice.cases.push_back(std::move(accepted));
    if (!known.labels.empty()) choice.cases.push_back(std::move(known));
    if (!retired.labels.empty() && open) choice.cases.push_back(std::move(retired));
    choice.cases.push_back(open ? Case{} : Case{{}, {line("return -EINVAL;")}});
    return {{std::move(choice)}};
  }

  Block flags(const Member& member, const std::string& text) {
    const std::string& set = member.field->constraint.flags;
    const bool is_wide = integer_of(member, wide, plan_)->bits > 32;
    if (style_ == Style::cpp) {
      const std::string_view type = is_wide ? "std::uint64_t" : "std::uint32_t";
      return {fail_if(fmt::format("({} & ~{}{{{:#x}}}) != 0", text, type, flag_mask(plan_.spec(), set)),
                      "EINVAL")};
    }
    std::vector<std::string> names;
    for (const Enumerator& flag : plan_.spec().find_flag_set(set)->flags)
      if (!flag.retired) names.push_back(flag.name);
    if (names.empty()) return {fail_if(text, "EINVAL")};
    return {fail_if(fmt::format("{} & ~{}({})", text, is_wide ? "(u64)" : "", join(names, " | ")), "EINVAL")};
  }

  Block exclusive(const Member& member, const std::string& access) {
    const std::string text = value_text(member, access, style_);
    Block block;
    for (const auto& group : exclusive_flags(plan_.spec(), member))
      for (std::size_t i = 0; i < group.size(); ++i)
        for (std::size_t j = i + 1; j < group.size(); ++j)
          block.push_back(fail_if(both(text, *group[i], *group[j]), "EINVAL"));
    return block;
  }

  std::string both(const std::string& text, const Enumerator& one, const Enumerator& other) const {
    if (style_ == Style::kernel) return fmt::format("({0} & {1}) && ({0} & {2})", text, one.name, other.name);
    return fmt::format("({0} & {1:#x}) != 0 && ({0} & {2:#x}) != 0", text, one.value, other.value);
  }

  const Plan& plan_;
  Style style_;
};

}  // namespace

Block check_block(const Plan& plan, const Record& record, Style style) {
  const std::string prefix = style == Style::kernel ? "arg->" : "arg.";
  Checks checks(plan, style);
  Block block = checks.argument(record, prefix, Part::values);
  append_group(block, checks.argument(record, prefix, Part::relations));
  return block;
}

}  // namespace iopact::emit
