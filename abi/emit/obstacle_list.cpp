// SPDX-License-Identifier: GPL-2.0-or-later
#include "abi/emit/obstacle_list.h"

#include <fmt/format.h>

#include <algorithm>

namespace iopact::emit {

void Obstacles::add(std::string subject, const Place& at, std::string message, std::string fix) {
  message = fmt::format("{}: {}", subject, message);
  const bool known = std::any_of(findings_.begin(), findings_.end(), [&](const Finding& one) {
    return one.subject == subject && one.message == message;
  });
  if (known) return;
  Finding finding;
  finding.rule = "cannot-generate";
  finding.places = {at};
  finding.subject = std::move(subject);
  finding.message = std::move(message);
  finding.why = "code that is right in most cases would be taken for right in all";
  finding.fix = std::move(fix);
  findings_.push_back(std::move(finding));
}

void Obstacles::command(const Command& command, std::string message, std::string fix) {
  add("command " + command.name, command.at, std::move(message), std::move(fix));
}

void Obstacles::record(const Record& record, std::string message, std::string fix) {
  add(fmt::format("{} {}", record.is_union() ? "union" : "struct", record.name), record.aggregate->at,
      std::move(message), std::move(fix));
}

void Obstacles::field(const Record& record, const Member& member, std::string message, std::string fix) {
  field(record, member.name(), *member.field, std::move(message), std::move(fix));
}

void Obstacles::field(const Record& record, const std::string& path, const Field& field, std::string message,
                      std::string fix) {
  const std::string owner = fmt::format("{} {}", record.is_union() ? "union" : "struct", record.name);
  add(path.empty() ? owner : fmt::format("{}.{}", owner, path), field.at, std::move(message), std::move(fix));
}

}  // namespace iopact::emit
