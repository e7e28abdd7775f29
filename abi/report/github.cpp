// SPDX-License-Identifier: GPL-2.0-or-later
#include <fmt/format.h>

#include "abi/report/report.h"
#include "abi/report/style.h"

namespace iopact {

namespace {

// Workflow commands end at the line: these bytes travel as percent codes, in properties two more.
std::string escape(std::string_view text, bool is_property) {
  std::string out;
  for (const char c : text) {
    const bool special = c == '%' || c == '\r' || c == '\n' || (is_property && (c == ':' || c == ','));
    if (special) {
      out += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    } else {
      out += c;
    }
  }
  return out;
}

std::string_view command_of(Severity severity) {
  switch (severity) {
    case Severity::error:
      return "error";
    case Severity::warning:
      return "warning";
    case Severity::note:
      return "notice";
  }
  return "notice";
}

std::string properties(const Finding& finding) {
  std::string out;
  if (!finding.places.empty()) {
    const Place& place = finding.places.front();
    out += fmt::format("file={},", escape(place.file, true));
    if (place.line > 0) out += fmt::format("line={},", place.line);
    if (place.column > 0) out += fmt::format("col={},", place.column);
  }
  return out + "title=" + escape(finding.rule, true);
}

}  // namespace

std::string render_github(const Report& report) {
  std::string out;
  for (const Finding& finding : report.findings) {
    if (finding.is_waived) continue;
    std::string text = printable(finding.message);
    if (!finding.fix.empty()) text += "\n" + printable(finding.fix);
    out +=
        fmt::format("::{} {}::{}\n", command_of(finding.severity), properties(finding), escape(text, false));
  }
  return out;
}

}  // namespace iopact
