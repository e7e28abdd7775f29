// SPDX-License-Identifier: GPL-2.0-or-later
#include "abi/emit/naming.h"

#include <algorithm>
#include <vector>

#include "abi/emit/writer.h"

namespace iopact::emit {

namespace {

constexpr std::string_view c_words[] = {
    "auto",   "break",    "case",     "char",     "const", "continue", "default", "do",     "double",
    "else",   "enum",     "extern",   "float",    "for",   "goto",     "if",      "inline", "int",
    "long",   "register", "restrict", "return",   "short", "signed",   "sizeof",  "static", "struct",
    "switch", "typedef",  "union",    "unsigned", "void",  "volatile", "while",   "asm",    "typeof"};

constexpr std::string_view cpp_words[] = {
    "alignas",   "alignof",       "and",         "and_eq",    "bitand",   "bitor",
    "bool",      "catch",         "char16_t",    "char32_t",  "char8_t",  "class",
    "co_await",  "co_return",     "co_yield",    "compl",     "concept",  "consteval",
    "constexpr", "constinit",     "const_cast",  "decltype",  "delete",   "dynamic_cast",
    "explicit",  "export",        "false",       "friend",    "mutable",  "namespace",
    "new",       "noexcept",      "not",         "not_eq",    "nullptr",  "operator",
    "or",        "or_eq",         "private",     "protected", "public",   "reinterpret_cast",
    "requires",  "static_assert", "static_cast", "template",  "this",     "thread_local",
    "throw",     "true",          "try",         "typeid",    "typename", "using",
    "virtual",   "wchar_t",       "xor",         "xor_eq"};

std::vector<std::string> words_of(std::string_view name) {
  std::vector<std::string> words;
  while (!name.empty()) {
    const std::size_t end = name.find('_');
    if (end != 0) words.push_back(lower(name.substr(0, end)));
    name.remove_prefix(end == name.npos ? name.size() : end + 1);
  }
  return words;
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool is_ioctl_word(const std::string& word) { return word == "ioc" || word == "ioctl"; }

std::vector<std::string> own_words(std::string_view interface, std::string_view name) {
  const std::vector<std::string> common = words_of(interface);
  std::vector<std::string> words = words_of(name);
  const auto last = words.empty() ? words.end() : words.end() - 1;
  auto first = std::mismatch(words.begin(), last, common.begin(), common.end()).first;
  if (first != last && is_ioctl_word(*first)) ++first;
  while (first != words.begin() && is_digit(first->front())) --first;  // no name starts with a digit
  words.erase(words.begin(), first);
  return words;
}

}  // namespace

std::string lower(std::string_view text) {
  std::string result(text);
  for (char& c : result)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return result;
}

std::string upper(std::string_view text) {
  std::string result(text);
  for (char& c : result)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  return result;
}

std::string short_name(std::string_view interface, std::string_view name) {
  return join(own_words(interface, name), "_");
}

std::string type_name(std::string_view interface, std::string_view name) {
  std::string result;
  for (std::string& word : own_words(interface, name)) {
    result += upper(word.substr(0, 1));
    result += word.substr(1);
  }
  return result;
}

bool is_c_keyword(std::string_view word) {
  return std::find(std::begin(c_words), std::end(c_words), word) != std::end(c_words);
}

bool is_cpp_keyword(std::string_view word) {
  return is_c_keyword(word) ||
         std::find(std::begin(cpp_words), std::end(cpp_words), word) != std::end(cpp_words);
}

std::string cpp_name(std::string_view word) {
  std::string name(word);
  if (is_cpp_keyword(word)) name += '_';
  return name;
}

}  // namespace iopact::emit
