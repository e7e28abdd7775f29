// SPDX-License-Identifier: GPL-2.0-or-later
#include "abi/emit/writer.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>

namespace iopact::emit {

namespace {

[[noreturn]] void mistake(std::string_view what, std::string_view name) {
  std::fprintf(stderr, "writer: %.*s \"%.*s\"\n", static_cast<int>(what.size()), what.data(),
               static_cast<int>(name.size()), name.data());
  std::abort();
}

bool is_name(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
  });
}

class Filling {
 public:
  explicit Filling(std::initializer_list<Hole> holes) : holes_(holes), used_(holes.size()) {}

  std::string run(std::string_view block) {
    if (block.starts_with('\n')) block.remove_prefix(1);
    while (!block.empty()) {
      const std::size_t end = block.find('\n');
      line(block.substr(0, end), end != block.npos);
      block.remove_prefix(end == block.npos ? block.size() : end + 1);
    }
    for (std::size_t i = 0; i < used_.size(); ++i)
      if (!used_[i]) mistake("no hole for the value", holes_[i].name);
    return std::move(text_);
  }

 private:
  void line(std::string_view line, bool closed) {
    const std::size_t open = line.find("{{");
    const std::size_t close = line.find("}}");
    const bool alone = open != line.npos && close + 2 == line.size() && line.find_first_not_of(" \t") == open;
    if (alone && closed)
      return own_line(line.substr(0, open), value(line.substr(open + 2, close - open - 2)));
    if (line.empty() && after_nothing_ && text_.ends_with("\n\n")) return;
    after_nothing_ = false;
    within(line);
    if (closed) text_ += '\n';
  }

  void own_line(std::string_view blanks, const std::string& value) {
    after_nothing_ = value.empty();
    text_ += indent(value, blanks);
    if (!value.empty() && !value.ends_with('\n')) text_ += '\n';
  }

  void within(std::string_view line) {
    for (std::size_t open; (open = line.find("{{")) != line.npos;) {
      const std::size_t close = line.find("}}", open);
      if (close == line.npos) mistake("malformed hole in", line);
      text_ += line.substr(0, open);
      text_ += value(line.substr(open + 2, close - open - 2));
      line.remove_prefix(close + 2);
    }
    text_ += line;
  }

  const std::string& value(std::string_view name) {
    if (!is_name(name)) mistake("malformed hole", name);
    for (std::size_t i = 0; i < holes_.size(); ++i) {
      if (holes_[i].name != name) continue;
      used_[i] = true;
      return holes_[i].value;
    }
    mistake("no value for the hole", name);
  }

  std::vector<Hole> holes_;
  std::vector<bool> used_;
  std::string text_;
  bool after_nothing_ = false;  // the line before held nothing but an empty value
};

}  // namespace

std::string fill(std::string_view block, std::initializer_list<Hole> holes) {
  return Filling(holes).run(block);
}

std::string join(const std::vector<std::string>& parts, std::string_view separator) {
  std::string text;
  for (const std::string& part : parts) {
    if (&part != &parts.front()) text += separator;
    text += part;
  }
  return text;
}

std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    lines.emplace_back(text.substr(0, end));
    text.remove_prefix(end == text.npos ? text.size() : end + 1);
  }
  return lines;
}

std::string indent(std::string_view text, std::string_view prefix) {
  std::string result;
  for (const std::string& line : lines_of(text)) {
    if (!line.empty()) result += prefix;
    result += line;
    result += '\n';
  }
  if (!text.ends_with('\n') && !result.empty()) result.pop_back();
  return result;
}

std::vector<std::string> wrap(std::string_view text, std::size_t width) {
  std::vector<std::string> lines;
  while (true) {
    const std::size_t start = text.find_first_not_of(" \t\r\n");
    if (start == text.npos) return lines;
    const std::size_t end = std::min(text.find_first_of(" \t\r\n", start), text.size());
    const std::string_view word = text.substr(start, end - start);
    text.remove_prefix(end);
    if (lines.empty() || lines.back().size() + 1 + word.size() > width) {
      lines.emplace_back(word);
    } else {
      lines.back().append(" ").append(word);
    }
  }
}

std::size_t columns(std::string_view line) {
  std::size_t count = 0;
  for (const char c : line) {
    if (c == '\t')
      count += 8 - count % 8;
    else if ((static_cast<unsigned char>(c) & 0xc0) != 0x80)
      ++count;  // one column a UTF-8 character
  }
  return count;
}

}  // namespace iopact::emit
