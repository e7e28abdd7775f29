// SPDX-License-Identifier: GPL-2.0-or-later
// Arrays in the caller's memory.
#pragma once

#include <cstdint>
#include <span>

#include "abi/gen/user/iopact_runtime.h"

namespace iopact {

// Whether an array of that many bytes would run past the last address.
constexpr bool wraps(std::uint64_t address, std::uint64_t bytes) {
  return bytes != 0 && address > UINT64_MAX - (bytes - 1);
}

// False: it cannot be read whole.
template <class T>
bool read_array(UserMemory& memory, std::uint64_t from, std::span<T> to) {
  return !wraps(from, to.size_bytes()) &&
         (to.empty() || memory.copy_in(to.data(), from, to.size_bytes()) == 0);
}

// False: it cannot be written whole. Bytes up to the first that faults may have been.
template <class T>
bool write_array(UserMemory& memory, std::uint64_t to, std::span<const T> from) {
  return !wraps(to, from.size_bytes()) &&
         (from.empty() || memory.copy_out(to, from.data(), from.size_bytes()) == 0);
}

}  // namespace iopact
