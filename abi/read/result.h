// SPDX-License-Identifier: GPL-2.0-or-later
// What a reader returns: a value, or one sentence that says what went wrong, where and what to do.
#pragma once

#include <optional>
#include <string>
#include <utility>

#include "abi/model/source.h"

namespace iopact {

struct Failure {
  std::string message;         // no trailing period
  Place at = {};               // where in the input, if known
  bool is_unavailable = false; // this machine lacks something, the input may be fine
};

template <class T>
class Result {
 public:
  Result(T value) : value_(std::move(value)) {}
  Result(Failure failure) : failure_(std::move(failure)) {}

  explicit operator bool() const { return value_.has_value(); }
  const T& operator*() const { return *value_; }
  T& operator*() { return *value_; }
  const T* operator->() const { return &*value_; }
  T* operator->() { return &*value_; }

  // Meaningful only where there is no value.
  const Failure& failure() const { return failure_; }
  const std::string& error() const { return failure_.message; }

 private:
  std::optional<T> value_;
  Failure failure_;
};

}  // namespace iopact
