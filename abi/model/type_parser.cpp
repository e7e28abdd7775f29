// SPDX-License-Identifier: GPL-2.0-or-later
#include "abi/model/type_parser.h"

#include <fmt/format.h>

#include <charconv>
#include <vector>

#include "abi/model/scalars.h"
#include "abi/model/suggest.h"

namespace iopact {

namespace {

constexpr int pointer_limit = 4;
constexpr std::size_t dimension_limit = 8;

struct Token {
  enum Kind { word, number, star, open, close, end, alien } kind = end;
  std::string_view text;
  std::size_t offset = 0;
};

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

class Lexer {
 public:
  explicit Lexer(std::string_view text) : text_(text) { next(); }

  const Token& token() const { return token_; }

  Token take() {
    const Token taken = token_;
    next();
    return taken;
  }

 private:
  void next() {
    while (at_ < text_.size() && text_[at_] == ' ') ++at_;
    std::size_t end = at_;
    while (end < text_.size() && (is_letter(text_[end]) || is_digit(text_[end]))) ++end;
    Token::Kind kind = Token::end;
    if (end > at_) {
      kind = is_digit(text_[at_]) ? Token::number : Token::word;
    } else if (at_ < text_.size()) {
      kind = punctuation(text_[end++]);
    }
    token_ = {kind, text_.substr(at_, end - at_), at_};
    at_ = end;
  }

  static Token::Kind punctuation(char c) {
    if (c == '*') return Token::star;
    if (c == '[') return Token::open;
    return c == ']' ? Token::close : Token::alien;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  Token token_;
};

// Thrown inside this file only: the parser is small and its depth is one.
struct Failure {
  TypeError error;
};

[[noreturn]] void fail(const Token& token, std::string message, std::string fix,
                       std::string rule = "spec-type") {
  throw Failure{{std::move(rule), token.offset, std::move(message), std::move(fix)}};
}

template <typename Map>
std::string suggest_from(std::string_view word, const Map& map, std::string_view otherwise) {
  std::vector<std::string_view> names;
  names.reserve(map.size());
  for (const auto& [name, value] : map) names.push_back(name);
  return suggest_name(word, names, otherwise);
}

class Parser {
 public:
  Parser(std::string_view text, const TypeScope& scope) : lexer_(text), scope_(scope) {}

  Type whole(bool target) {
    const Token first = lexer_.token();
    const bool constant = take_word("const");
    Type type = base();
    const bool pointer = lexer_.token().kind == Token::star;
    type = pointers(std::move(type), constant);
    if (constant && !pointer)
      fail(first, "const says something only about what a pointer points to", "remove const");
    if (!pointer && !target && is_void(type))
      fail(first, "void is the type of nothing but a pointer's target", "write \"void *\"");
    return dimensions(std::move(type));
  }

  Type dimensions(Type element) {
    std::vector<ArrayType> found;
    while (lexer_.token().kind == Token::open) {
      const Token open = lexer_.take();
      if (found.size() == dimension_limit)
        fail(open, fmt::format("more than {} dimensions", dimension_limit), "use fewer");
      found.push_back(dimension(open, found.empty()));
    }
    finish();
    for (auto dim = found.rbegin(); dim != found.rend(); ++dim) {
      dim->element = std::make_shared<const Type>(std::move(element));
      element = Type{std::move(*dim)};
    }
    return element;
  }

 private:
  static bool is_void(const Type& type) {
    const auto* scalar = std::get_if<ScalarType>(&type.is);
    return scalar != nullptr && scalar->kind == Scalar::void_type;
  }

  bool take_word(std::string_view word) {
    if (lexer_.token().kind != Token::word || lexer_.token().text != word) return false;
    lexer_.take();
    return true;
  }

  Type base() {
    const Token token = lexer_.token();
    if (token.kind != Token::word)
      fail(token, "a type's name is missing here", "write for example \"__u32\" or \"struct foo\"");
    if (take_word("struct")) return tag(AggregateKind::structure, "struct");
    if (take_word("union")) return tag(AggregateKind::unite, "union");
    if (take_word("enum")) return enumeration();
    return scalar();
  }

  Token tag_name(std::string_view keyword) {
    const Token token = lexer_.take();
    if (token.kind != Token::word)
      fail(token, fmt::format("a name is missing after {}", keyword), "write the tag");
    return token;
  }

  Type tag(AggregateKind kind, std::string_view keyword) {
    const Token token = tag_name(keyword);
    const auto found = scope_.tags.find(token.text);
    if (found == scope_.tags.end())
      fail(token, fmt::format("{} {} is not defined", keyword, clip(token.text)),
           suggest_from(token.text, scope_.tags, "define it under \"structs\""), "spec-reference");
    if (found->second != kind)
      fail(token, fmt::format("{} is not a {}", clip(token.text), keyword),
           fmt::format("write \"{} {}\"", kind == AggregateKind::structure ? "union" : "struct", token.text));
    return Type{StructRef{std::string(token.text), kind}};
  }

  Type enumeration() {
    const Token token = tag_name("enum");
    if (!scope_.enums.contains(token.text))
      fail(token, fmt::format("enum {} is not defined", clip(token.text)),
           suggest_from(token.text, scope_.enums, "define it under \"enums\""), "spec-reference");
    return Type{EnumRef{std::string(token.text)}};
  }

  // Several words may make one name: "unsigned long long".
  Type scalar() {
    const Token first = lexer_.take();
    std::string name(first.text);
    while (lexer_.token().kind == Token::word && lexer_.token().text != "const" && is_scalar_prefix(name))
      name += " " + std::string(lexer_.take().text);
    if (const auto kind = find_scalar(name)) return Type{ScalarType{*kind}};
    fail(first, fmt::format("{} is not a type", clip(name)), suggest_type(name));
  }

  std::string suggest_type(std::string_view name) const {
    if (const auto tagged = scope_.tags.find(name); tagged != scope_.tags.end())
      return fmt::format("write \"{} {}\"", tagged->second == AggregateKind::structure ? "struct" : "union",
                         name);
    if (scope_.enums.contains(name)) return fmt::format("write \"enum {}\"", name);
    const std::string_view close = suggest_scalar(name);
    if (!close.empty()) return fmt::format("did you mean \"{}\"?", close);
    return "write a fixed-width type such as \"__u32\", or \"struct NAME\"";
  }

  Type pointers(Type type, bool to_const) {
    for (int depth = 0; lexer_.token().kind == Token::star; ++depth) {
      const Token star = lexer_.take();
      if (depth == pointer_limit)
        fail(star, fmt::format("more than {} pointers deep", pointer_limit), "use fewer");
      type = Type{PointerType{std::make_shared<const Type>(std::move(type)), to_const && depth == 0}};
    }
    return type;
  }

  ArrayType dimension(const Token& open, bool outermost) {
    const Token token = lexer_.take();
    if (token.kind == Token::close) {
      if (!outermost) fail(open, "only the first dimension may be left open", "give a length");
      return {};
    }
    ArrayType array = length(token);
    if (lexer_.token().kind != Token::close)
      fail(lexer_.token(), "a ']' is missing here", "close the dimension with ']'");
    lexer_.take();
    return array;
  }

  ArrayType length(const Token& token) const {
    if (token.kind == Token::number) return ArrayType{nullptr, number(token), ""};
    if (token.kind != Token::word)
      fail(token, "an array's length is missing here",
           "write a number, a constant's name, or nothing for an open array");
    const auto found = scope_.constants.find(token.text);
    if (found == scope_.constants.end())
      fail(token, fmt::format("the constant {} is not defined", clip(token.text)),
           suggest_from(token.text, scope_.constants, "define it under \"constants\""), "spec-reference");
    if (!found->second)
      fail(token, fmt::format("the constant {} is no array length", token.text),
           "use one with a whole number as its value");
    if (*found->second == 0)
      fail(token, fmt::format("{} is 0, and an array needs an element", token.text), "use at least 1");
    return ArrayType{nullptr, found->second, std::string(token.text)};
  }

  static std::uint64_t number(const Token& token) {
    const bool hex = token.text.starts_with("0x");
    const std::string_view digits = token.text.substr(hex ? 2 : 0);
    std::uint64_t value = 0;
    const auto [end, error] =
        std::from_chars(digits.data(), digits.data() + digits.size(), value, hex ? 16 : 10);
    if (error == std::errc::result_out_of_range)
      fail(token, "an array this long fits no memory", "use a smaller length");
    if (error != std::errc() || end != digits.data() + digits.size())
      fail(token, fmt::format("{} is not a number", clip(token.text)),
           "write digits, or 0x and hexadecimal digits");
    if (value == 0)
      fail(token, "an array needs an element", "write [] for an array at the end whose length is open");
    return value;
  }

  void finish() {
    const Token& token = lexer_.token();
    if (token.kind == Token::end) return;
    if (token.kind == Token::word && token.text == "const")
      fail(token, "const stands before the type", "write for example \"const char *\"");
    if (token.kind == Token::word)
      fail(token, fmt::format("{} does not belong to a type", clip(token.text)),
           "put the field's name under \"name\"");
    fail(token, fmt::format("'{}' does not belong here", clip(token.text)),
         "write BASE, then '*', then '[N]'");
  }

  Lexer lexer_;
  const TypeScope& scope_;
};

template <typename Parse>
ParsedType run(Parse parse) {
  try {
    return {parse(), std::nullopt};
  } catch (Failure& failure) {
    return {std::nullopt, std::move(failure.error)};
  }
}

}  // namespace

ParsedType parse_type(std::string_view text, const TypeScope& scope, bool target) {
  return run([&] { return Parser(text, scope).whole(target); });
}

ParsedType parse_dimensions(std::string_view text, const Type& element, const TypeScope& scope) {
  return run([&] { return Parser(text, scope).dimensions(element); });
}

}  // namespace iopact
