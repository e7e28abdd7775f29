// SPDX-License-Identifier: GPL-2.0-or-later
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "abi/report/report.h"
#include "abi/report/source_line.h"
#include "abi/report/style.h"

namespace iopact {

namespace {

constexpr std::size_t widest_line = 120;  // of a source line that is shown, in bytes
constexpr std::size_t lead = 40;          // bytes shown before the caret where the line is cut

Style style_of(Severity severity) {
  switch (severity) {
    case Severity::error:
      return Style::red;
    case Severity::warning:
      return Style::yellow;
    case Severity::note:
      return Style::cyan;
  }
  return Style::plain;
}

// The part of a line around the column that is shown, never cut inside a character of UTF-8.
struct Excerpt {
  std::string text;
  std::size_t caret = 0;  // bytes before it
};

Excerpt excerpt(std::string_view line, std::size_t column) {
  std::size_t caret = std::min(column - 1, line.size());
  std::size_t from = line.size() > widest_line && caret > lead ? caret - lead : 0;
  while (from > 0 && continues_code_point(line[from])) --from;
  std::size_t to = std::min(line.size(), from + widest_line);
  while (to < line.size() && continues_code_point(line[to])) --to;
  Excerpt out{std::string(line.substr(from, to - from)), caret - from};
  if (from > 0) {
    out.text.insert(0, "...");
    out.caret += 3;
  }
  if (to < line.size()) out.text += "...";
  return out;
}

class TextReport {
 public:
  explicit TextReport(const Report& report) : report_(report) {}

  std::string render() {
    for (const Finding& finding : report_.findings) {
      if (finding.is_waived) {
        add_waived(finding);
      } else {
        add(finding);
      }
    }
    return out_ + to_string(tally(report_.findings)) + "\n";
  }

 private:
  void add(const Finding& finding) {
    const std::string place = where(finding);
    if (!place.empty()) out_ += paint(printable(place) + ":", Style::bold, report_.colour) + " ";
    out_ += paint(severity(finding) + ":", style_of(finding.severity), report_.colour);
    out_ += fmt::format(" {} [{}]\n", printable(finding.message), finding.rule);
    if (!finding.places.empty()) add_source(finding.places.front());
    for (std::size_t i = 1; i < finding.places.size(); ++i) add_line("see", to_string(finding.places[i]));
    if (!finding.targets.empty()) add_line("targets", fmt::format("{}", fmt::join(finding.targets, ", ")));
    add_line("why", finding.why);
    add_line("fix", finding.fix);
  }

  void add_waived(const Finding& finding) {
    const std::string place = where(finding);
    const std::string line = fmt::format("{}{}waived: {} [{}]: {}", place, place.empty() ? "" : ": ",
                                         finding.message, finding.rule, finding.waived.reason);
    out_ += paint(printable(line), Style::dim, report_.colour) + "\n";
  }

  static std::string severity(const Finding& finding) {
    const std::string name(to_string(finding.severity));
    if (finding.verdict == Verdict::none) return name;
    return fmt::format("{} ({})", name, to_string(finding.verdict));
  }

  void add_line(std::string_view label, const std::string& text) {
    if (!text.empty()) out_ += fmt::format("  {}: {}\n", label, printable(text));
  }

  void add_source(const Place& place) {
    if (place.line <= 0) return;
    const std::string& text = source(place.file);
    const std::optional<std::string_view> line = line_of(text, place.line);
    if (text.empty() || !line) return;
    const Excerpt shown = excerpt(*line, static_cast<std::size_t>(std::max(place.column, 1)));
    const std::string number = fmt::format("{:5}", place.line);
    out_ += fmt::format("{} | {}\n", number, printable(shown.text));
    if (place.column <= 0) return;
    out_ += fmt::format("{} | {}{}\n", std::string(number.size(), ' '), before_caret(shown),
                        paint("^", Style::green, report_.colour));
  }

  // As wide as what stands over it: a tab for each tab, else a space.
  static std::string before_caret(const Excerpt& shown) {
    std::string out;
    for (const char c : std::string_view(shown.text).substr(0, shown.caret)) {
      if (!continues_code_point(c)) out += c == '\t' ? '\t' : ' ';
    }
    return out;
  }

  const std::string& source(const std::string& file) {
    const auto [found, is_new] = sources_.try_emplace(file);
    if (is_new) found->second = report_.source(file).value_or("");
    return found->second;
  }

  const Report& report_;
  std::map<std::string, std::string> sources_;
  std::string out_;
};

}  // namespace

std::string render_text(const Report& report) { return TextReport(report).render(); }

}  // namespace iopact
