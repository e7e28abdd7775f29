// SPDX-License-Identifier: GPL-2.0-or-later
#include "abi/emit/ctext.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "abi/emit/writer.h"

namespace iopact::emit {

namespace {

constexpr std::size_t comment_width = 77;  // columns behind " * "
constexpr std::size_t tab = 8;

void replace_all(std::string& text, std::string_view from, std::string_view to) {
  for (std::size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size())
    text.replace(at, from.size(), to);
}

std::string dimension(const ArrayType& array) {
  if (!array.count_text.empty()) return "[" + array.count_text + "]";
  return array.count ? fmt::format("[{}]", *array.count) : "[]";
}

// Builds the declarator from the name outwards, as C reads it.
struct Declarator {
  const BaseName& base;
  Pointers pointers;
  std::string text;
  bool after_pointer = false;  // a pointer was added last: arrays bind tighter and need brackets
  bool is_const = false;       // the type that comes next is const

  std::string run(const Type& type) {
    const auto* pointer = std::get_if<PointerType>(&type.is);
    if (pointer != nullptr && pointers == Pointers::open) return run(*pointer);
    if (const auto* array = std::get_if<ArrayType>(&type.is)) return run(*array);
    const std::string_view gap = text.empty() || text.starts_with('[') ? "" : " ";
    return fmt::format("{}{}{}{}", is_const ? "const " : "", base(type), gap, text);
  }

  std::string run(const PointerType& pointer) {
    text = fmt::format("*{}{}", is_const ? "const " : "", text);
    is_const = pointer.to_const;
    after_pointer = true;
    return run(*pointer.to);
  }

  std::string run(const ArrayType& array) {
    if (after_pointer) text = "(" + text + ")";
    after_pointer = false;
    text += dimension(array);
    return run(*array.element);
  }
};

}  // namespace

std::string comment_text(std::string_view text) {
  std::string result(text);
  replace_all(result, "*/", "* /");
  replace_all(result, "/*", "/ *");
  replace_all(result, "?\?", "? ?");
  if (result.ends_with('\\')) result += " .";
  return result;
}

std::string short_comment(std::string_view text, std::size_t width) {
  const std::string safe = comment_text(text);
  const std::vector<std::string> lines = wrap(safe, std::min(width, comment_width + 3) - 6);
  if (lines.empty()) return "";
  if (lines.size() == 1) return "/* " + lines.front() + " */\n";
  return block_comment(wrap(safe, std::min(width - 3, comment_width)));
}

std::string block_comment(const std::vector<std::string>& lines) {
  std::string text = "/*\n";
  for (const std::string& line : lines) text += line.empty() ? " *\n" : " * " + line + "\n";
  return text + " */\n";
}

std::vector<std::string> listing(std::string_view summary, const std::vector<Entry>& entries) {
  std::vector<std::string> lines = wrap(comment_text(summary), comment_width);
  bool first = !lines.empty();
  for (const auto& [name, text] : entries) {
    if (text.empty()) continue;
    if (first) lines.emplace_back();
    first = false;
    const std::vector<std::string> words = wrap(comment_text(text), comment_width - 2 - name.size() - 2);
    lines.push_back(" " + name + ": " + words.front());
    const std::string rest = join({words.begin() + 1, words.end()}, " ");
    for (const std::string& more : wrap(rest, comment_width - 4)) lines.push_back("   " + more);
  }
  return lines;
}

std::string defines(const std::vector<Entry>& rows) {
  std::size_t widest = 0;
  for (const auto& [name, value] : rows) widest = std::max(widest, columns("#define " + name));
  const std::size_t column = (widest / tab + 1) * tab;
  std::string text;
  for (const auto& [name, value] : rows) {
    const std::size_t start = columns("#define " + name);
    text += "#define " + name + std::string((column - start + tab - 1) / tab, '\t') + value + "\n";
  }
  return text;
}

std::string literal(std::uint64_t value) {
  if (value > std::numeric_limits<std::uint32_t>::max()) return fmt::format("{}ULL", value);
  return fmt::format("{}{}", value, value > std::numeric_limits<std::int32_t>::max() ? "U" : "");
}

std::string literal(std::int64_t value) {
  if (value >= 0)
    return fmt::format("{}{}", value, value > std::numeric_limits<std::int32_t>::max() ? "LL" : "");
  if (value == std::numeric_limits<std::int64_t>::min()) return fmt::format("({}LL - 1)", value + 1);
  if (value == std::numeric_limits<std::int32_t>::min()) return fmt::format("({} - 1)", value + 1);
  return fmt::format("({}{})", value, value < std::numeric_limits<std::int32_t>::min() ? "LL" : "");
}

std::string hex_literal(std::uint64_t value) {
  return fmt::format("{:#x}{}", value, value > std::numeric_limits<std::uint32_t>::max() ? "ULL" : "");
}

std::string character_literal(char c) {
  const auto byte = static_cast<unsigned char>(c);
  if (c == '\'' || c == '\\') return fmt::format("'\\{}'", c);
  return byte >= 0x20 && byte < 0x7f ? fmt::format("'{}'", c) : fmt::format("'\\x{:02x}'", byte);
}

std::string string_literal(std::string_view text) {
  std::string result = "\"";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\' || c == '?') result += '\\';
    if (byte >= 0x20 && byte < 0x7f)
      result += c;
    else
      result += fmt::format("\\{:03o}", byte);
  }
  return result + "\"";
}

std::string declare(const Type& type, std::string_view name, const BaseName& base, Pointers pointers) {
  return Declarator{base, pointers, std::string(name)}.run(type);
}

std::string declare_field(const Field& field, const BaseName& base, Pointers pointers) {
  std::string text = declare(field.type, field.name, base, pointers);
  if (field.bits) text += fmt::format("{}:{}", field.name.empty() ? " " : "", *field.bits);
  if (field.align) text += fmt::format(" __attribute__((aligned({})))", *field.align);
  return text;
}

}  // namespace iopact::emit
