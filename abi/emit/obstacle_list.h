// SPDX-License-Identifier: GPL-2.0-or-later
// Collects obstacles; one construct is told once however many commands lead to it.
#pragma once

#include <string>
#include <vector>

#include "abi/emit/plan.h"
#include "abi/model/finding.h"

namespace iopact::emit {

class Obstacles {
 public:
  void add(std::string subject, const Place& at, std::string message, std::string fix);
  void command(const Command& command, std::string message, std::string fix);
  void record(const Record& record, std::string message, std::string fix);
  void field(const Record& record, const Member& member, std::string message, std::string fix);
  // Of a member of a nested aggregate, by its path in the struct that the spec names.
  void field(const Record& record, const std::string& path, const Field& field, std::string message,
             std::string fix);

  std::vector<Finding> take() { return std::move(findings_); }

 private:
  std::vector<Finding> findings_;
};

// What the user side and the kernel have in common.
void add_call_obstacles(const Plan& plan, Obstacles& out);

}  // namespace iopact::emit
