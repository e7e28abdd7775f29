// SPDX-License-Identifier: GPL-2.0-or-later
#include "conformance/differ.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <memory>
#include <span>
#include <sstream>
#include <stdexcept>

#include "abi/gen/cases/vexfs_v2_cases.h"
#include "conformance/bed.h"
#include "conformance/client.h"

namespace iopact::conformance {
namespace {

constexpr std::byte poison{0x5a};
// Scores and ids that a search's buffers have room for; programs store hardly more vectors.
constexpr std::size_t most_results = 512;

// What one call did, as its caller sees it.
struct Outcome {
  std::int64_t result = 0;
  std::uint64_t fetched_twice = 0;  // a byte of the caller's that was, 0: none
  Bytes memory;
  State state;  // of the file, if it can be read

  bool operator==(const Outcome&) const = default;
};

using Files = std::array<std::unique_ptr<File>, files_of_a_program>;

class Runner {
 public:
  Runner(UserSpace& space, Device& device) : space_(space), device_(device) {}

  // Everything is placed anew for every call, at the same addresses whichever Device is called.
  Outcome run(const Step& step) {
    space_.reset();
    Outcome outcome;
    if (step.kind == Step::Kind::open) {
      outcome.result = open(step);
    } else if (files_[step.file]) {
      space_.record_fetches();
      outcome.result = call(step);
      outcome.fetched_twice = space_.fetched_twice();
    }
    outcome.memory = space_.snapshot();
    space_.reset();
    if (files_[step.file] && allows(modes_[step.file], OpenMode::read)) {
      outcome.state = Client(space_, *files_[step.file]).state();
    }
    return outcome;
  }

 private:
  std::int64_t open(const Step& step) {
    int error = 0;
    files_[step.file] = device_.open(step.mode, error);
    modes_[step.file] = step.mode;
    return -error;
  }

  std::int64_t call(const Step& step) {
    File& file = *files_[step.file];
    const Numbers n = numbers(space_.width());
    switch (step.kind) {
      case Step::Kind::set:
        return ioctl(file, step, 0, n.set_meta, encode(step.info));
      case Step::Kind::get:
        return ioctl(file, step, 1, n.get_meta, Bytes(40, poison));
      case Step::Kind::search:
        return search(file, step, n.search);
      case Step::Kind::insert:
        return ioctl(file, step, 3, n.insert, insert_argument(step));
      case Step::Kind::read: {
        const std::uint64_t to = address(step.argument, Bytes(step.bytes, poison));
        return file.pread(to, step.bytes, step.offset);
      }
      case Step::Kind::open:
        break;
    }
    throw std::logic_error("not a call");
  }

  Bytes insert_argument(const Step& step) {
    const auto floats = step_floats(step, std::size_t{step.count} * step.dimensions);
    const auto ids = step_ids(step);
    InsertRequest request;
    request.vectors = address(step.floats, as_bytes(floats));
    request.vector_ids = address(step.ids, as_bytes(ids));
    request.vector_count = step.count;
    request.dimensions = step.dimensions;
    request.flags = step.flags;
    return encode(request, space_.width(), poison);
  }

  std::int64_t search(File& file, const Step& step, std::uint32_t number) {
    const std::size_t room = std::min<std::size_t>(step.k, most_results);
    SearchRequest request;
    request.query_vector = address(step.floats, as_bytes(step_floats(step, step.dimensions)));
    request.results = address(step.results, Bytes(room * sizeof(float), poison));
    request.result_ids = address(step.ids, Bytes(room * sizeof(std::uint64_t), poison));
    request.dimensions = step.dimensions;
    request.k = step.k;
    request.search_type = step.search_type;
    request.result_count = 0x5a5a5a5a;
    const std::int64_t result = ioctl(file, step, 2, number, encode(request, space_.width(), poison));
    if (result == -EFAULT) {
      forget(step.results, request.results, room * sizeof(float));
      forget(step.ids, request.result_ids, room * sizeof(std::uint64_t));
    }
    return result;
  }

  // How much of the results stands in memory after a fault is left open.
  void forget(const Pointer& pointer, std::uint64_t address, std::size_t bytes) {
    if (pointer.to == Pointer::To::buffer)
      space_.fill(address, bytes - std::min(pointer.missing, bytes), poison);
  }

  std::int64_t ioctl(File& file, const Step& step, int command, std::uint32_t number, Bytes argument) {
    spoil(step, command, argument);
    return file.ioctl(number ^ step.number_flip, address(step.argument, argument));
  }

  // Wrong bits in one of the integers the kernel reads. Not in pointers: those could then name memory of this
  // process.
  void spoil(const Step& step, int command, Bytes& argument) const {
    const std::size_t w = width_index(space_.width());
    std::vector<const cases::Field*> integers;
    for (const cases::Field& field : vexfs_v2::cases.commands[command].fields) {
      if (field.in && field.kind == cases::Kind::integer) integers.push_back(&field);
    }
    if (step.spoilt_bits == 0 || integers.empty()) return;
    const cases::Field& field = *integers[step.spoilt_field % integers.size()];
    std::uint32_t value = 0;
    std::memcpy(&value, argument.data() + field.offset[w], sizeof(value));
    value ^= step.spoilt_bits;
    std::memcpy(argument.data() + field.offset[w], &value, sizeof(value));
  }

  template <typename T>
  static Bytes as_bytes(const std::vector<T>& values) {
    const auto bytes = std::as_bytes(std::span(values));
    return {bytes.begin(), bytes.end()};
  }

  std::uint64_t address(const Pointer& pointer, const Bytes& content) {
    switch (pointer.to) {
      case Pointer::To::null:
        return 0;
      case Pointer::To::unmapped:
        return UserSpace::unmapped;
      case Pointer::To::kernel:
        return space_.kernel_address();
      case Pointer::To::buffer:
        break;
    }
    const std::size_t missing = std::min(pointer.missing, content.size());
    return place(space_, content.data(), content.size() - missing, pointer.access);
  }

  UserSpace& space_;
  Device& device_;
  Files files_;
  std::array<OpenMode, files_of_a_program> modes_ = {};
};

void tell_bytes(std::ostream& out, const char* what, const Bytes& expected, const Bytes& found) {
  if (expected == found) return;
  if (expected.size() != found.size()) {
    out << what << ": " << expected.size() << " bytes against " << found.size() << '\n';
    return;
  }
  const auto at = std::ranges::mismatch(expected, found);
  out << what << " differs first at byte " << at.in1 - expected.begin() << ": 0x" << std::hex
      << std::to_integer<unsigned>(*at.in1) << " against 0x" << std::to_integer<unsigned>(*at.in2) << std::dec
      << '\n';
}

std::string tell(std::size_t step, const Outcome& expected, const Outcome& found) {
  std::ostringstream out;
  out << "step " << step << ": result " << expected.result << " against " << found.result << '\n';
  if (found.fetched_twice != 0) out << "the byte at " << found.fetched_twice << " was fetched twice\n";
  tell_bytes(out, "the caller's memory", expected.memory, found.memory);
  if (expected.state.get_error != found.state.get_error) {
    out << "GET then gives " << expected.state.get_error << " against " << found.state.get_error << '\n';
  }
  tell_bytes(out, "the image", expected.state.image, found.state.image);
  if (expected.state.nearest != found.state.nearest) out << "a search then answers differently\n";
  return out.str();
}

}  // namespace

std::optional<std::string> difference(UserSpace& space, Device& expected, Device& found,
                                      const Program& program) {
  Runner first(space, expected), second(space, found);
  for (std::size_t i = 0; i < program.size(); ++i) {
    const Outcome a = first.run(program[i]);
    const Outcome b = second.run(program[i]);
    if (a != b) return tell(i, a, b);
  }
  return std::nullopt;
}

Program minimize(UserSpace& space, Device& expected, Device& found, Program program) {
  for (std::size_t i = program.size(); i-- > 0;) {
    Program smaller = program;
    smaller.erase(smaller.begin() + static_cast<std::ptrdiff_t>(i));
    if (difference(space, expected, found, smaller)) program = std::move(smaller);
  }
  return program;
}

}  // namespace iopact::conformance
