// SPDX-License-Identifier: GPL-2.0-or-later
// Translators between the structs of 64-bit and 32-bit callers.
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "abi/emit/ctext.h"
#include "abi/emit/kernel_parts.h"
#include "abi/emit/walk.h"
#include "abi/emit/writer.h"
#include "abi/model/scalars.h"

namespace iopact::emit {

namespace {

enum class Way { from_compat, to_compat };

bool is_pointer(const Member& member) { return std::holds_alternative<PointerType>(member.element->is); }

// Copied as bytes: the kernel has no floating point, and an assignment of _Bool must not see other values
// than 0 and 1.
bool is_opaque(const Member& member) {
  const auto* scalar = std::get_if<ScalarType>(&member.element->is);
  if (member.field->bits) return false;
  return scalar != nullptr && (scalar->kind == Scalar::float32 || scalar->kind == Scalar::float64 ||
                               scalar->kind == Scalar::boolean);
}

// A struct that has a translator of its own, rather than being translated member by member where it is held.
bool is_called(const Member& member) {
  return std::holds_alternative<StructRef>(member.element->is) && !member.nested->is_union() &&
         !same_bytes(*member.nested);
}

class Translation {
 public:
  Translation(const Plan& plan, Way way) : plan_(plan), way_(way) {}

  bool moves(const Member& member, Flow flow) const {
    return way_ == Way::from_compat ? any_in(member, flow) : any_out(member, flow);
  }

  // `access`: what is written, what is read.
  Block members(const Record& record, const Access& access, Flow flow, int depth) {
    Block block;
    for (const Member& member : record.members)
      if (moves(member, flow)) append(block, of(member, access, flow, depth));
    return block;
  }

 private:
  Block of(const Member& member, const Access& holder, Flow flow, int depth) {
    const Access access = into(holder, member, Style::kernel);
    if (!member.name().empty() && moves_whole(member, flow) && copies_bytes(member))
      return {copy(member, access)};
    return each_element(member, access, depth, [&](const Access& element, int deeper) {
      if (member.nested == nullptr) return scalar(member, element);
      if (is_called(member)) return call(member, element);
      const Access inside = opened(element, member);
      const Flow inner = flow_of(member, flow);
      if (!member.nested->is_union()) return members(*member.nested, inside, inner, deeper);
      return arms(member, holder, inside, inner, deeper);
    });
  }

  bool moves_whole(const Member& member, Flow flow) const {
    return way_ == Way::from_compat ? all_in(member, flow) : all_out(member, flow);
  }

  bool copies_bytes(const Member& member) const {
    if (member.field->bits || !same_bytes(member)) return false;
    return member.nested != nullptr || member.is_array() || is_opaque(member);
  }

  static Statement copy(const Member& member, const Access& access) {
    const std::string_view address = member.is_array() ? "" : "&";
    return line(fmt::format("memcpy({0}{1}, {0}{2}, sizeof({1}));", address, access[0], access[1]));
  }

  Block call(const Member& member, const Access& element) const {
    const std::string& name = member.nested->name;
    if (way_ == Way::from_compat)
      return {line(fmt::format("{}_from_compat(&{}, &{});", name, element[0], element[1]))};
    return {fail_if(fmt::format("{}_to_compat(&{}, &{})", name, element[0], element[1]), "EOVERFLOW")};
  }

  // Without a discriminator all arms are alike, and the largest stands for all.
  Block arms(const Member& member, const Access& outside, const Access& inside, Flow flow, int depth) {
    const Record& unite = *member.nested;
    if (plan_.discriminator_of(member) == nullptr) return of(*covering_arm(unite), inside, flow, depth);
    return each_arm(plan_, member, outside[1], Style::kernel, [&](const Member& arm) {
      return moves(arm, flow) ? of(arm, inside, flow, depth) : Block{};
    });
  }

  Block scalar(const Member& member, const Access& element) const {
    if (is_pointer(member)) return pointer(member, element);
    if (is_opaque(member))
      return {line(fmt::format("memcpy(&{0}, &{1}, sizeof({0}));", element[0], element[1]))};
    Block block = {line(fmt::format("{} = {};", element[0], element[1]))};
    if (way_ == Way::to_compat && member.element_size(wide) != member.element_size(narrow))
      block.push_back(fail_if(fmt::format("{} != {}", element[0], element[1]), "EOVERFLOW"));
    return block;
  }

  Block pointer(const Member& member, const Access& element) const {
    if (way_ == Way::from_compat) {
      const std::string type =
          declare(*member.element, "", [](const Type& base) { return spell(base) + " __force"; });
      return {line(fmt::format("{} = ({})compat_ptr({});", element[0], type, element[1]))};
    }
    return {line(fmt::format("{} = ptr_to_compat((void __user __force *){});", element[0], element[1])),
            fail_if(fmt::format("{} != (unsigned long){}", element[0], element[1]), "EOVERFLOW")};
  }

  const Plan& plan_;
  Way way_;
};

struct Need {
  bool from = false, to = false;
};

// Which translators anybody calls: those of arguments, of what pointers lead to, and of the structs inside
// them.
class Needs {
 public:
  explicit Needs(const Plan& plan) {
    for (const Record* record : plan.arguments())
      if (!same_bytes(*record)) visit(*record, plan.flow(*record));
    for (const Record* record : plan.pointees())
      if (!same_bytes(*record)) visit(*record, both_ways);
  }

  Need of(const Record& record) const {
    const auto found = needs_.find(&record);
    return found == needs_.end() ? Need{} : found->second;
  }

 private:
  void visit(const Record& record, Flow flow) {
    Need& need = needs_[&record];
    need.from = need.from || any_in(record, flow);
    need.to = need.to || any_out(record, flow);
    visit_members(record, flow);
  }

  void visit_members(const Record& record, Flow flow) {
    for (const Member& member : record.members) {
      if (member.nested == nullptr || member.flexible) continue;
      const Flow inner = flow_of(member, flow);
      is_called(member) ? visit(*member.nested, inner) : visit_members(*member.nested, inner);
    }
  }

  std::map<const Record*, Need> needs_;
};

std::string head(const Plan& plan, const Record& record, Way way) {
  const std::string storage = plan.is_pointee(record) ? "" : "static ";
  if (way == Way::from_compat)
    return function_head(storage + "void", record.name + "_from_compat",
                         {"struct " + record.name + " *to", "const struct compat_" + record.name + " *from"},
                         Style::kernel);
  return function_head(storage + "int", record.name + "_to_compat",
                       {"struct compat_" + record.name + " *to", "const struct " + record.name + " *from"},
                       Style::kernel);
}

std::string translator(const Plan& plan, const Record& record, Way way) {
  const Block body = Translation(plan, way).members(record, {"to->", "from->"}, both_ways, 0);
  return fill(R"(

{{head}}
{
	{{indices}}
	memset(to, 0, sizeof(*to));
{{body}}
	{{end}}
}
)",
              {{"head", head(plan, record, way)},
               {"indices", declare_indices(body)},
               {"body", print(body, Style::kernel)},
               {"end", way == Way::to_compat ? "return 0;" : ""}});
}

}  // namespace

std::string translator_heads(const Plan& plan) {
  std::string text;
  for (const Record* record : plan.pointees()) {
    if (same_bytes(*record)) continue;
    text += head(plan, *record, Way::from_compat) + ";\n" + head(plan, *record, Way::to_compat) + ";\n";
  }
  return text;
}

std::string translators(const Plan& plan) {
  const Needs needs(plan);
  std::string text;
  for (const Record& record : plan.records()) {
    const Need need = needs.of(record);
    const bool exported = plan.is_pointee(record) && !same_bytes(record);
    if (need.from || exported) text += translator(plan, record, Way::from_compat);
    if (need.to || exported) text += translator(plan, record, Way::to_compat);
  }
  return text;
}

}  // namespace iopact::emit
