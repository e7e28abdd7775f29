// SPDX-License-Identifier: GPL-2.0-or-later
// The generated dispatch of several interfaces, each in two makes: the kernel's C over stand-ins, and the
// user side.
#pragma once

#include <cstdint>
#include <functional>
#include <ostream>
#include <string>
#include <vector>

#include "abi/gen/cases/iopact_cases.h"
#include "abi/gen/user/iopact_runtime.h"

namespace iopact::emit {

// A caller's memory: one buffer between unmapped space, fetches counted.
class CallerMemory final : public UserMemory {
 public:
  static constexpr std::uint64_t base = 0x20000;

  explicit CallerMemory(std::vector<unsigned char> bytes)
      : bytes_(std::move(bytes)), fetches_(bytes_.size()) {}

  std::size_t copy_in(void* to, std::uint64_t from, std::size_t bytes) override;
  std::size_t copy_out(std::uint64_t to, const void* from, std::size_t bytes) override;

  const std::vector<unsigned char>& bytes() const { return bytes_; }
  unsigned most_fetches() const;  // of any byte

 private:
  std::size_t mapped(std::uint64_t address, std::size_t bytes) const;

  std::vector<unsigned char> bytes_;
  std::vector<unsigned> fetches_;
};

// One ioctl and the memory that its argument stands in.
struct Request {
  Width width = Width::bits64;
  OpenMode mode = OpenMode::read_write;
  bool is_capable = true;
  std::uint32_t number = 0;
  std::vector<unsigned char> memory;  // the argument is at its start
};

struct Answer {
  long result = 0;
  unsigned calls = 0;  // of the handler
  std::vector<unsigned char> memory;
  unsigned most_fetches = 0;

  bool operator==(const Answer&) const = default;
};

struct Subject {
  std::string name;
  const cases::Interface* table = nullptr;
  std::function<Answer(const Request&)> kernel;
  std::function<Answer(const Request&)> user;
};

inline void PrintTo(const Subject& subject, std::ostream* out) { *out << subject.name; }

const std::vector<Subject>& subjects();

std::size_t index_of_width(Width width);

// A request of `bytes` of memory that passes every check: the table's examples, zero elsewhere.
Request valid_request(const cases::Command& command, Width width, std::size_t bytes);

// Stores the low bytes of a value where the field stands.
void put(Request& request, const cases::Field& field, std::uint64_t value);

}  // namespace iopact::emit
