// SPDX-License-Identifier: GPL-2.0-or-later
#include "abi/judge/check_values.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace iopact {
namespace {

using Value = decltype(FoundValue::value);

struct Printer {
  bool hex;
  std::string operator()(std::int64_t value) const { return fmt::format("{}", value); }
  std::string operator()(std::uint64_t value) const { return hex ? fmt::format("{:#x}", value) : fmt::format("{}", value); }
  std::string operator()(const std::string& value) const { return fmt::format("\"{}\"", value); }
};

std::string print(const Value& value, bool hex) { return std::visit(Printer{hex}, value); }

// Numbers of either sign by their value.
bool is_equal(const Value& a, const Value& b) {
  return std::visit(
      [](const auto& x, const auto& y) {
        using X = std::decay_t<decltype(x)>;
        using Y = std::decay_t<decltype(y)>;
        if constexpr (std::is_integral_v<X> && std::is_integral_v<Y>)
          return std::cmp_equal(x, y);
        else if constexpr (std::is_same_v<X, Y>)
          return x == y;
        else
          return false;
      },
      a, b);
}

// The struct a command carries, or nothing.
std::string_view carried_struct(const Command& command) {
  const auto* reference = command.argument ? std::get_if<StructRef>(&command.argument->is) : nullptr;
  return reference != nullptr ? std::string_view(reference->name) : std::string_view{};
}

std::string_view spell_transfer(Transfer transfer) {
  switch (transfer) {
    case Transfer::none: return "none";
    case Transfer::write: return "write";
    case Transfer::read: return "read";
    case Transfer::read_write: return "read-write";
  }
  return "";
}

// "size 24 for 32, nr 3 for 4": found for expected.
std::string compare_parts(const IocParts& want, const IocParts& have) {
  std::vector<std::string> parts;
  if (have.transfer != want.transfer)
    parts.push_back(fmt::format("direction {} for {}", spell_transfer(have.transfer), spell_transfer(want.transfer)));
  if (have.type != want.type) parts.push_back(fmt::format("type {:#x} for {:#x}", have.type, want.type));
  if (have.nr != want.nr) parts.push_back(fmt::format("nr {} for {}", have.nr, want.nr));
  if (have.size != want.size) parts.push_back(fmt::format("size {} for {}", have.size, want.size));
  return fmt::format("{}", fmt::join(parts, ", "));
}

bool differ_only_in_size(const IocParts& a, const IocParts& b) {
  return a.transfer == b.transfer && a.type == b.type && a.nr == b.nr;
}

bool has_difference(std::span<const Difference> differences, std::string_view tag) {
  return std::ranges::any_of(differences, [&](const Difference& is) {
    return is.section == fmt::format("struct {}", tag) || is.section == fmt::format("union {}", tag);
  });
}

void compare_command(const CommandLayout& expected, const Target& target, const Found& found,
                     std::vector<Difference>& into) {
  const auto& command = *expected.command;
  const auto tag = carried_struct(command);
  if (!tag.empty() && found.find_struct(tag) == nullptr) return;
  Difference difference{"missing-command", "commands", "command " + command.name, command.name,
                        fmt::format("{:#x}", expected.value), "-", "not defined", false, command.at};
  const auto* value = found.find_value(command.name);
  if (value != nullptr) {
    if (is_equal(value->value, std::uint64_t{expected.value})) return;
    difference.rule = "command-mismatch";
    difference.found = print(value->value, true);
    difference.remark = "not a request number";
    const auto* number = std::get_if<std::uint64_t>(&value->value);
    if (number != nullptr && *number <= UINT32_MAX) {
      const auto want = split_ioc(target, expected.value);
      const auto have = split_ioc(target, static_cast<std::uint32_t>(*number));
      difference.remark = compare_parts(want, have);
      difference.follows = differ_only_in_size(want, have) && has_difference(into, tag);
    }
  }
  into.push_back(std::move(difference));
}

struct Expected {
  std::string subject;
  std::string name;
  Value value;
  bool hex = false;
  bool may_lack = false;
  Place at;
};

void compare_constant(const Expected& expected, const Found& found, std::vector<Difference>& into) {
  const auto* value = found.find_value(expected.name);
  const auto add = [&](std::string_view rule, std::string text, std::string remark) {
    into.push_back({rule, "constants", expected.subject, expected.name, print(expected.value, expected.hex),
                    std::move(text), std::move(remark), false, expected.at});
  };
  if (value != nullptr && !is_equal(value->value, expected.value))
    add("constant-mismatch", print(value->value, expected.hex), "");
  else if (value == nullptr && !expected.may_lack)
    add("missing-constant", "-", "not defined");
}

// A constant that stands for a struct's size has that of the 64-bit ABI on every target.
Expected expect(const Constant& constant, const Layout& wide) {
  Expected expected{"constant " + constant.name, constant.name, constant.value, constant.hex, false, constant.at};
  if (constant.struct_size.empty()) return expected;
  if (const auto* layout = wide.find_struct(constant.struct_size)) expected.value.emplace<std::uint64_t>(layout->size);
  return expected;
}

// Retired ones may be left out of a header.
Expected expect(const std::string& owner, const Enumerator& item) {
  return {fmt::format("{}.{}", owner, item.name), item.name, item.value, false, item.retired, item.at};
}

Expected expect_flag(const std::string& owner, const Enumerator& flag) {
  auto expected = expect(owner, flag);
  expected.value.emplace<std::uint64_t>(static_cast<std::uint64_t>(flag.value));
  expected.hex = true;
  return expected;
}

}  // namespace

void compare_commands(const Layout& expected, const Found& found, std::vector<Difference>& into) {
  for (const auto& command : expected.commands) compare_command(command, *expected.target, found, into);
}

void compare_constants(const Spec& spec, const Found& found, std::vector<Difference>& into) {
  const auto wide = lay_out(spec, *find_target("x86_64"));
  for (const auto& constant : spec.constants) compare_constant(expect(constant, wide), found, into);
  for (const auto& enumeration : spec.enums)
    for (const auto& item : enumeration.values)
      compare_constant(expect("enum " + enumeration.name, item), found, into);
  for (const auto& set : spec.flag_sets)
    for (const auto& flag : set.flags) compare_constant(expect_flag("flags " + set.name, flag), found, into);
}

}  // namespace iopact
