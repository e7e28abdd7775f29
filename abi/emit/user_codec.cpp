// SPDX-License-Identifier: GPL-2.0-or-later
// Statements between the bytes of a caller and the fields of an argument, one offset a field.
#include <fmt/format.h>

#include <algorithm>

#include "abi/emit/rules.h"
#include "abi/emit/user_parts.h"
#include "abi/emit/walk.h"

namespace iopact::emit {

namespace {

enum class Way { decode, encode };

// An offset with one term for each loop around it: "40 + i * 8".
struct Offset {
  std::uint64_t bytes = 0;
  std::string terms;

  std::string text() const {
    return terms.empty() || bytes != 0 ? fmt::format("{}{}", bytes, terms) : terms.substr(3);
  }
};

class Codec {
 public:
  Codec(const Plan& plan, Way way, Width width) : plan_(plan), way_(way), width_(width) {}

  // Unions come after all others: their discriminator must be known.
  Block argument(const Record& record) {
    Block block = members(record, "arg.", {}, both_ways, 0, Pass::others);
    append(block, members(record, "arg.", {}, both_ways, 0, Pass::unions));
    return block;
  }

 private:
  enum class Pass { others, unions };

  Block members(const Record& record, const std::string& prefix, const Offset& base, Flow flow, int depth,
                Pass pass) {
    Block block;
    for (const Member& member : record.members)
      if (moves(member, flow)) append(block, of(member, prefix, base, flow, depth, pass));
    return block;
  }

  bool moves(const Member& member, Flow flow) const {
    if (member.flexible) return false;
    return way_ == Way::decode ? any_in(member, flow) : any_out(member, flow);
  }

  Block of(const Member& member, const std::string& prefix, const Offset& base, Flow flow, int depth,
           Pass pass) {
    if (pass == Pass::unions && member.nested == nullptr) return {};
    if (pass == Pass::others && member.nested != nullptr && member.nested->is_union()) return {};
    const Access access = into({prefix}, member, Style::cpp);
    Offset at = base;
    at.bytes += member.at(width_).offset;
    if (member.nested == nullptr && moves_as_bytes(member)) return {bytes(access.front(), at)};
    return each_element(member, access, depth, [&](const Access& element, int deeper) {
      const Offset here = with_indices(member, at, depth);
      if (member.nested == nullptr) return Block{scalar(member, element.front(), here, base)};
      const std::string inside = opened(element, member).front();
      const Flow inner = flow_of(member, flow);
      if (!member.nested->is_union()) return members(*member.nested, inside, here, inner, deeper, pass);
      return arms(member, prefix, inside, here, inner, deeper);
    });
  }

  // Rows of a table are as long as all their elements together.
  Offset with_indices(const Member& member, Offset at, int depth) const {
    std::uint64_t stride = member.at(width_).size;
    for (const std::uint64_t count : member.dimensions) {
      stride = count == 0 ? 0 : stride / count;
      at.terms += fmt::format(" + {} * {}", index_name(depth++), stride);
    }
    return at;
  }

  Block arms(const Member& member, const std::string& outside, const std::string& inside, const Offset& at,
             Flow flow, int depth) {
    const Record& unite = *member.nested;
    const auto one = [&](const Member& arm) {
      Block block;
      for (const Pass pass : {Pass::others, Pass::unions})
        if (moves(arm, flow)) append(block, of(arm, inside, at, flow, depth, pass));
      return block;
    };
    if (plan_.discriminator_of(member) != nullptr) return each_arm(plan_, member, outside, Style::cpp, one);
    if (way_ == Way::encode) return one(*covering_arm(unite));
    Block block;
    for (const Member& arm : unite.members) append(block, one(arm));
    return block;
  }

  bool moves_as_bytes(const Member& member) const {
    return member.is_array() && member.element_size(width_) == 1 && plan_.size_of(*member.element, wide) == 1;
  }

  Statement bytes(const std::string& access, const Offset& at) const {
    if (way_ == Way::decode)
      return line(fmt::format("std::memcpy(&{0}, from + {1}, sizeof({0}));", access, at.text()));
    return line(fmt::format("out.bytes({1}, &{0}, sizeof({0}));", access, at.text()));
  }

  Statement scalar(const Member& member, const std::string& access, const Offset& at,
                   const Offset& base) const {
    if (member.field->bits) return bits(member, access, base);
    const std::string type = stored_scalar(plan_, member, width_);
    const bool swap = is_big_endian(member);
    if (way_ == Way::decode) {
      const std::string value = fmt::format("load<{}>(from + {})", type, at.text());
      return line(fmt::format("{} = {};", access, swap ? "swapped(" + value + ")" : value));
    }
    return line(
        fmt::format("out.store<{}>({}, {});", type, at.text(), swap ? "swapped(" + access + ")" : access));
  }

  // The first bit counts from the start of the record that holds the bitfield.
  Statement bits(const Member& member, const std::string& access, const Offset& base) const {
    const FieldInteger integer = *integer_of(member, width_, plan_);
    const std::uint64_t bit = base.bytes * 8 + member.at(width_).bit;
    const std::string first = base.terms.empty()
                                  ? fmt::format("{}", bit)
                                  : fmt::format("{} + ({}) * 8", bit, Offset{0, base.terms}.text());
    if (way_ == Way::encode)
      return line(
          fmt::format("out.bits({}, {}, static_cast<std::uint64_t>({}));", first, integer.bits, access));
    return line(fmt::format("{} = static_cast<{}>({}(from, {}, {}));", access, user_scalar(plan_, member),
                            integer.is_signed ? "load_signed_bits" : "load_bits", first, integer.bits));
  }

  const Plan& plan_;
  Way way_;
  Width width_;
};

}  // namespace

Block decode_block(const Plan& plan, const Record& record, Width width) {
  return Codec(plan, Way::decode, width).argument(record);
}

Block encode_block(const Plan& plan, const Record& record, Width width) {
  return Codec(plan, Way::encode, width).argument(record);
}

}  // namespace iopact::emit
