// SPDX-License-Identifier: GPL-2.0-or-later
#include "abi/report/check_report.h"
#include "abi/report/json_text.h"

namespace iopact {
namespace {

using Json = nlohmann::ordered_json;

Json difference_json(const Difference& difference) {
  return {{"rule", difference.rule},   {"subject", difference.subject}, {"spec", difference.expected},
          {"found", difference.found}, {"remark", difference.remark},   {"follows", difference.follows}};
}

std::string_view result_of(const CheckedCell& cell) {
  switch (cell.state) {
    case CheckedCell::State::skipped:
      return "skipped";
    case CheckedCell::State::failed:
      return "failed";
    case CheckedCell::State::compared:
      break;
  }
  return cell.sighting.differences.empty() ? "ok" : "different";
}

Json cell_json(const CheckedCell& cell, const char* label) {
  const auto* target = cell.sighting.target;
  Json out{{label, cell.sighting.label},
           {"target", target != nullptr ? std::string(target->name) : ""},
           {"result", result_of(cell)},
           {"differences", Json::array()}};
  for (const auto& difference : cell.sighting.differences)
    out["differences"].push_back(difference_json(difference));
  if (!cell.note.empty()) out["note"] = cell.note;
  return out;
}

}  // namespace

std::string check_json(const CheckReport& report) {
  Json out = Json::parse(render_json(report.findings));
  out["spec"] = report.spec_file;
  if (!report.header.empty()) out["header"] = report.header;
  out["cells"] = Json::array();
  for (const auto& cell : report.cells) out["cells"].push_back(cell_json(cell, "compiler"));
  out["objects"] = Json::array();
  for (const auto& object : report.objects) {
    out["objects"].push_back(cell_json(object, "file"));
    out["objects"].back()["structs"] = object.structs;
  }
  out["verdict"] = verdict_line(report);
  return json_text(out);
}

}  // namespace iopact
