// SPDX-License-Identifier: GPL-2.0-or-later
#include "abi/emit/code.h"

#include <algorithm>

#include "abi/emit/writer.h"

namespace iopact::emit {

namespace {

struct Form {
  std::string_view step;    // one level of indentation
  std::size_t wish, limit;  // columns: lines are broken past the first; nothing should pass the second
};

constexpr Form form_of(Style style) {
  return style == Style::kernel ? Form{"\t", 80, 100} : Form{"  ", 110, 110};
}

class Printer {
 public:
  Printer(Style style, int depth) : style_(style), form_(form_of(style)) {
    for (int i = 0; i < depth; ++i) indentation_ += form_.step;
  }

  void print(const Block& block) {
    for (const Statement& statement : block) std::visit(*this, statement.is);
  }

  void operator()(const Line& one) {
    for (const std::string& part : lines_of(one.text)) put(part);
    if (one.text.empty()) text_ += '\n';
  }

  void operator()(const If& one) { nest("if (" + one.condition + ")", one.then); }

  void operator()(const Loop& loop) {
    const std::string& i = loop.index;
    const bool kernel = style_ == Style::kernel;
    nest("for (" + std::string(kernel ? "" : "std::size_t ") + i + " = 0; " + i + " < " + loop.count + "; " +
             (kernel ? i + "++" : "++" + i) + ")",
         loop.body);
  }

  void operator()(const Switch& one) {
    put("switch (" + one.value + ") {");
    for (const Case& label : one.cases) print_case(label);
    put("}");
  }

  std::string text() { return std::move(text_); }

 private:
  void nest(const std::string& head, const Block& body) {
    if (style_ == Style::cpp && try_short(head, body)) return;
    const bool braces = !is_single(body);
    put(head + (braces ? " {" : ""));
    deeper([&] { print(body); });
    if (braces) put("}");
  }

  // A single simple statement: no braces in either style.
  static bool is_single(const Block& body) {
    return body.size() == 1 && std::holds_alternative<Line>(body.front().is) &&
           std::get<Line>(body.front().is).text.find('\n') == std::string::npos;
  }

  bool try_short(const std::string& head, const Block& body) {
    if (!is_single(body)) return false;
    const std::string whole = indentation_ + head + " " + std::get<Line>(body.front().is).text;
    if (columns(whole) > form_.limit) return false;
    text_ += whole + "\n";
    return true;
  }

  void print_case(const Case& label) {
    const std::string_view step = style_ == Style::kernel ? "" : form_.step;
    indentation_ += step;
    for (const std::string& one : label.labels) put("case " + one + ":");
    if (label.labels.empty()) put("default:");
    deeper([&] { print_case_body(label.body); });
    indentation_.erase(indentation_.size() - step.size());
  }

  void print_case_body(const Block& body) {
    print(body);
    const auto* last = body.empty() ? nullptr : std::get_if<Line>(&body.back().is);
    if (last == nullptr || !last->text.starts_with("return ")) put("break;");
  }

  template <typename Function>
  void deeper(Function fn) {
    indentation_ += form_.step;
    fn();
    indentation_.erase(indentation_.size() - form_.step.size());
  }

  void put(const std::string& text) { text_ += fit(indentation_ + text, style_) + "\n"; }

  Style style_;
  Form form_;
  std::string indentation_;
  std::string text_;
};

bool may_break_after(std::string_view text) {
  return text.ends_with(',') || text.ends_with('|') || text.ends_with("&&") || text.ends_with('=') ||
         text.ends_with(';');
}

// The text cut where a line may be broken: at a blank after an operator or comma, outside of string literals,
// in at most `depth` brackets. Each piece keeps its blank.
std::vector<std::string_view> pieces_of(std::string_view text, int depth) {
  std::vector<std::string_view> pieces;
  bool in_string = false;
  int open = 0;
  std::size_t start = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '"' && (i == 0 || text[i - 1] != '\\')) in_string = !in_string;
    if (in_string) continue;
    open += text[i] == '(' ? 1 : text[i] == ')' ? -1 : 0;
    if (text[i] != ' ' || open > depth || !may_break_after(text.substr(0, i))) continue;
    pieces.push_back(text.substr(start, i + 1 - start));
    start = i + 1;
  }
  pieces.push_back(text.substr(start));
  return pieces;
}

// Fills lines with pieces and knows the columns of the brackets that are open.
class Breaking {
 public:
  Breaking(std::string_view indentation, Style style) : style_(style), line_(indentation) {
    open_.push_back(columns(indentation) + columns(form_of(style).step) * (style == Style::kernel ? 1 : 2));
  }

  void add(std::string_view piece) {
    const std::size_t end = piece.find_last_not_of(' ') + 1;
    const bool too_long = columns(line_ + std::string(piece.substr(0, end))) > form_of(style_).wish;
    if (too_long && started_) next_line();
    for (const char c : piece) {
      line_ += c;
      if (c == '(') open_.push_back(columns(line_));
      if (c == ')' && open_.size() > 1) open_.pop_back();
    }
    started_ = true;
  }

  std::string text() { return text_ + line_; }

 private:
  void next_line() {
    text_ += line_.substr(0, line_.find_last_not_of(' ') + 1) + "\n";
    const std::size_t column = open_.back();
    line_ = style_ == Style::cpp ? std::string(column, ' ')
                                 : std::string(column / 8, '\t') + std::string(column % 8, ' ');
  }

  Style style_;
  std::string line_;
  std::string text_;
  std::vector<std::size_t> open_;
  bool started_ = false;
};

bool all_fit(std::string_view text, std::size_t width) {
  const std::vector<std::string> lines = lines_of(text);
  return std::all_of(lines.begin(), lines.end(),
                     [&](const std::string& one) { return columns(one) <= width; });
}

}  // namespace

Statement line(std::string text) { return {Line{std::move(text)}}; }
Statement blank() { return {Line{}}; }
Statement when(std::string condition, Block then) { return {If{std::move(condition), std::move(then)}}; }

Statement fail_if(std::string condition, std::string_view error) {
  return when(std::move(condition), {line("return -" + std::string(error) + ";")});
}

void append(Block& block, Block more) {
  for (Statement& statement : more) block.push_back(std::move(statement));
}

void append_group(Block& block, Block more) {
  if (!block.empty() && !more.empty()) block.push_back(blank());
  append(block, std::move(more));
}

std::string print(const Block& block, Style style, int depth) {
  Printer printer(style, depth);
  printer.print(block);
  return printer.text();
}

int loop_depth(const Block& block) {
  int depth = 0;
  struct Visitor {
    int operator()(const Line&) const { return 0; }
    int operator()(const If& one) const { return loop_depth(one.then); }
    int operator()(const Loop& one) const { return 1 + loop_depth(one.body); }
    int operator()(const Switch& one) const {
      int deepest = 0;
      for (const Case& label : one.cases) deepest = std::max(deepest, loop_depth(label.body));
      return deepest;
    }
  };
  for (const Statement& statement : block) depth = std::max(depth, std::visit(Visitor{}, statement.is));
  return depth;
}

std::string index_name(int depth) { return std::string(1, static_cast<char>('i' + depth)); }

std::string fit(std::string_view text, Style style) {
  const std::size_t width = form_of(style).wish;
  const std::size_t start = std::min(text.find_first_not_of(" \t"), text.size());
  const int deepest = static_cast<int>(std::count(text.begin(), text.end(), '('));
  std::string result(text);
  for (int depth = 0; !all_fit(result, width) && depth <= deepest; ++depth) {
    Breaking breaking(text.substr(0, start), style);
    for (const std::string_view piece : pieces_of(text.substr(start), depth)) breaking.add(piece);
    result = breaking.text();
  }
  return result;
}

std::string function_head(std::string_view result, std::string_view name,
                          const std::vector<std::string>& parameters, Style style) {
  const std::string gap = result.ends_with('*') ? "" : " ";
  std::string list = join(parameters, ", ");
  if (list.empty() && style == Style::kernel) list = "void";
  const std::string call = std::string(name) + "(" + list + ")";
  const std::string one_line = std::string(result) + gap + call;
  const std::string first =
      std::string(result) + gap + std::string(name) + "(" + list.substr(0, list.find(','));
  const bool too_long = columns(first) + 1 > form_of(style).limit;
  return too_long ? std::string(result) + "\n" + fit(call, style) : fit(one_line, style);
}

}  // namespace iopact::emit
