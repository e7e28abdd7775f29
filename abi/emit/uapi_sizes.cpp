// SPDX-License-Identifier: GPL-2.0-or-later
#include <fmt/format.h>

#include <algorithm>

#include "abi/emit/naming.h"
#include "abi/emit/uapi_parts.h"
#include "abi/emit/writer.h"

namespace iopact::emit {

namespace {

// Size in bytes of one element, as an expression: void counts bytes.
std::string element_size(const Type& element, const BaseName& names) {
  const auto* scalar = std::get_if<ScalarType>(&element.is);
  if (scalar != nullptr && scalar->kind == Scalar::void_type) return "1";
  return fmt::format("sizeof({})", declare(element, "", names));
}

const Type* counted_element(const Member& member) {
  if (member.field->length.empty()) return nullptr;
  if (member.flexible) return std::get<ArrayType>(member.field->type.is).element.get();
  return pointee_of(*member.field);
}

std::string parameter(std::string_view name, std::string_view size) {
  std::string text(name);
  std::replace(text.begin(), text.end(), '.', '_');
  return size.find(name) == size.npos ? text : text + "_";
}

class SizeMacros {
 public:
  explicit SizeMacros(const Spec& spec)
      : spec_(spec), names_(uapi_names(spec)), multiply_(upper(spec.interface) + "_MUL_SATURATED") {}

  std::string text(const Record& record) {
    return each(record.members, [&](const Member& member) {
      const Type* element = counted_element(member);
      return element == nullptr ? "" : macro(record, member, element_size(*element, names_));
    });
  }

  const std::string& multiply() const { return multiply_; }

 private:
  std::string macro(const Record& record, const Member& member, const std::string& size) {
    std::vector<std::string> parameters;
    std::string product;
    for (const std::string& factor : member.field->length) {
      const bool constant = spec_.find_constant(factor) != nullptr;
      const std::string name = constant ? factor : parameter(factor, size);
      const bool known = std::find(parameters.begin(), parameters.end(), name) != parameters.end();
      if (!constant && !known) parameters.push_back(name);
      product = product.empty() ? name : fmt::format("{}({}, {})", multiply_, product, name);
    }
    if (parameters.empty()) return "";
    return fmt::format("#define {}_{}_BYTES({}) \\\n\t{}({}, {})\n", upper(record.name), upper(member.name()),
                       join(parameters, ", "), multiply_, product, size);
  }

  const Spec& spec_;
  BaseName names_;
  std::string multiply_;
};

constexpr std::string_view define = "#define ";

}  // namespace

std::vector<std::string> uapi_size_macros(const Plan& plan) {
  std::vector<std::string> names;
  for (const std::string& one : lines_of(uapi_sizes(plan)))
    if (one.starts_with(define)) names.push_back(one.substr(define.size(), one.find('(') - define.size()));
  return names;
}

std::string uapi_sizes(const Plan& plan) {
  SizeMacros macros(plan.spec());
  const std::string text = each(plan.records(), [&](const Record& record) {
    return record.name.empty() || record.is_wrapper ? "" : macros.text(record);
  });
  if (text.empty()) return "";
  return fill(R"(

/*
 * Bytes in user memory, computed in 64 bits: a product that does not fit is
 * the highest __u64. Arguments are evaluated more than once.
 */
#define {{multiply}}(a, b) \
	((__u64)(a) > ~(__u64)0 / ((b) == 0 ? 1 : (__u64)(b)) ? \
	 ~(__u64)0 : (__u64)(a) * (__u64)(b))
{{macros}}
)",
              {{"multiply", macros.multiply()}, {"macros", text}});
}

}  // namespace iopact::emit
