// SPDX-License-Identifier: GPL-2.0-or-later
#include "abi/model/difference.h"

#include <tuple>

namespace iopact {
namespace {

auto key(const Difference& is) {
  return std::tie(is.rule, is.section, is.subject, is.name, is.expected, is.found, is.remark, is.follows);
}

}  // namespace

bool Difference::operator==(const Difference& other) const { return key(*this) == key(other); }

}  // namespace iopact
