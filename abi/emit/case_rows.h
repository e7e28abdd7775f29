// SPDX-License-Identifier: GPL-2.0-or-later
// The fields of an argument as tests and fuzzers see them, and the requests that differ from a valid one in
// one field.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "abi/emit/plan.h"

namespace iopact::emit {

enum class CaseKind { integer, pointer, other };

// A member of an argument, of a nested struct too; arrays, unions and bitfields stay closed.
struct CaseField {
  std::string path;    // "pair.low"
  std::string holder;  // "pair.": what the names of its siblings begin with
  const Member* member = nullptr;
  CaseKind kind = CaseKind::other;
  Flow flow;
  std::array<std::uint64_t, 2> offset{};  // bytes from the start of the argument, by Width
  std::array<std::uint64_t, 2> size{};    // bytes
};

std::vector<CaseField> case_fields(const Plan& plan, const CommandPlan& command);

// Index of a sibling of a field; -1 when the name is none (a constant).
int sibling(const std::vector<CaseField>& fields, const CaseField& field, std::string_view name);

struct CaseRow {
  std::string name;
  std::size_t field = 0;
  std::uint64_t value = 0;
  std::string error;  // "EINVAL"; empty: accepted
  int order = -1;
};

// Requests whose outcome both widths share. Accepted ones only where no state depends on the field.
std::vector<CaseRow> case_rows(const Plan& plan, const CommandPlan& command,
                               const std::vector<CaseField>& fields);

// Bytes that no member covers: offset and size.
struct PaddingRun {
  std::uint64_t offset = 0, size = 0;
};
std::vector<PaddingRun> padding_of(const Record& record, Width width);

}  // namespace iopact::emit
