// SPDX-License-Identifier: GPL-2.0-or-later
// The order of checks: of any two things wrong with a call, the earlier stage decides.
#include <cerrno>
#include <limits>

#include "conformance/suite/on_device.h"

namespace iopact::conformance {
namespace {

// One thing that is wrong with a call; those of a command stand in the order in which they are checked.
struct Fault {
  const char* name;
  int error;
};

constexpr std::uint32_t wrong_size = 0x10000;  // flips a bit of a number's size

class Order : public OnDevice {
 protected:
  // For every pair of faults: `call` makes the call with both.
  template <typename Call>
  void expect_earlier_decides(std::span<const Fault> faults, Call call) {
    for (std::size_t first = 0; first < faults.size(); ++first) {
      for (std::size_t second = first; second < faults.size(); ++second) {
        SCOPED_TRACE(std::string(faults[first].name) + " together with " + faults[second].name);
        const BufferScope scope(space);
        call(std::uint32_t{1} << first | std::uint32_t{1} << second, faults[first].error);
      }
    }
  }

  void expect(File& file, OpenMode mode, std::uint32_t number, std::uint64_t argument, int error) {
    if (allows(mode, OpenMode::read)) {
      expect_refused(file, number, argument, error);
    } else {
      EXPECT_EQ(file.ioctl(number, argument), -error);
    }
  }

  std::uint64_t place(const Bytes& bytes) { return conformance::place(space, bytes.data(), bytes.size()); }
};

// BATCH_INSERT

enum InsertFaults : std::uint32_t {
  insert_number = 1 << 0,
  insert_mode = 1 << 1,
  insert_argument = 1 << 2,
  insert_count = 1 << 3,
  insert_dimensions = 1 << 4,
  insert_flags = 1 << 5,
  insert_relation = 1 << 6,
  insert_no_metadata = 1 << 7,
  insert_other_dimensions = 1 << 8,
  insert_capacity = 1 << 9,
  insert_vectors = 1 << 10,
  insert_ids = 1 << 11,
  insert_not_finite = 1 << 12,
  insert_duplicate = 1 << 13,
};

constexpr Fault insert_faults[] = {
    {"unknown number", ENOTTY},
    {"not open for writing", EBADF},
    {"argument cannot be read", EFAULT},
    {"vector_count 0", EINVAL},
    {"dimensions 0", EINVAL},
    {"unknown flag", EINVAL},
    {"APPEND with OVERWRITE", EINVAL},
    {"no metadata", ENODATA},
    {"dimensions that are not the file's", EINVAL},
    {"no room", ENOSPC},
    {"vectors cannot be read", EFAULT},
    {"vector_ids cannot be read", EFAULT},
    {"a NaN under VALIDATE", EINVAL},
    {"an id twice under VALIDATE", EEXIST},
};

InsertRequest faulty_insert(UserSpace& space, std::uint32_t faults, std::uint32_t dimensions) {
  const auto has = [&](InsertFaults fault) { return (faults & fault) != 0; };
  Floats floats(2 * 4, 1.0F);
  if (has(insert_not_finite)) floats[7] = std::numeric_limits<float>::quiet_NaN();
  const Ids ids = has(insert_duplicate) ? Ids{7, 7} : Ids{7, 8};
  InsertRequest request;
  request.vectors = has(insert_vectors) ? UserSpace::unmapped : place(space, std::span<const float>(floats));
  request.vector_ids =
      has(insert_ids) ? UserSpace::unmapped : place(space, std::span<const std::uint64_t>(ids));
  request.vector_count = has(insert_capacity) ? 1'000'000 : 2;
  if (has(insert_count)) request.vector_count = 0;
  request.dimensions = has(insert_other_dimensions) ? dimensions - 1 : dimensions;
  if (has(insert_dimensions)) request.dimensions = 0;
  if (has(insert_not_finite) || has(insert_duplicate)) request.flags |= validate;
  if (has(insert_relation)) request.flags |= append | overwrite;
  if (has(insert_flags)) request.flags |= 0x80;
  return request;
}

TEST_F(Order, BatchInsert) {
  expect_earlier_decides(insert_faults, [&](std::uint32_t faults, int error) {
    const auto has = [&](InsertFaults fault) { return (faults & fault) != 0; };
    const OpenMode mode = has(insert_mode) ? OpenMode::read : OpenMode::read_write;
    const std::uint32_t dimensions = has(insert_capacity) ? 65536 : 4;
    const std::unique_ptr<File> file = open(mode);
    if (!has(insert_mode) && !has(insert_no_metadata)) {
      ASSERT_EQ(client(*file).set(dimensions), 0);
    }
    const std::uint64_t argument = place(encode(faulty_insert(space, faults, dimensions), width));
    expect(*file, mode, numbers(width).insert ^ (has(insert_number) ? wrong_size : 0),
           has(insert_argument) ? UserSpace::unmapped : argument, error);
  });
}

// Ids run out at the same stage as room does: after dimensions, before the batch is looked at.
TEST_F(Order, IdsRunOutBeforeMemoryIsRead) {
  const std::unique_ptr<File> file = open();
  ASSERT_EQ(client(*file).set(1), 0);
  ASSERT_EQ(client(*file).insert(Floats{1}, 1, Ids{~std::uint64_t{0}}), 0);
  InsertRequest request;
  request.vectors = UserSpace::unmapped;
  request.vector_count = 1;
  request.dimensions = 1;
  expect_refused(*file, numbers(width).insert, place(encode(request, width)), ENOSPC);
  request.dimensions = 2;
  expect_refused(*file, numbers(width).insert, place(encode(request, width)), EINVAL);
}

// VECTOR_SEARCH

enum SearchFaults : std::uint32_t {
  search_number = 1 << 0,
  search_mode = 1 << 1,
  search_argument = 1 << 2,
  search_dimensions = 1 << 3,
  search_k = 1 << 4,
  search_type = 1 << 5,
  search_no_metadata = 1 << 6,
  search_other_dimensions = 1 << 7,
  search_query = 1 << 8,
};

constexpr Fault search_faults[] = {
    {"unknown number", ENOTTY},
    {"not open for reading", EBADF},
    {"argument cannot be read", EFAULT},
    {"dimensions 0", EINVAL},
    {"k 0", EINVAL},
    {"unknown search_type", EINVAL},
    {"no metadata", ENODATA},
    {"dimensions that are not the file's", EINVAL},
    {"query_vector cannot be read", EFAULT},
};

SearchRequest faulty_search(UserSpace& space, std::uint32_t faults) {
  const auto has = [&](SearchFaults fault) { return (faults & fault) != 0; };
  SearchRequest request;
  request.query_vector = has(search_query) ? UserSpace::unmapped : space.alloc(4 * sizeof(float));
  request.dimensions = has(search_other_dimensions) ? 5 : 4;
  if (has(search_dimensions)) request.dimensions = 0;
  request.k = has(search_k) ? 0 : 2;
  request.search_type = has(search_type) ? 3 : 0;
  request.results = space.alloc(2 * sizeof(float));
  request.result_ids = space.alloc(2 * sizeof(std::uint64_t));
  return request;
}

TEST_F(Order, VectorSearch) {
  expect_earlier_decides(search_faults, [&](std::uint32_t faults, int error) {
    const auto has = [&](SearchFaults fault) { return (faults & fault) != 0; };
    const OpenMode mode = has(search_mode) ? OpenMode::write : OpenMode::read_write;
    const std::unique_ptr<File> file = open(mode);
    if (!has(search_no_metadata)) {
      ASSERT_EQ(client(*file).set(4), 0);
      ASSERT_EQ(client(*file).insert(Floats(8, 1.0F), 4), 0);
    }
    const std::uint64_t argument = place(encode(faulty_search(space, faults), width));
    expect(*file, mode, numbers(width).search ^ (has(search_number) ? wrong_size : 0),
           has(search_argument) ? UserSpace::unmapped : argument, error);
  });
}

// GET_VECTOR_META

constexpr Fault get_faults[] = {
    {"unknown number", ENOTTY},
    {"not open for reading", EBADF},
    {"no metadata", ENODATA},
    {"argument cannot be written", EFAULT},
};

TEST_F(Order, GetVectorMeta) {
  expect_earlier_decides(get_faults, [&](std::uint32_t faults, int error) {
    const OpenMode mode = (faults & 2) != 0 ? OpenMode::write : OpenMode::read_write;
    const std::unique_ptr<File> file = open(mode);
    if ((faults & 4) == 0) {
      ASSERT_EQ(client(*file).set(4), 0);
    }
    expect(*file, mode, numbers(width).get_meta ^ ((faults & 1) != 0 ? wrong_size : 0),
           (faults & 8) != 0 ? UserSpace::unmapped : space.alloc(40), error);
  });
}

// SET_VECTOR_META: its fields among themselves are the generated table's matter.

constexpr Fault set_faults[] = {
    {"unknown number", ENOTTY}, {"not open for writing", EBADF}, {"argument cannot be read", EFAULT},
    {"dimensions 0", EINVAL},   {"vectors present", EBUSY},
};

TEST_F(Order, SetVectorMeta) {
  expect_earlier_decides(set_faults, [&](std::uint32_t faults, int error) {
    const OpenMode mode = (faults & 2) != 0 ? OpenMode::read : OpenMode::read_write;
    const std::unique_ptr<File> file = open(mode);
    if ((faults & 16) != 0 && mode == OpenMode::read_write) {
      ASSERT_EQ(client(*file).set(4), 0);
      ASSERT_EQ(client(*file).insert(Floats(4, 1.0F), 4), 0);
    }
    FileInfo info;
    info.dimensions = (faults & 8) != 0 ? 0 : 4;
    expect(*file, mode, numbers(width).set_meta ^ ((faults & 1) != 0 ? wrong_size : 0),
           (faults & 4) != 0 ? UserSpace::unmapped : place(encode(info)), error);
  });
}

}  // namespace
}  // namespace iopact::conformance
