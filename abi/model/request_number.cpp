// SPDX-License-Identifier: GPL-2.0-or-later
#include "abi/model/request_number.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <tuple>

namespace iopact {

namespace {

std::uint64_t distance(std::uint64_t a, std::uint64_t b) { return a > b ? a - b : b - a; }

bool same_parts(const IocParts& a, const IocParts& b) {
  return a.transfer == b.transfer && a.type == b.type && a.nr == b.nr && a.size == b.size;
}

std::optional<std::uint64_t> parse_digits(std::string_view text) {
  int base = 10;
  if (text.starts_with("0x") || text.starts_with("0X")) {
    base = 16;
    text.remove_prefix(2);
  } else if (text.size() > 1 && text.front() == '0') {
    base = 8;
    text.remove_prefix(1);
  }
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, base);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

// Over the layouts of a spec on all targets: which command the number is where, and which are near.
class Search {
 public:
  Search(std::uint32_t value, const Spec& spec, const Target& reference)
      : value_(value),
        spec_(spec),
        reference_(lay_out(spec, reference)),
        given_(split_ioc(reference, value)) {}

  std::vector<RequestMatch> matches() const;
  std::vector<RequestNeighbour> nearest() const;
  const RetiredNumber* retired() const;

 private:
  const CommandLayout* with_nr() const;
  const CommandLayout* with_direction() const;
  const CommandLayout* nearest_nr() const;
  RequestNeighbour neighbour(const CommandLayout& layout, Nearness by) const;
  std::vector<RequestDifference> differences(const IocParts& parts) const;

  std::uint32_t value_;
  const Spec& spec_;
  Layout reference_;
  IocParts given_;
};

std::vector<RequestMatch> Search::matches() const {
  std::vector<RequestMatch> out;
  for (const Command& command : spec_.commands) out.push_back({&command, {}});
  for (const Target& target : all_targets()) {
    const Layout layout = lay_out(spec_, target);
    for (std::size_t i = 0; i < out.size(); ++i) {
      if (layout.commands[i].value == value_) out[i].targets.push_back(&target);
    }
  }
  std::erase_if(out, [](const RequestMatch& match) { return match.targets.empty(); });
  return out;
}

const RetiredNumber* Search::retired() const {
  if (given_.type != static_cast<unsigned char>(spec_.type_letter)) return nullptr;
  const auto found = std::ranges::find(spec_.retired_numbers, given_.nr, &RetiredNumber::nr);
  return found == spec_.retired_numbers.end() ? nullptr : &*found;
}

const CommandLayout* Search::with_nr() const {
  const auto found = std::ranges::find_if(
      reference_.commands, [&](const CommandLayout& one) { return one.command->nr == given_.nr; });
  return found == reference_.commands.end() ? nullptr : &*found;
}

// Of the commands that move data the same way, the one whose size is nearest, then whose nr is.
const CommandLayout* Search::with_direction() const {
  const CommandLayout* best = nullptr;
  const auto rank = [&](const CommandLayout& one) {
    return std::tuple(distance(one.size, given_.size), distance(one.command->nr, given_.nr));
  };
  for (const CommandLayout& one : reference_.commands) {
    if (one.command->transfer != given_.transfer) continue;
    if (best == nullptr || rank(one) < rank(*best)) best = &one;
  }
  return best;
}

const CommandLayout* Search::nearest_nr() const {
  const auto rank = [&](const CommandLayout& one) { return distance(one.command->nr, given_.nr); };
  const auto found = std::ranges::min_element(reference_.commands, {}, rank);
  return found == reference_.commands.end() ? nullptr : &*found;
}

std::vector<RequestDifference> Search::differences(const IocParts& parts) const {
  std::vector<RequestDifference> out;
  const auto add = [&](std::string_view what, const std::string& given, const std::string& command) {
    if (given != command) out.push_back({std::string(what), given, command});
  };
  add("direction", std::string(to_string(given_.transfer)), std::string(to_string(parts.transfer)));
  add("type", type_letter(given_.type), type_letter(parts.type));
  add("nr", std::to_string(given_.nr), std::to_string(parts.nr));
  add("size", std::to_string(given_.size), std::to_string(parts.size));
  return out;
}

RequestNeighbour Search::neighbour(const CommandLayout& layout, Nearness by) const {
  const IocParts parts = split_ioc(*reference_.target, layout.value);
  return {by, layout.command, layout.value, parts, differences(parts)};
}

std::vector<RequestNeighbour> Search::nearest() const {
  std::vector<RequestNeighbour> out;
  const CommandLayout* by_nr = with_nr();
  const CommandLayout* by_direction = with_direction();
  if (by_nr != nullptr) out.push_back(neighbour(*by_nr, Nearness::same_nr));
  if (by_direction != nullptr && by_direction != by_nr) {
    out.push_back(neighbour(*by_direction, Nearness::same_direction));
  }
  if (!out.empty()) return out;
  if (const CommandLayout* other = nearest_nr()) out.push_back(neighbour(*other, Nearness::nearest_nr));
  return out;
}

std::vector<RequestReading> readings_of(std::uint32_t value, const Target* asked) {
  std::vector<RequestReading> out;
  for (const Target& target : all_targets()) {
    if (asked != nullptr && asked != &target) continue;
    const IocParts parts = split_ioc(target, value);
    const auto found =
        std::ranges::find_if(out, [&](const RequestReading& one) { return same_parts(one.parts, parts); });
    if (found == out.end()) {
      out.push_back({parts, {&target}});
    } else {
      found->targets.push_back(&target);
    }
  }
  return out;
}

}  // namespace

std::string type_letter(unsigned type) {
  return type > ' ' && type < 0x7f ? fmt::format("'{}'", static_cast<char>(type))
                                   : fmt::format("{:#04x}", type);
}

std::optional<std::uint32_t> parse_request_number(std::string_view text) {
  const bool negative = text.starts_with('-');
  if (negative) text.remove_prefix(1);
  while (!text.empty() && std::string_view("uUlL").find(text.back()) != std::string_view::npos)
    text.remove_suffix(1);
  const std::optional<std::uint64_t> magnitude = parse_digits(text);
  if (!magnitude || (negative && *magnitude > 0x80000000)) return std::nullopt;
  const std::uint64_t value = negative ? 0 - *magnitude : *magnitude;
  const bool is_extended = value >= 0xffffffff80000000;
  if (value > 0xffffffff && !is_extended) return std::nullopt;
  return static_cast<std::uint32_t>(value);
}

bool RequestReport::is_command() const {
  return std::ranges::any_of(matches, [&](const RequestMatch& match) {
    return asked == nullptr || std::ranges::find(match.targets, asked) != match.targets.end();
  });
}

RequestReport look_up_request(std::uint32_t value, const Spec* spec, const Target* asked) {
  RequestReport out;
  out.value = value;
  out.spec = spec;
  out.asked = asked;
  out.reference = asked == nullptr ? &all_targets().front() : asked;
  out.readings = readings_of(value, asked);
  if (spec == nullptr) return out;
  const Search search(value, *spec, *out.reference);
  out.matches = search.matches();
  out.retired = search.retired();
  if (!out.is_command()) out.nearest = search.nearest();
  return out;
}

}  // namespace iopact
