// SPDX-License-Identifier: GPL-2.0-or-later
#include "abi/emit/drift.h"

#include <fmt/format.h>

#include <algorithm>
#include <regex>
#include <set>

#include "abi/emit/writer.h"

namespace iopact::emit {

namespace {

using Lines = std::vector<std::string>;

// Length of the longest common subsequence of the tails a[i..] and b[j..].
class Common {
 public:
  Common(const Lines& a, const Lines& b) : width_(b.size() + 1), cells_((a.size() + 1) * width_, 0) {
    for (std::size_t i = a.size(); i-- > 0;) {
      for (std::size_t j = b.size(); j-- > 0;) {
        cells_[i * width_ + j] = a[i] == b[j] ? at(i + 1, j + 1) + 1 : std::max(at(i + 1, j), at(i, j + 1));
      }
    }
  }
  std::uint32_t at(std::size_t i, std::size_t j) const { return cells_[i * width_ + j]; }

 private:
  std::size_t width_;
  std::vector<std::uint32_t> cells_;
};

constexpr std::size_t cell_limit = 16u << 20;  // past it the middle counts as replaced as a whole

void walk_middle(const Lines& a, const Lines& b, std::size_t skipped, std::vector<Hunk>& hunks) {
  const Common common(a, b);
  std::size_t i = 0, j = 0;
  while (i < a.size() || j < b.size()) {
    if (i < a.size() && j < b.size() && a[i] == b[j]) {
      ++i, ++j;
      continue;
    }
    Hunk hunk{skipped + i + 1, skipped + j + 1, {}, {}};
    while (i < a.size() || j < b.size()) {
      if (i < a.size() && j < b.size() && a[i] == b[j]) break;
      if (j == b.size() || (i < a.size() && common.at(i + 1, j) >= common.at(i, j + 1)))
        hunk.removed.push_back(a[i++]);
      else
        hunk.added.push_back(b[j++]);
    }
    hunks.push_back(std::move(hunk));
  }
}

// Symbol around a line: the struct or function whose body it stands in, "" outside of any.
std::string around(const Lines& lines, std::size_t line) {
  static const std::regex aggregate(R"(^\s*(?:static const )?((?:struct|union|enum) \w+)[^;()]*\{\s*$)");
  static const std::regex function(R"(^[A-Za-z].*?\b(\w+)\([^;]*$)");
  for (std::size_t i = std::min(line, lines.size()); i-- > 0;) {
    std::smatch match;
    if (i + 1 < line && (lines[i].starts_with("}") || lines[i].starts_with("#define"))) return "";
    if (std::regex_search(lines[i], match, aggregate) || std::regex_search(lines[i], match, function))
      return match[1];
  }
  return "";
}

// What a single line is about: a field, a #define, an assignment's member.
std::string inside(const std::string& line) {
  static const std::regex define(R"(^\s*#\s*define\s+(\w+))");
  static const std::regex member(R"((?:->|\.)(\w+)\s*=[^=])");
  static const std::regex field(R"(\b(\w+)(?:\[[^\]]*\])*(?:\s*:\s*\d+)?;)");
  static const std::regex access(R"((?:->|\.)(\w+))");
  std::smatch match;
  for (const std::regex* form : {&define, &member, &field, &access}) {
    if (std::regex_search(line, match, *form)) return match[1];
  }
  return "";
}

std::string symbol(const Lines& lines, std::size_t line) {
  const std::string& text = lines[line - 1];
  const std::string own = inside(text);
  if (text.find("#define") != std::string::npos && !own.empty()) return own;
  const std::string outer = around(lines, line);
  if (outer.empty() || own.empty()) return outer + own;
  return outer.find(' ') != std::string::npos ? outer + "." + own : outer + ": " + own;
}

// The symbols of a hunk: of the lines that should be there, and of those that should not.
std::vector<std::string> symbols(const Hunk& hunk, const Lines& file, const Lines& generated) {
  std::vector<std::string> out;
  for (std::size_t i = 0; i < hunk.added.size(); ++i)
    out.push_back(symbol(generated, hunk.generated_line + i));
  for (std::size_t i = 0; i < hunk.removed.size(); ++i) out.push_back(symbol(file, hunk.line + i));
  std::erase(out, "");
  if (out.empty()) out.emplace_back("text");
  return out;
}

Finding finding_at(const std::string& path, std::size_t line, std::string subject, std::string message) {
  Finding finding;
  finding.rule = "generated-drift";
  finding.places = {Place{path, static_cast<int>(line), line == 0 ? 0 : 1, ""}};
  finding.subject = std::move(subject);
  finding.message = std::move(message);
  finding.why =
      "what is checked in is not what the spec says, and the next regeneration would change it in silence";
  finding.fix = "undo the edit or change the spec, then run \"make gen\"";
  return finding;
}

std::string describe(const Hunk& hunk, const std::string& subject) {
  if (hunk.removed.empty()) return fmt::format("{}: generated lines are missing here", subject);
  if (hunk.added.empty()) return fmt::format("{}: the spec does not generate this", subject);
  return fmt::format("{}: differs from what the spec generates", subject);
}

}  // namespace

std::vector<Hunk> compare_lines(std::string_view file, std::string_view generated) {
  Lines a = lines_of(file), b = lines_of(generated);
  std::size_t head = 0;
  while (head < a.size() && head < b.size() && a[head] == b[head]) ++head;
  while (a.size() > head && b.size() > head && a.back() == b.back()) a.pop_back(), b.pop_back();
  a.erase(a.begin(), a.begin() + static_cast<std::ptrdiff_t>(head));
  b.erase(b.begin(), b.begin() + static_cast<std::ptrdiff_t>(head));
  if (a.empty() && b.empty()) return {};
  if ((a.size() + 1) * (b.size() + 1) > cell_limit) return {Hunk{head + 1, head + 1, a, b}};
  std::vector<Hunk> hunks;
  walk_middle(a, b, head, hunks);
  return hunks;
}

std::string unified_diff(std::string_view path, std::string_view file, std::string_view generated) {
  const std::vector<Hunk> hunks = compare_lines(file, generated);
  if (hunks.empty()) return "";
  return fmt::format("--- {}\n+++ {} (generated)\n", path, path) + each(hunks, [](const Hunk& hunk) {
           return fmt::format("@@ -{},{} +{},{} @@\n", hunk.line, hunk.removed.size(), hunk.generated_line,
                              hunk.added.size()) +
                  each(hunk.removed, [](const std::string& one) { return "-" + one + "\n"; }) +
                  each(hunk.added, [](const std::string& one) { return "+" + one + "\n"; });
         });
}

std::vector<Finding> drift(const std::string& path, std::string_view file, std::string_view generated) {
  const Lines have = lines_of(file), want = lines_of(generated);
  std::vector<Finding> findings;
  std::set<std::string> seen;
  for (const Hunk& hunk : compare_lines(file, generated)) {
    for (const std::string& subject : symbols(hunk, have, want)) {
      if (seen.insert(subject).second)
        findings.push_back(finding_at(path, hunk.line, subject, describe(hunk, subject)));
    }
  }
  if (findings.empty() && file != generated)
    findings.push_back(finding_at(path, 0, "text", "the file's last line has no newline"));
  return findings;
}

Finding missing_file(const std::string& path) {
  return finding_at(path, 0, path, "the generated file is missing");
}

Finding stale_file(const std::string& path) {
  return finding_at(path, 0, path, "no back-end generates this file any more");
}

}  // namespace iopact::emit
