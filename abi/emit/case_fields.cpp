// SPDX-License-Identifier: GPL-2.0-or-later
#include <algorithm>

#include "abi/emit/case_rows.h"
#include "abi/emit/rules.h"
#include "abi/model/scalars.h"

namespace iopact::emit {

namespace {

CaseKind kind_of(const Plan& plan, const Member& member) {
  if (member.is_array() || member.nested != nullptr || member.field->bits) return CaseKind::other;
  if (pointee_of(*member.field) != nullptr) return CaseKind::pointer;
  return integer_of(member, wide, plan) ? CaseKind::integer : CaseKind::other;
}

// An anonymous union goes by the name of its first member.
std::string name_of(const Member& member) {
  if (!member.name().empty() || member.nested == nullptr || member.nested->members.empty())
    return member.name();
  return name_of(member.nested->members.front());
}

class Fields {
 public:
  explicit Fields(const Plan& plan) : plan_(plan) {}

  void add(const Record& record, const std::string& holder, std::array<std::uint64_t, 2> base, Flow flow) {
    for (const Member& member : record.members) {
      if (is_padding(member)) continue;
      const std::array<std::uint64_t, 2> at = {base[wide] + member.at(wide).offset,
                                               base[narrow] + member.at(narrow).offset};
      const Flow own = flow_of(member, flow);
      if (member.nested != nullptr && !member.is_array() && !member.nested->is_union())
        add(*member.nested, member.name().empty() ? holder : holder + member.name() + ".", at, own);
      else
        add_one(member, holder, at, flow);
    }
  }

  std::vector<CaseField> take() { return std::move(fields_); }

 private:
  void add_one(const Member& member, const std::string& holder, std::array<std::uint64_t, 2> at, Flow flow) {
    fields_.push_back({holder + name_of(member),
                       holder,
                       &member,
                       kind_of(plan_, member),
                       {any_in(member, flow), any_out(member, flow)},
                       at,
                       {member.at(wide).size, member.at(narrow).size}});
  }

  const Plan& plan_;
  std::vector<CaseField> fields_;
};

void cover(const Record& record, Width width, std::uint64_t base, std::vector<bool>& covered) {
  for (const Member& member : record.members) {
    if (is_padding(member)) continue;
    const Spot& spot = member.at(width);
    const std::uint64_t first = member.field->bits ? spot.bit / 8 : spot.offset;
    const std::uint64_t end =
        member.field->bits ? (spot.bit + *member.field->bits + 7) / 8 : spot.offset + spot.size;
    const std::uint64_t element = member.nested != nullptr ? member.nested->extent(width).size : 0;
    for (std::uint64_t at = first; element != 0 && at < end; at += element)
      cover(*member.nested, width, base + at, covered);
    if (member.nested == nullptr)
      std::fill(covered.begin() + static_cast<std::ptrdiff_t>(base + first),
                covered.begin() + static_cast<std::ptrdiff_t>(base + end), true);
  }
}

}  // namespace

std::vector<CaseField> case_fields(const Plan& plan, const CommandPlan& command) {
  Fields fields(plan);
  if (command.argument != nullptr) fields.add(*command.argument, "", {0, 0}, command.flow);
  return fields.take();
}

int sibling(const std::vector<CaseField>& fields, const CaseField& field, std::string_view name) {
  const std::string path = field.holder + std::string(name);
  const auto found =
      std::find_if(fields.begin(), fields.end(), [&](const CaseField& one) { return one.path == path; });
  return found == fields.end() ? -1 : static_cast<int>(found - fields.begin());
}

std::vector<PaddingRun> padding_of(const Record& record, Width width) {
  std::vector<bool> covered(record.extent(width).size);
  cover(record, width, 0, covered);
  std::vector<PaddingRun> runs;
  for (std::size_t at = 0; at < covered.size(); ++at) {
    if (covered[at]) continue;
    const bool continues = !runs.empty() && runs.back().offset + runs.back().size == at;
    if (!continues) runs.push_back({at, 0});
    ++runs.back().size;
  }
  return runs;
}

}  // namespace iopact::emit
