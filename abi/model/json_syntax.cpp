// SPDX-License-Identifier: GPL-2.0-or-later
#include "abi/model/json_syntax.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

namespace iopact {

namespace {

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '$'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

// The last byte before `offset` that is not white space; 0 where there is none.
char significant_before(std::string_view text, std::size_t offset) {
  while (offset > 0 && is_space(text[offset - 1])) --offset;
  return offset > 0 ? text[offset - 1] : '\0';
}

std::string_view word_at(std::string_view text, std::size_t offset) {
  std::size_t end = offset;
  while (end < text.size() && end - offset < 40 &&
         (is_word(text[end]) || std::string_view("+-.").find(text[end]) != text.npos))
    ++end;
  return text.substr(offset, end - offset);
}

bool equal_ignoring_case(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](char x, char y) { return (x | 0x20) == (y | 0x20); });
}

std::string name_byte(char c) {
  const auto byte = static_cast<unsigned char>(c);
  if (byte > 0x20 && byte < 0x7f) return fmt::format("'{}'", c);
  return fmt::format("byte 0x{:02x}", byte);
}

Explanation explain_escape(const Mark& at) {
  return {at, "an escape in this string is not one that JSON knows",
          "use \\\" \\\\ \\/ \\b \\f \\n \\r \\t or \\u with four hexadecimal digits"};
}

Explanation explain_string(const SyntaxError& error) {
  const Mark& bad = *error.bad_byte;
  if (bad.offset >= error.text.size() || error.text[bad.offset] == '\n' || error.text[bad.offset] == '\r')
    return {error.token, "this string is not closed on its line",
            "close it with '\"'; write a line break as \\n"};
  const auto byte = static_cast<unsigned char>(error.text[bad.offset]);
  if (byte < 0x20)
    return {bad, fmt::format("control character 0x{:02x} in a string", byte),
            fmt::format("write it as \\u{:04x}", byte)};
  const std::size_t window = bad.offset - std::min<std::size_t>(bad.offset - error.token.offset, 11);
  if (error.text.substr(window, bad.offset - window).find('\\') != std::string_view::npos && byte < 0x80)
    return explain_escape(bad);
  return {bad, "the string is no valid UTF-8 here", "save the file as UTF-8"};
}

std::string describe_open(const SyntaxError& error) {
  if (!error.open) return "before any value";
  const bool object = error.text[error.open->offset] == '{';
  return fmt::format("inside the {} that starts at line {}, column {}", object ? "object" : "array",
                     error.open->at.line, error.open->at.column);
}

Explanation explain_end(const SyntaxError& error) {
  const bool object = error.open && error.text[error.open->offset] == '{';
  return {error.token, fmt::format("the file ends {}", describe_open(error)),
          error.open ? fmt::format("close it with '{}'", object ? '}' : ']')
                     : "write a spec: { \"interface\": ... }"};
}

Explanation explain_number(const SyntaxError& error, std::string_view word) {
  const bool hex = word.size() > 2 && word[0] == '0' && (word[1] == 'x' || word[1] == 'X');
  if (hex)
    return {error.token, "JSON numbers are decimal",
            fmt::format("write hexadecimal as a string: \"{}\"", word)};
  if (word.size() > 1 && word[0] == '0' && is_digit(word[1]))
    return {error.token, "a number does not start with 0", "remove the leading zeros"};
  return {error.token, fmt::format("{} is not a number that JSON knows", word),
          "write a decimal integer, or a string such as \"0x10\" for hexadecimal"};
}

// The token could not be read at all: a byte or word that starts no JSON token.
std::optional<Explanation> explain_alien(const SyntaxError& error, bool wants_key) {
  const char c = error.text[error.token.offset];
  const std::string_view word = word_at(error.text, error.token.offset);
  if (c == '/' || c == '#')
    return Explanation{error.token, "JSON has no comments", "say it in a \"doc\" key"};
  if (c == '\'') return Explanation{error.token, "strings are quoted with '\"'", "replace ' by \""};
  if (is_digit(c) || c == '-' || c == '+' || c == '.') return explain_number(error, word);
  if (word == "true" || word == "false" || word == "null") return std::nullopt;
  if (is_word(c) && wants_key)
    return Explanation{error.token, fmt::format("the key {} is not quoted", word),
                       fmt::format("write \"{}\"", word)};
  for (const std::string_view known : {"true", "false", "null"})
    if (equal_ignoring_case(word, known))
      return Explanation{error.token, fmt::format("{} is not a value", word), fmt::format("write {}", known)};
  if (is_word(c))
    return Explanation{
        error.token, fmt::format("{} is not a value", word),
        fmt::format("write \"{}\" for a string; the other words are true, false and null", word)};
  if (std::string_view("\"{}[],:").find(c) == std::string_view::npos)
    return Explanation{error.token, fmt::format("{} starts nothing that JSON knows", name_byte(c)),
                       "remove it"};
  return std::nullopt;
}

Explanation explain_structure(const SyntaxError& error, char before) {
  const char c = error.text[error.token.offset];
  const bool opened = before == '{' || before == '[' || before == '\0';
  const bool object = error.open && error.text[error.open->offset] == '{';
  if (before == ',' && (c == '}' || c == ']' || c == ','))
    return {error.token, fmt::format("a ',' stands before this '{}'", c), "remove the ',' that is too many"};
  if (error.after_key && before != ':')
    return {error.token, "a ':' is missing between key and value", "put ':' before this"};
  if (error.after_key)
    return {error.token, "a value is missing after ':'", "write the value, or remove the key"};
  if (c == ':')
    return {error.token, "this ':' follows no key", "remove it, or quote what stands before as a key"};
  if (c == '}' || c == ']')
    return {error.token, fmt::format("'{}' does not fit {}", c, describe_open(error)),
            fmt::format("write '{}'", object ? '}' : ']')};
  if (opened || before == ',' || before == ':')
    return {error.token, fmt::format("'{}' stands where a {} belongs", c, object ? "key" : "value"),
            object ? "write the key as a string" : "write a value"};
  return {error.token, "a ',' is missing before this", "put ',' at the end of the value before"};
}

}  // namespace

Explanation explain(const SyntaxError& error) {
  if (error.bad_byte) return explain_string(error);
  if (error.token.offset >= error.text.size()) return explain_end(error);
  if (error.complete)
    return {error.token, "something follows the end of the spec", "remove what stands after the last '}'"};
  if (error.number_too_large)
    return {error.token, "this number is larger than any that fits 64 bits", "write a smaller one"};
  const char before = significant_before(error.text, error.token.offset);
  const bool object = error.open && error.text[error.open->offset] == '{';
  const bool wants_key = object && !error.after_key && (before == '{' || before == ',');
  const bool wants_value = before == '\0' || before == '[' || before == ':' || (before == ',' && !object);
  const char c = error.text[error.token.offset];
  if (c == '"' && (wants_key || wants_value)) return explain_escape(error.token);
  const bool number = is_digit(c) || c == '-';
  if (!(number && wants_key))
    if (auto alien = explain_alien(error, wants_key); alien && (wants_key || wants_value || !number))
      return *alien;
  return explain_structure(error, before);
}

}  // namespace iopact
