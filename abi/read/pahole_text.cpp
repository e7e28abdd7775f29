// SPDX-License-Identifier: GPL-2.0-or-later
#include "abi/read/pahole_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <map>
#include <optional>

namespace iopact {
namespace {

constexpr int deepest = 100;  // levels of nesting read; C compilers promise 63
constexpr std::string_view blanks = " \t";

std::string_view trim(std::string_view text) {
  const auto first = text.find_first_not_of(blanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

bool is_identifier_char(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

// Takes one number off the front of `text`, blanks before it skipped.
template <class Number>
bool take_number(std::string_view& text, Number& number) {
  text.remove_prefix(std::min(text.find_first_not_of(blanks), text.size()));
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{}) return false;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  return true;
}

std::string_view take_line(std::string_view& text) {
  const auto end = text.find('\n');
  const auto line = text.substr(0, end);
  text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  return line;
}

// ---- one member's line --------------------------------------------------------------------------------------

struct Extents {
  std::uint64_t offset = 0;  // bytes
  std::uint64_t size = 0;    // bytes
  std::optional<std::uint32_t> bit;
};

struct Line {
  std::string_view declaration;  // before the ";" or "{"
  std::optional<Extents> extents;
};

std::optional<Extents> parse_extents(std::string_view comment) {
  Extents result;
  if (!take_number(comment, result.offset)) return std::nullopt;
  if (comment.starts_with(':')) {
    comment.remove_prefix(1);
    if (!take_number(comment, result.bit.emplace())) return std::nullopt;
  }
  if (!take_number(comment, result.size) || trim(comment) != "*/") return std::nullopt;
  return result;
}

Line split_line(std::string_view text) {
  Line line{trim(text), std::nullopt};
  const auto comment = text.rfind("/*");
  if (comment != std::string_view::npos && comment > 0) {
    line.extents = parse_extents(text.substr(comment + 2));
    line.declaration = trim(text.substr(0, comment));
  }
  if (line.declaration.ends_with(';')) line.declaration.remove_suffix(1);
  return line;
}

// Just past the parenthesis that closes the first one at or after `at`.
std::size_t end_of_parentheses(std::string_view text, std::size_t at) {
  int open = 0;
  for (; at < text.size(); ++at) {
    if (text[at] == '(') ++open;
    if (text[at] == ')' && --open == 0) return at + 1;
  }
  return text.size();
}

// `__attribute__((...))` may stand before or after the name.
std::string without_attributes(std::string_view declaration) {
  std::string result(declaration);
  for (auto at = result.find("__attribute__"); at != std::string::npos; at = result.find("__attribute__"))
    result.erase(at, end_of_parentheses(result, at) - at);
  // "name __attribute__((...))[2]" leaves a blank before the bracket.
  for (auto at = result.find(" ["); at != std::string::npos; at = result.find(" [")) result.erase(at, 1);
  return std::string(trim(result));
}

struct Declarator {
  std::string name;
  std::string type;
  std::uint32_t bits = 0;
};

std::size_t start_of_name(std::string_view text, std::size_t end) {
  while (end > 0 && is_identifier_char(text[end - 1])) --end;
  return end;
}

std::string single_spaced(std::string text) {
  const auto both_blank = [](char a, char b) { return a == ' ' && b == ' '; };
  text.erase(std::unique(text.begin(), text.end(), both_blank), text.end());
  return text;
}

// Where the declared name ends: "(*name)(...)", "name[2][3]" or "name".
std::size_t end_of_name(std::string_view text) {
  const auto function = text.find("(*");
  if (function != std::string_view::npos) {
    auto end = text.find_first_not_of("(* ", function);
    while (end < text.size() && is_identifier_char(text[end])) ++end;
    return std::min(end, text.size());
  }
  auto end = text.size();
  while (end > 0 && text[end - 1] == ']') end = text.rfind('[', end - 1);
  return end;
}

Declarator parse_declarator(std::string_view declaration) {
  Declarator result;
  const std::string clean = without_attributes(declaration);
  std::string_view text = clean;
  const auto colon = text.rfind(':');
  if (colon != std::string_view::npos) {
    auto width = text.substr(colon + 1);
    if (take_number(width, result.bits) && width.empty()) text = trim(text.substr(0, colon));
  }
  const auto end = end_of_name(text);
  const auto start = start_of_name(text, end);
  result.name = text.substr(start, end - start);
  result.type = single_spaced(fmt::format("{}{}", trim(text.substr(0, start)), text.substr(end)));
  return result;
}

FieldLayout make_field(const Line& line) {
  auto declarator = parse_declarator(line.declaration);
  FieldLayout field;
  field.path = std::move(declarator.name);
  field.type = std::move(declarator.type);
  field.offset = line.extents->offset;
  field.size = line.extents->size;
  field.align = 0;
  if (line.extents->bit) {
    field.bit_offset = static_cast<std::uint32_t>(field.offset * 8) + *line.extents->bit;
    field.bit_size = declarator.bits;
  }
  return field;
}

// "[0][0]" for "[3][2]": paths of members within an array name its first element.
std::string first_element(std::string_view type) {
  std::string result;
  for (auto dimensions = std::ranges::count(type, '['); dimensions > 0; --dimensions) result += "[0]";
  return result;
}

// ---- blocks --------------------------------------------------------------------------------------------------

// The lines of one aggregate's body, read depth first.
class BodyParser {
 public:
  explicit BodyParser(std::string_view body) : rest_(body) {}

  // Reads to the closing line of this level, which is returned; empty at the end of the text.
  std::string_view parse(std::vector<FieldLayout>& fields, std::uint64_t& size, int depth = 0) {
    while (!rest_.empty()) {
      const auto text = trim(take_line(rest_));
      if (text.starts_with('}')) return text;
      if (depth > deepest) return {};
      if (text.ends_with('{'))
        parse_nested(fields, depth);
      else if (text.starts_with("/* size: "))
        take_size(text, size);
      else if (const auto line = split_line(text); line.extents && !line.declaration.starts_with("/*"))
        add(make_field(line), fields, depth);
    }
    return {};
  }

 private:
  static void take_size(std::string_view text, std::uint64_t& size) {
    text.remove_prefix(text.find(':') + 1);
    take_number(text, size);
  }

  static void add(FieldLayout field, std::vector<FieldLayout>& fields, int depth) {
    field.depth = depth;
    if (!field.path.empty()) fields.push_back(std::move(field));
  }

  // The name stands after the members, in the closing line.
  void parse_nested(std::vector<FieldLayout>& fields, int depth) {
    std::vector<FieldLayout> members;
    std::uint64_t ignored_size = 0;
    const auto closing = split_line(parse(members, ignored_size, depth + 1));
    if (!closing.extents) return;
    auto line = closing;
    line.declaration.remove_prefix(1);
    auto own = make_field(line);
    const std::string prefix = own.path.empty() ? "" : own.path + first_element(own.type) + ".";
    add(std::move(own), fields, depth);
    for (auto& member : members) {
      member.path = prefix + member.path;
      if (prefix.empty()) --member.depth;
      fields.push_back(std::move(member));
    }
  }

  std::string_view rest_;
};

void parse_enum(std::string_view body, Found& found) {
  while (!body.empty()) {
    auto line = trim(take_line(body));
    const auto equals = line.find(" = ");
    if (equals == std::string_view::npos) continue;
    auto value = line.substr(equals + 3);
    FoundValue result{std::string(trim(line.substr(0, equals))), {}};
    std::uint64_t number = 0;
    std::int64_t negative = 0;
    if (value.starts_with('-') ? take_number(value, negative) : take_number(value, number)) {
      if (negative < 0)
        result.value = negative;
      else
        result.value = number;
      found.values.push_back(std::move(result));
    }
  }
}

// "struct foo {" → "struct", "foo". Other lines give no kind.
struct Head {
  std::string_view kind;
  std::string_view name;
};

Head parse_head(std::string_view line) {
  if (!line.ends_with(" {")) return {};
  line.remove_suffix(2);
  const auto blank = line.find(' ');
  if (blank == std::string_view::npos) return {};
  const auto kind = line.substr(0, blank);
  if (kind != "struct" && kind != "union" && kind != "enum" && kind != "class") return {};
  return {kind, line.substr(blank + 1)};
}

// Takes the lines up to and with the next "}" in column 0. Empty where there is none.
std::string_view take_body(std::string_view& text) {
  const auto end = text.starts_with('}') ? 0 : text.find("\n}");
  const auto body = end == std::string_view::npos ? std::string_view{} : text.substr(0, end + 2);
  text.remove_prefix(end == std::string_view::npos ? text.size() : end + 2);
  return body;
}

void parse_block(const Head& head, std::string_view body, Found& found) {
  if (head.kind == "enum") return parse_enum(body, found);
  StructLayout layout;
  layout.name = head.name;
  layout.align = 0;
  BodyParser parser(body);
  if (parser.parse(layout.fields, layout.size).empty()) return;
  found.structs.push_back(std::move(layout));
}

}  // namespace

Found parse_pahole(std::string_view text, const IsWanted& is_wanted) {
  Found found;
  while (!text.empty()) {
    const auto head = parse_head(take_line(text));
    if (head.kind.empty()) continue;
    const auto body = take_body(text);
    if (!body.empty() && is_wanted(head.name)) parse_block(head, body, found);
  }
  return found;
}

void set_union_sizes(std::string_view text, Found& found) {
  std::multimap<std::string, std::uint64_t, std::less<>> sizes;
  while (!text.empty()) {
    auto line = take_line(text);
    const auto tab = line.find('\t');
    if (tab == std::string_view::npos) continue;
    auto number = line.substr(tab + 1);
    std::uint64_t size = 0;
    if (take_number(number, size)) sizes.emplace(line.substr(0, tab), size);
  }
  for (auto& layout : found.structs) {
    const auto entry = sizes.lower_bound(layout.name);
    if (entry == sizes.end() || entry->first != layout.name) continue;
    if (layout.size == 0) layout.size = entry->second;
    sizes.erase(entry);
  }
}

}  // namespace iopact
