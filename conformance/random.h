// SPDX-License-Identifier: GPL-2.0-or-later
// Numbers that repeat with their seed, on every machine.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <span>

namespace iopact::conformance {

class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed) {}

  std::uint64_t next() {
    state_ += 0x9e3779b97f4a7c15;
    std::uint64_t value = state_;
    value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9;
    value = (value ^ (value >> 27)) * 0x94d049bb133111eb;
    return value ^ (value >> 31);
  }
  // low..high, both included.
  std::uint64_t between(std::uint64_t low, std::uint64_t high) { return low + next() % (high - low + 1); }
  bool percent(unsigned chance) { return next() % 100 < chance; }
  template <typename T>
  T pick(std::initializer_list<T> values) {
    return values.begin()[next() % values.size()];
  }

 private:
  std::uint64_t state_;
};

}  // namespace iopact::conformance
