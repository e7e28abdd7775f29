// SPDX-License-Identifier: GPL-2.0-or-later
// Request numbers: whatever is not a command of the interface, in any of its four parts, is ENOTTY.
#include <algorithm>
#include <array>
#include <cerrno>

#include "conformance/suite/on_device.h"

namespace iopact::conformance {
namespace {

constexpr std::uint32_t largest_size = 0x3fff;

struct Parts {
  std::uint32_t direction, size, type, nr;
};

constexpr Parts split(std::uint32_t number) {
  return {number >> 30, number >> 16 & largest_size, number >> 8 & 0xff, number & 0xff};
}

constexpr std::uint32_t join(const Parts& parts) {
  return parts.direction << 30 | parts.size << 16 | parts.type << 8 | parts.nr;
}

// Numbers the kernel answers before a driver sees them (do_vfs_ioctl), for any open file.
constexpr std::array<std::uint32_t, 17> owned_by_vfs = {
    0x5421,      // FIONBIO
    0x5450,      // FIONCLEX
    0x5451,      // FIOCLEX
    0x5452,      // FIOASYNC
    0x5460,      // FIOQSIZE
    0x541b,      // FIONREAD
    0x0001,      // FIBMAP
    0x0002,      // FIGETBSZ
    0xc0045877,  // FIFREEZE
    0xc0045878,  // FITHAW
    0xc020660b,  // FS_IOC_FIEMAP
    0x40049409,  // FICLONE
    0x4020940d,  // FICLONERANGE
    0xc0189436,  // FIDEDUPERANGE
    0x80086601,  // FS_IOC_GETFLAGS
    0x40086602,  // FS_IOC_SETFLAGS
    0x801c581f,  // FS_IOC_FSGETXATTR
};

class Numbers : public OnDevice, public testing::WithParamInterface<int> {
 protected:
  Numbers() {
    prepare(space, *file, interface(), command);
    // The argument is valid for the right number, and as long as any number can ask for.
    argument = space.alloc(largest_size, Access::read_write, Place::begins_at_guard);
    space.fill(argument, largest_size, std::byte{0x5a});
    space.write(argument, request.bytes().data(), request.size());
  }

  bool is_known(std::uint32_t number) const {
    const auto answers = [&](const cases::Command& c) { return c.number[w] == number; };
    return std::ranges::any_of(interface().commands, answers) ||
           std::ranges::count(owned_by_vfs, number) != 0;
  }

  void expect_unknown(const Parts& parts) {
    const std::uint32_t number = join(parts);
    if (is_known(number)) return;
    const int result = file->ioctl(number, argument);
    if (result != -ENOTTY) ADD_FAILURE() << std::hex << "0x" << number << " gave " << std::dec << result;
  }

  // What `try_numbers` calls leaves no trace.
  template <typename Function>
  void expect_no_trace(Function try_numbers) {
    const State before = client(*file).state();
    const Bytes memory = space.snapshot();
    try_numbers();
    EXPECT_EQ(memory, space.snapshot()) << "an unknown number wrote to the caller";
    EXPECT_EQ(before, client(*file).state()) << "an unknown number changed the file";
  }

  const cases::Command& command = interface().commands[GetParam()];
  const Parts right = split(command.number[w]);
  std::unique_ptr<File> file = open();
  const Request request{space, command};
  std::uint64_t argument = 0;
};

TEST_P(Numbers, EveryOtherNrIsUnknown) {
  expect_no_trace([&] {
    for (std::uint32_t nr = 0; nr < 256; ++nr) {
      for (std::uint32_t direction = 0; direction < 4; ++direction) {
        for (const std::uint32_t size : {0U, right.size, largest_size}) {
          expect_unknown({direction, size, right.type, nr});
        }
      }
    }
  });
}

TEST_P(Numbers, EveryOtherSizeIsUnknown) {
  expect_no_trace([&] {
    for (std::uint32_t size = 0; size <= largest_size; ++size) {
      Parts parts = right;
      parts.size = size;
      expect_unknown(parts);
    }
  });
}

TEST_P(Numbers, EveryOtherDirectionIsUnknown) {
  expect_no_trace([&] {
    for (std::uint32_t direction = 0; direction < 4; ++direction) {
      Parts parts = right;
      parts.direction = direction;
      expect_unknown(parts);
    }
  });
}

TEST_P(Numbers, EveryOtherTypeLetterIsUnknown) {
  expect_no_trace([&] {
    for (std::uint32_t type = 0; type < 256; ++type) {
      Parts parts = right;
      parts.type = type;
      expect_unknown(parts);
    }
  });
}

TEST_P(Numbers, EverySingleBitCounts) {
  expect_no_trace([&] {
    for (int bit = 0; bit < 32; ++bit) expect_unknown(split(join(right) ^ (1U << bit)));
  });
}

// Without pointers in the argument both widths have one number.
TEST_P(Numbers, TheOtherWidthsNumberIsUnknownUnlessItIsTheSame) {
  if (command.number[0] == command.number[1]) {
    EXPECT_EQ(file->ioctl(command.number[1 - w], argument), 0);
  } else {
    expect_no_trace([&] { expect_unknown(split(command.number[1 - w])); });
  }
}

TEST_P(Numbers, UnknownBeforeTheArgumentIsLookedAt) {
  argument = 0;
  expect_no_trace([&] {
    Parts parts = right;
    parts.size += 1;
    expect_unknown(parts);
  });
}

TEST_P(Numbers, TheRightOneIsKnown) { EXPECT_EQ(file->ioctl(join(right), argument), 0); }

INSTANTIATE_TEST_SUITE_P(Generic, Numbers, testing::ValuesIn(all_commands()), command_name);

}  // namespace
}  // namespace iopact::conformance
