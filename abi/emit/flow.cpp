// SPDX-License-Identifier: GPL-2.0-or-later
// Facts about members and records that plan.h declares: which bytes flow where, and where padding lies.
#include <algorithm>

#include "abi/emit/plan.h"

namespace iopact::emit {

namespace {

constexpr std::uint64_t bits_per_byte = 8;

// One past the last bit of a member, from the start of its record.
std::uint64_t end_bit(const Member& member, std::size_t target) {
  const Spot& spot = member.spots[target];
  if (member.field->bits) return spot.bit + *member.field->bits;
  return (spot.offset + spot.size) * bits_per_byte;
}

std::uint64_t start_bit(const Member& member, std::size_t target) {
  const Spot& spot = member.spots[target];
  return member.field->bits ? spot.bit : spot.offset * bits_per_byte;
}

bool is_dense(const Member& member) {
  return !is_padding(member) && !member.flexible && (member.nested == nullptr || is_dense(*member.nested));
}

bool same_bytes(const Member& member, std::size_t one, std::size_t other) {
  return member.element_size(one) == member.element_size(other) &&
         (member.nested == nullptr || same_bytes(*member.nested, one, other));
}

bool covers(const Member& arm, const Record& record) {
  if (!is_dense(arm)) return false;
  for (std::size_t target = 0; target < arm.spots.size(); ++target)
    for (const Member& other : record.members)
      if (end_bit(arm, target) < end_bit(other, target)) return false;
  return true;
}

bool fills(const Member& last, const Record& record) {
  for (std::size_t target = 0; target < record.extents.size(); ++target)
    if (end_bit(last, target) != record.extents[target].size * bits_per_byte) return false;
  return true;
}

}  // namespace

bool is_padding(const Member& member) { return member.field->bits && member.name().empty(); }

Flow flow_of(const Member& member, Flow holder) {
  if (is_padding(member)) return {};
  switch (member.field->direction) {
    case Direction::by_command:
    case Direction::inout:
      return holder;
    case Direction::in:
      return holder & Flow{true, false};
    case Direction::out:
      return holder & Flow{false, true};
  }
  return {};
}

bool any_in(const Record& record, Flow flow) {
  return std::any_of(record.members.begin(), record.members.end(),
                     [&](const Member& member) { return any_in(member, flow); });
}

bool any_out(const Record& record, Flow flow) {
  return std::any_of(record.members.begin(), record.members.end(),
                     [&](const Member& member) { return any_out(member, flow); });
}

bool all_in(const Record& record, Flow flow) {
  return std::all_of(record.members.begin(), record.members.end(),
                     [&](const Member& member) { return all_in(member, flow); });
}

bool all_out(const Record& record, Flow flow) {
  return std::all_of(record.members.begin(), record.members.end(),
                     [&](const Member& member) { return all_out(member, flow); });
}

bool any_in(const Member& member, Flow holder) {
  const Flow flow = flow_of(member, holder);
  return member.nested != nullptr ? any_in(*member.nested, flow) : flow.in;
}

bool any_out(const Member& member, Flow holder) {
  const Flow flow = flow_of(member, holder);
  return member.nested != nullptr ? any_out(*member.nested, flow) : flow.out;
}

bool all_in(const Member& member, Flow holder) {
  if (is_padding(member)) return true;
  const Flow flow = flow_of(member, holder);
  return member.nested != nullptr ? all_in(*member.nested, flow) : flow.in;
}

bool all_out(const Member& member, Flow holder) {
  if (is_padding(member)) return true;
  const Flow flow = flow_of(member, holder);
  return member.nested != nullptr ? all_out(*member.nested, flow) : flow.out;
}

bool same_bytes(const Record& record, std::size_t one, std::size_t other) {
  if (record.extents[one].size != record.extents[other].size) return false;
  return std::all_of(record.members.begin(), record.members.end(), [&](const Member& member) {
    return member.spots[one].offset == member.spots[other].offset &&
           member.spots[one].bit == member.spots[other].bit && same_bytes(member, one, other);
  });
}

bool same_bytes(const Record& record) { return same_bytes(record, index_of(wide), index_of(narrow)); }

bool same_bytes(const Member& member) { return same_bytes(member, index_of(wide), index_of(narrow)); }

bool adjacent(const Member& before, const Member& after) {
  for (std::size_t target = 0; target < before.spots.size(); ++target)
    if (end_bit(before, target) != start_bit(after, target)) return false;
  return true;
}

const Member* covering_arm(const Record& record) {
  const auto found = std::find_if(record.members.begin(), record.members.end(),
                                  [&](const Member& arm) { return covers(arm, record); });
  return found == record.members.end() ? nullptr : &*found;
}

bool is_dense(const Record& record) {
  if (record.members.empty()) return true;
  if (record.is_union()) {
    const Member* arm = covering_arm(record);
    return arm != nullptr && fills(*arm, record);
  }
  for (std::size_t i = 0; i + 1 < record.members.size(); ++i)
    if (!adjacent(record.members[i], record.members[i + 1])) return false;
  return std::all_of(record.members.begin(), record.members.end(),
                     [](const Member& one) { return is_dense(one); }) &&
         fills(record.members.back(), record);
}

bool is_solid(const Member& member) {
  return is_dense(member) && member.field->discriminator.empty() &&
         (member.nested == nullptr || is_solid(*member.nested));
}

bool is_solid(const Record& record) {
  if (!is_dense(record)) return false;
  if (record.is_union()) return is_solid(*covering_arm(record));
  return std::all_of(record.members.begin(), record.members.end(),
                     [](const Member& one) { return is_solid(one); });
}

}  // namespace iopact::emit
