// SPDX-License-Identifier: GPL-2.0-or-later
#include <nlohmann/json.hpp>

#include "abi/report/json_text.h"
#include "abi/report/request_report.h"

namespace iopact {

namespace {

using Json = nlohmann::ordered_json;

Json names_json(const std::vector<const Target*>& targets) {
  Json out = Json::array();
  for (const Target* target : targets) out.push_back(target->name);
  return out;
}

void add_parts(Json& out, const IocParts& parts) {
  out["dir"] = to_string(parts.transfer);
  out["type"] = std::string(1, static_cast<char>(parts.type));
  out["nr"] = parts.nr;
  out["size"] = parts.size;
}

std::string_view name_of(Nearness by) {
  switch (by) {
    case Nearness::same_nr:
      return "same-nr";
    case Nearness::same_direction:
      return "same-direction";
    case Nearness::nearest_nr:
      return "nearest-nr";
  }
  return "";
}

Json neighbour_json(const RequestNeighbour& neighbour, const Target& reference) {
  Json out{{"name", neighbour.command->name},
           {"by", name_of(neighbour.by)},
           {"target", reference.name},
           {"value", neighbour.value}};
  add_parts(out, neighbour.parts);
  out["differs"] = Json::array();
  for (const RequestDifference& difference : neighbour.differences) {
    out["differs"].push_back(
        {{"what", difference.what}, {"number", difference.given}, {"command", difference.command}});
  }
  return out;
}

}  // namespace

std::string request_json(const RequestReport& report) {
  Json out{{"value", report.value}, {"readings", Json::array()}};
  for (const RequestReading& reading : report.readings) {
    Json one = Json::object();
    add_parts(one, reading.parts);
    one["targets"] = names_json(reading.targets);
    out["readings"].push_back(std::move(one));
  }
  if (report.spec == nullptr) return json_text(out);
  out["is_command"] = report.is_command();
  out["commands"] = Json::array();
  for (const RequestMatch& match : report.matches) {
    out["commands"].push_back({{"name", match.command->name}, {"targets", names_json(match.targets)}});
  }
  out["nearest"] = Json::array();
  for (const RequestNeighbour& one : report.nearest) {
    out["nearest"].push_back(neighbour_json(one, *report.reference));
  }
  if (report.retired != nullptr) {
    out["retired"] = {
        {"nr", report.retired->nr}, {"name", report.retired->name}, {"reason", report.retired->reason}};
  }
  return json_text(out);
}

}  // namespace iopact
