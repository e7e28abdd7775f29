// SPDX-License-Identifier: GPL-2.0-or-later
// The kernel's dispatch and the user side's, made by different back-ends from one spec, must answer alike:
// the same errno, the same bytes in the caller's memory and no others, each byte fetched once, from both
// widths.
#include "abi/emit/dispatch_test.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cerrno>
#include <random>

namespace iopact::emit {
namespace {

constexpr Width both[] = {Width::bits64, Width::bits32};
constexpr std::size_t room = 64;  // bytes behind the argument: elements, or what a newer caller knows

std::string show(const std::vector<unsigned char>& bytes) {
  std::string text;
  for (const unsigned char byte : bytes)
    text += "0123456789abcdef"[byte >> 4], text += "0123456789abcdef"[byte & 15];
  return text;
}

class Dispatch : public testing::TestWithParam<Subject> {
 protected:
  // Both sides' answer, which is one.
  Answer ask(const Request& request, const std::string& what) const {
    const Answer kernel = GetParam().kernel(request), user = GetParam().user(request);
    EXPECT_EQ(kernel.result, user.result) << what;
    EXPECT_EQ(kernel.calls, user.calls) << what;
    EXPECT_EQ(show(kernel.memory), show(user.memory)) << what << "\n  before: " << show(request.memory);
    EXPECT_LE(kernel.most_fetches, 1u) << what;
    EXPECT_LE(user.most_fetches, 1u) << what;
    return user;
  }

  const cases::Interface& table() const { return *GetParam().table; }
};

std::string describe(const cases::Command& command, Width width) {
  return std::string(command.name) + (width == Width::bits64 ? ", 64-bit" : ", 32-bit");
}

TEST_P(Dispatch, every_case_has_its_errno) {
  for (const cases::Case& row : table().cases) {
    const cases::Command& command = table().commands[static_cast<std::size_t>(row.command)];
    for (const Width width : both) {
      Request request = valid_request(command, width, command.size[index_of_width(width)]);
      put(request, command.fields[static_cast<std::size_t>(row.field)], row.value);
      const Answer answer = ask(request, row.name);
      EXPECT_EQ(answer.calls, row.error == 0 ? 1u : 0u) << row.name;
      if (row.error == 0) continue;
      EXPECT_EQ(answer.result, -row.error) << row.name;
      EXPECT_EQ(show(answer.memory), show(request.memory)) << row.name;
    }
  }
}

TEST_P(Dispatch, valid_requests_reach_the_handler) {
  for (const cases::Command& command : table().commands)
    for (const Width width : both) {
      const Request request = valid_request(command, width, command.size[index_of_width(width)] + room);
      EXPECT_EQ(ask(request, describe(command, width)).calls, 1u) << describe(command, width);
    }
}

TEST_P(Dispatch, only_outputs_are_written) {
  for (const cases::Command& command : table().commands)
    for (const Width width : both) {
      const std::size_t w = index_of_width(width);
      const Request request = valid_request(command, width, command.size[w]);
      const Answer answer = ask(request, describe(command, width));
      for (std::size_t at = 0; at < request.memory.size(); ++at) {
        const bool is_output = std::ranges::any_of(command.fields, [&](const cases::Field& field) {
          return field.out && at >= field.offset[w] && at < field.offset[w] + std::max(field.size[w], 1u);
        });
        if (is_output) continue;
        EXPECT_EQ(answer.memory[at], request.memory[at]) << describe(command, width) << " at " << at;
      }
    }
}

TEST_P(Dispatch, numbers_of_the_other_width_and_wrong_ones_are_unknown) {
  for (const cases::Command& command : table().commands)
    for (const Width width : both) {
      Request request = valid_request(command, width, command.size[index_of_width(width)] + room);
      const std::uint32_t right = request.number;
      for (const std::uint32_t bit : {0u, 3u, 7u, 8u, 15u, 30u, 31u}) {
        request.number = right ^ (1u << bit);
        EXPECT_EQ(ask(request, describe(command, width)).calls, 0u)
            << describe(command, width) << " bit " << bit;
      }
      request.number = command.number[1 - index_of_width(width)];
      if (request.number == right || command.extensible) continue;
      EXPECT_EQ(ask(request, describe(command, width)).result, -ENOTTY) << describe(command, width);
    }
}

TEST_P(Dispatch, open_mode_and_capability_come_before_the_argument) {
  for (const cases::Command& command : table().commands)
    for (const OpenMode mode : {OpenMode::none, OpenMode::read, OpenMode::write, OpenMode::read_write}) {
      Request request = valid_request(command, Width::bits64, command.size[0]);
      request.mode = mode;
      const bool lacks = (command.needs_read && !allows(mode, OpenMode::read)) ||
                         (command.needs_write && !allows(mode, OpenMode::write));
      const Answer answer = ask(request, describe(command, Width::bits64));
      EXPECT_EQ(answer.result == -EBADF && answer.calls == 0, lacks) << command.name;
      request.is_capable = false;
      request.memory.clear();
      ask(request, describe(command, Width::bits64));
    }
}

TEST_P(Dispatch, memory_that_ends_early_faults_alike) {
  for (const cases::Command& command : table().commands)
    for (const Width width : both) {
      const Request whole = valid_request(command, width, command.size[index_of_width(width)]);
      for (std::size_t bytes = 0; bytes < whole.memory.size(); ++bytes) {
        Request request = whole;
        request.memory.resize(bytes);
        ask(request, describe(command, width) + ", " + std::to_string(bytes) + " bytes");
      }
    }
}

// The same values through both layouts: what a 64-bit and a 32-bit caller get back is the same.
TEST_P(Dispatch, both_widths_get_the_same_values) {
  for (const cases::Command& command : table().commands) {
    std::vector<std::uint64_t> values[2];
    for (const Width width : both) {
      const std::size_t w = index_of_width(width);
      const Answer answer =
          ask(valid_request(command, width, command.size[w] + room), describe(command, width));
      for (const cases::Field& field : command.fields) {
        const std::size_t bytes = std::min<std::size_t>(field.size[0], field.size[1]);
        std::uint64_t value = 0;
        if (field.kind != cases::Kind::other && field.out && bytes <= 8)
          std::copy_n(&answer.memory[field.offset[w]], bytes, reinterpret_cast<unsigned char*>(&value));
        values[w].push_back(value);
      }
      values[w].push_back(static_cast<std::uint64_t>(answer.result));
    }
    EXPECT_EQ(values[0], values[1]) << command.name;
  }
}

class Mutator {
 public:
  explicit Mutator(unsigned seed) : random_(seed) {}

  std::size_t below(std::size_t count) { return count == 0 ? 0 : random_() % count; }
  bool once_in(std::size_t count) { return below(count) == 0; }

  Request request(const cases::Command& command, Width width) {
    const std::size_t size = command.size[index_of_width(width)];
    Request request = valid_request(command, width, size + (once_in(2) ? room : 0));
    for (std::size_t i = below(size + 1); i > 0; --i) mutate_byte(request, size);
    for (const cases::Field& field : command.fields)
      if (field.in && field.kind == cases::Kind::integer && !once_in(8)) settle(request, field);
    if (command.size_field >= 0) settle_size(request, command);
    if (command.extensible && once_in(2)) resize_number(request, size);
    if (once_in(4)) fill_room(request, size);
    if (once_in(8)) request.memory.resize(below(request.memory.size() + 1));
    return request;
  }

 private:
  void mutate_byte(Request& request, std::size_t size) {
    request.memory[below(size)] = static_cast<unsigned char>(once_in(2) ? below(12) : random_());
  }

  // Most requests should pass the checks: a value that the field accepts.
  void settle(Request& request, const cases::Field& field) {
    const bool is_free = !field.must_be_zero && !field.has_min && !field.has_max && !field.power_of_two &&
                         field.values.empty() && field.unsupported.empty() && !field.is_flags;
    if (is_free) return;
    if (!field.values.empty())
      return put(request, field, static_cast<std::uint64_t>(field.values[below(field.values.size())]));
    put(request, field, field.example);
  }

  void settle_size(Request& request, const cases::Command& command) {
    const std::size_t w = index_of_width(request.width);
    put(request, command.fields[static_cast<std::size_t>(command.size_field)],
        once_in(3) ? below(command.size[w] + room) : command.size[w]);
  }

  void resize_number(Request& request, std::size_t size) {
    const auto bits = static_cast<std::uint32_t>(once_in(6) ? below(0x4000) : below(size + room)) << 16;
    request.number = (request.number & ~(0x3fffu << 16)) | bits;
  }

  void fill_room(Request& request, std::size_t size) {
    for (std::size_t at = size; at < request.memory.size(); ++at)
      request.memory[at] = static_cast<unsigned char>(once_in(3) ? random_() : at % 8 == 0);
  }

  std::mt19937 random_;
};

TEST_P(Dispatch, random_requests) {
  constexpr int rounds = 3000;
  Mutator mutator(20240229);
  for (const cases::Command& command : table().commands)
    for (const Width width : both) {
      int reached = 0;
      for (int i = 0; i < rounds && !HasFailure(); ++i)
        reached += ask(mutator.request(command, width), describe(command, width)).calls != 0;
      EXPECT_GT(reached, rounds / 20) << describe(command, width) << ": too few pass the checks";
    }
}

INSTANTIATE_TEST_SUITE_P(Specs, Dispatch, testing::ValuesIn(subjects()),
                         [](const auto& test) { return test.param.name; });

}  // namespace
}  // namespace iopact::emit
