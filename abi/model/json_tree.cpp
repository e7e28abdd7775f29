// SPDX-License-Identifier: GPL-2.0-or-later
// nlohmann/json gives no positions, so its SAX parser reads through an iterator that counts, and each event
// takes the place of the token that the iterator saw start last. No rule of JSON is written down twice: the
// iterator only knows where tokens start.
#include "abi/model/json_tree.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <iterator>
#include <nlohmann/json.hpp>

#include "abi/model/json_syntax.h"

namespace iopact {

namespace {

// Follows the parser byte by byte.
class Cursor {
 public:
  explicit Cursor(std::string_view text) : text_(text) {}

  char peek() const { return text_[here_.offset]; }
  std::size_t offset() const { return here_.offset; }
  const Mark& here() const { return here_; }
  const Mark& value() const { return value_; }              // start of the last string, word, '{' or '['
  const Mark& punctuation() const { return punctuation_; }  // the last ',' ':' ']' or '}'
  const Mark& last() const { return last_; }                // the last byte read
  bool in_string() const { return in_string_; }
  bool in_word() const { return in_word_; }
  std::size_t values_started() const { return values_started_; }
  bool ended() const { return ended_; }  // the parser asked for a byte past the last one
  void note_end() { ended_ = true; }

  void advance() {
    const char c = peek();
    last_ = here_;
    if (in_string_) {
      follow_string(c);
    } else {
      note_start(c);
    }
    ++here_.offset;
    ++here_.at.column;
    if (c == '\n') here_.at = Position{here_.at.line + 1, 1};
  }

 private:
  void follow_string(char c) {
    if (escape_) {
      escape_ = false;
    } else if (c == '\\') {
      escape_ = true;
    } else if (c == '"') {
      in_string_ = false;
    }
  }

  void note_start(char c) {
    const bool space = c == ' ' || c == '\t' || c == '\n' || c == '\r';
    const bool closer = c == ',' || c == ':' || c == ']' || c == '}';
    const bool opener = c == '"' || c == '{' || c == '[';
    const bool word = !space && !closer && !opener;
    if (closer) punctuation_ = here_;
    if (opener || (word && !in_word_)) {
      value_ = here_;
      ++values_started_;
    }
    in_word_ = word;
    in_string_ = c == '"';
  }

  std::string_view text_;
  Mark here_;
  Mark value_;
  Mark punctuation_;
  Mark last_;
  std::size_t values_started_ = 0;
  bool ended_ = false;
  bool in_string_ = false;
  bool escape_ = false;
  bool in_word_ = false;
};

// What nlohmann reads through. Copies share the cursor; only one of them is ever moved.
class CountingIterator {
 public:
  using iterator_category = std::input_iterator_tag;
  using value_type = char;
  using difference_type = std::ptrdiff_t;
  using pointer = const char*;
  using reference = char;

  CountingIterator(Cursor* cursor, std::size_t offset) : cursor_(cursor), offset_(offset) {}
  char operator*() const { return cursor_->peek(); }
  CountingIterator& operator++() {
    cursor_->advance();
    offset_ = cursor_->offset();
    return *this;
  }
  void operator++(int) { ++*this; }
  bool operator==(const CountingIterator& other) const {
    if (offset_ == other.offset_) cursor_->note_end();
    return offset_ == other.offset_;
  }
  bool operator!=(const CountingIterator& other) const { return !(*this == other); }

 private:
  Cursor* cursor_;
  std::size_t offset_;
};

}  // namespace

// Receives nlohmann's events.
class TreeBuilder {
 public:
  using Json = nlohmann::json;

  TreeBuilder(std::string_view text, Diagnostics& diagnostics)
      : text_(text), diagnostics_(diagnostics), cursor_(text) {}

  JsonTree build() {
    const bool parsed =
        Json::sax_parse(CountingIterator(&cursor_, 0), CountingIterator(&cursor_, text_.size()), this);
    if (parsed && !cursor_.ended()) report_rest();
    if (!parsed || !cursor_.ended()) tree_.root_ = nullptr;
    return std::move(tree_);
  }

  bool null() { return add(JsonKind::null) != nullptr; }
  bool boolean(bool value) {
    add(JsonKind::boolean)->boolean = value;
    return true;
  }
  bool number_integer(std::int64_t value) {
    JsonNode* node = add_number(JsonKind::integer);
    node->negative = value < 0;
    node->magnitude = value < 0 ? 0 - static_cast<std::uint64_t>(value) : static_cast<std::uint64_t>(value);
    return true;
  }
  bool number_unsigned(std::uint64_t value) {
    add_number(JsonKind::integer)->magnitude = value;
    return true;
  }
  // Integers past 64 bits come here as well.
  bool number_float(double, const std::string& written) {
    add_number(JsonKind::real)->text = written;
    return true;
  }
  bool string(std::string& value) {
    JsonNode* node = add(JsonKind::string);
    node->escaped = cursor_.offset() - cursor_.value().offset != value.size() + 2;
    node->text = std::move(value);
    return true;
  }
  bool binary(Json::binary_t&) { return false; }
  bool start_object(std::size_t) { return open(JsonKind::object); }
  bool start_array(std::size_t) { return open(JsonKind::array); }
  bool end_array() {
    const Open list = open_.back();
    if (list.node->items.size() <= JsonTree::list_limit) return close();
    report({list.start, fmt::format("this list has more than {} items", JsonTree::list_limit),
            "split the spec"});
    return false;
  }
  bool key(std::string& value) {
    open_.back().node->members.push_back({std::move(value), cursor_.value().at, nullptr});
    after_key_ = true;
    ++values_accepted_;
    return true;
  }
  bool end_object() {
    find_duplicate_keys(*open_.back().node);
    return close();
  }
  bool parse_error(std::size_t, const std::string&, const nlohmann::detail::exception& exception) {
    constexpr int number_overflow = 406;
    SyntaxError error;
    error.text = text_;
    error.token = bad_token();
    if (cursor_.in_string())
      error.bad_byte = cursor_.offset() == text_.size() ? cursor_.here() : cursor_.last();
    if (!open_.empty()) error.open = open_.back().start;
    error.complete = open_.empty() && tree_.root_ != nullptr;
    error.after_key = after_key_;
    error.number_too_large = exception.id == number_overflow;
    report(explain(error));
    return false;
  }

 private:
  struct Open {
    JsonNode* node;
    Mark start;
  };

  JsonNode* add(JsonKind kind) {
    JsonNode& node = tree_.nodes_.emplace_back();
    node.kind = kind;
    node.at = cursor_.value().at;
    after_key_ = false;
    ++values_accepted_;
    if (open_.empty()) {
      tree_.root_ = &node;
      return &node;
    }
    JsonNode& parent = *open_.back().node;
    node.parent = &parent;
    if (parent.kind == JsonKind::array) {
      node.index = parent.items.size();
      parent.items.push_back(&node);
    } else {
      node.index = parent.members.size() - 1;
      parent.members.back().value = &node;
    }
    return &node;
  }

  // "0x10" is a 0 to the parser until it sees the x: then the word as a whole is what does not fit.
  JsonNode* add_number(JsonKind kind) {
    JsonNode* node = add(kind);
    if (cursor_.in_word() && !cursor_.ended()) --values_accepted_;
    return node;
  }

  bool open(JsonKind kind) {
    const Mark start = cursor_.value();
    JsonNode* node = add(kind);
    open_.push_back({node, start});
    if (open_.size() <= JsonTree::depth_limit) return true;
    report({start, fmt::format("values are nested more than {} deep", JsonTree::depth_limit),
            "flatten the spec"});
    return false;
  }

  bool close() {
    open_.pop_back();
    return true;
  }

  // The parser reads one byte past a number, so the token that started last is not always the one that does
  // not fit.
  Mark bad_token() const {
    if (cursor_.values_started() > values_accepted_) return cursor_.value();
    return cursor_.ended() ? cursor_.here() : cursor_.punctuation();
  }

  void find_duplicate_keys(const JsonNode& object) {
    std::vector<const JsonMember*> order;
    for (const JsonMember& member : object.members) order.push_back(&member);
    std::stable_sort(order.begin(), order.end(), [](auto a, auto b) { return a->key < b->key; });
    const JsonMember* first = nullptr;
    for (const JsonMember* member : order) {
      if (first != nullptr && first->key == member->key) {
        report_duplicate(object, *first, *member);
      } else {
        first = member;
      }
    }
  }

  void report_duplicate(const JsonNode& object, const JsonMember& first, const JsonMember& second) {
    Finding& finding = diagnostics_.error("spec-duplicate-key", second.at, object.pointer() + "/" + first.key,
                                          fmt::format("the key \"{}\" stands twice in one object", first.key),
                                          "remove one of them");
    finding.places.push_back(diagnostics_.place(first.at, finding.places.front().pointer));
  }

  // The parser takes a NUL byte for the end.
  void report_rest() {
    report(
        {cursor_.last(), "something follows the end of the spec", "remove what stands after the last '}'"});
  }

  void report(const Explanation& what) {
    diagnostics_.error("spec-syntax", what.at.at, "", what.message, what.fix);
  }

  std::string_view text_;
  Diagnostics& diagnostics_;
  Cursor cursor_;
  JsonTree tree_;
  std::vector<Open> open_;
  bool after_key_ = false;
  std::size_t values_accepted_ = 0;
};

std::string_view describe(JsonKind kind) {
  switch (kind) {
    case JsonKind::null:
      return "null";
    case JsonKind::boolean:
      return "true or false";
    case JsonKind::integer:
      return "an integer";
    case JsonKind::real:
      return "a fraction";
    case JsonKind::string:
      return "a string";
    case JsonKind::array:
      return "a list";
    case JsonKind::object:
      return "an object";
  }
  return "";
}

const JsonNode* JsonNode::find(std::string_view key) const {
  for (const JsonMember& member : members)
    if (member.key == key) return member.value;
  return nullptr;
}

namespace {

std::string escape_pointer(std::string_view key) {
  std::string out;
  for (const char c : key) {
    if (c == '~')
      out += "~0";
    else if (c == '/')
      out += "~1";
    else
      out += c;
  }
  return out;
}

std::string last_step(const JsonNode& node) {
  if (node.parent->kind == JsonKind::array) return std::to_string(node.index);
  return escape_pointer(node.parent->members[node.index].key);
}

const JsonNode* step(const JsonNode& node, std::string_view name) {
  if (node.kind == JsonKind::array) {
    std::size_t index = node.items.size();
    std::from_chars(name.data(), name.data() + name.size(), index);
    return index < node.items.size() ? node.items[index] : nullptr;
  }
  for (const JsonMember& member : node.members)
    if (escape_pointer(member.key) == name) return member.value;
  return nullptr;
}

}  // namespace

std::string JsonNode::pointer() const {
  if (parent == nullptr) return "";
  return parent->pointer() + "/" + last_step(*this);
}

const JsonNode* JsonTree::find(std::string_view pointer) const {
  const JsonNode* node = root_;
  while (node != nullptr && !pointer.empty()) {
    pointer.remove_prefix(1);
    const std::string_view name = pointer.substr(0, pointer.find('/'));
    node = step(*node, name);
    pointer.remove_prefix(name.size());
  }
  return node;
}

JsonTree parse_json(std::string_view text, Diagnostics& diagnostics) {
  if (text.starts_with("\xef\xbb\xbf")) {
    diagnostics.error("spec-syntax", Position{}, "", "the file starts with a byte order mark",
                      "save it as UTF-8 without one");
    return {};
  }
  return TreeBuilder(text, diagnostics).build();
}

}  // namespace iopact
