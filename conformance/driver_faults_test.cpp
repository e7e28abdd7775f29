// SPDX-License-Identifier: GPL-2.0-or-later
// The driver when memory is short, user memory goes away or a fatal signal arrives, at each point where that
// can happen: the errno says so, nothing has changed, nothing is left behind, and trying again succeeds.
#include <gtest/gtest.h>

#include <cerrno>
#include <functional>

#include "conformance/client.h"
#include "reference-impl/device.h"
#include "reference-impl/standin/standin.h"

namespace iopact::conformance {
namespace {

struct Layout {
  ElementType type;
  std::uint32_t dimensions, alignment;
  Width width;
};

class DriverFaults : public testing::TestWithParam<Layout> {
 protected:
  void SetUp() override {
    open();
    ASSERT_EQ(vexfs->set(layout.dimensions, layout.type, layout.alignment), 0);
    ASSERT_EQ(insert(2000, 0), 0);
  }

  void TearDown() override {
    file.reset();
    EXPECT_EQ(standin_live_allocations(), 0u) << "memory was left behind";
  }

  void open() {
    int error = 0;
    file = device->open(OpenMode::read_write, error);
    ASSERT_EQ(error, 0);
    vexfs.emplace(space, *file);
  }

  // A batch with ids of its own, some of which the file has already.
  int insert(std::uint32_t count, std::uint32_t flags, std::uint64_t first_id = 1) {
    Ids ids(count);
    for (std::uint32_t i = 0; i < count; ++i) ids[i] = first_id + i;
    return vexfs->insert(Floats(std::size_t{count} * layout.dimensions, 1.5F), layout.dimensions, ids, flags);
  }

  // One way for a call to fail: at the n-th time that something is asked for.
  struct Fault {
    int error;
    std::function<void(std::uint64_t n)> arm;
    std::function<bool()> pending;  // the n-th time has not come
  };

  // A driver may get by without one block of memory: then so many in a row are missing.
  static Fault no_memory(std::uint64_t in_a_row) {
    return {ENOMEM, [=](std::uint64_t n) { standin_fail_allocations(n, in_a_row); },
            standin_fail_allocations_pending};
  }
  static Fault killed() { return {EINTR, standin_signal_at, standin_signal_pending}; }
  Fault no_page() {
    return {EFAULT, [&](std::uint64_t n) { space.fail_copy(n); }, [&] { return space.fail_copy_pending(); }};
  }

  // Makes the call with the fault at n = 0, 1, 2, … until it gets through without meeting it. `call` is told
  // how often it has been made.
  void sweep(const Fault& fault, const std::function<int(std::uint64_t attempt)>& call) {
    bool met = true;
    for (std::uint64_t n = 0; met; ++n) {
      ASSERT_LT(n, 10'000u) << "the sweep does not end";
      const State before = vexfs->state();
      fault.arm(n);
      const int result = call(n);
      met = !fault.pending();
      standin_clear_faults();
      space.reset();
      if (result == 0) continue;
      ASSERT_TRUE(met) << "an error without a fault: " << result;
      ASSERT_EQ(result, -fault.error) << "at point " << n;
      ASSERT_EQ(before, vexfs->state()) << "at point " << n;
      ++failures;
    }
  }

  unsigned failures = 0;  // of all calls in sweeps
  const Layout layout = GetParam();
  UserSpace space{layout.width};
  std::unique_ptr<Device> device = make_driver_device(space, layout.width);
  std::unique_ptr<File> file;
  std::optional<Client> vexfs;
};

// Every kind of batch, larger than what is stored so that all that can grow grows; some ids exist. Under
// VALIDATE none may, in no attempt.
class DriverFaultsInsert : public DriverFaults {
 protected:
  void sweep_batches(const Fault& fault, std::uint32_t count) {
    for (const std::uint32_t flags : {0U, 1U, 4U, 5U}) {
      SCOPED_TRACE(flags);
      sweep(fault, [&](std::uint64_t attempt) {
        next_id += count;
        return insert(count, flags, flags == validate ? next_id : 1500 + attempt);
      });
    }
  }

  std::uint64_t next_id = 1'000'000;
};

TEST_P(DriverFaultsInsert, WithoutMemory) {
  for (const std::uint64_t in_a_row : {1, 2, 1000}) sweep_batches(no_memory(in_a_row), 2500);
  EXPECT_GE(failures, 4u);
}

TEST_P(DriverFaultsInsert, OfMemoryThatGoesAway) {
  sweep_batches(no_page(), 300);
  EXPECT_GE(failures, 4u * 3) << "the argument, vectors and ids of each batch";
}

TEST_P(DriverFaultsInsert, OfWhoIsKilled) {
  sweep_batches(killed(), 2500);
  EXPECT_GE(failures, 4u);
}

TEST_P(DriverFaults, Search) {
  const Floats query(layout.dimensions, 0.5F);
  for (const SearchType type : {euclidean, cosine, dot_product}) {
    const auto search = [&](std::uint64_t) { return vexfs->search(query, 1500, type).error; };
    for (const std::uint64_t in_a_row : {1, 2, 1000}) sweep(no_memory(in_a_row), search);
    sweep(killed(), search);
  }
  EXPECT_GE(failures, 3u * 3);
}

// A search writes to the caller before it may fault: its buffers are not looked at here.
TEST_P(DriverFaults, SearchIntoMemoryThatGoesAway) {
  const Floats query(layout.dimensions, 0.5F);
  SearchRequest request;
  request.dimensions = layout.dimensions;
  request.k = 4;
  sweep(no_page(), [&](std::uint64_t) {
    request.query_vector = place(space, std::span<const float>(query));
    request.results = space.alloc(16);
    request.result_ids = space.alloc(32);
    const Bytes bytes = encode(request, layout.width);
    return file->ioctl(numbers(layout.width).search, place(space, bytes.data(), bytes.size()));
  });
  EXPECT_EQ(failures, 5u) << "the argument, query, results, ids and result_count";
}

TEST_P(DriverFaults, Metadata) {
  FileInfo info;
  sweep(no_page(), [&](std::uint64_t) { return vexfs->get(info); });
  open();
  sweep(no_page(), [&](std::uint64_t) { return vexfs->set(7); });
  EXPECT_EQ(failures, 2u);
}

TEST_P(DriverFaults, OpenWithoutMemory) {
  standin_fail_allocations(0, 1);
  int error = 0;
  EXPECT_EQ(device->open(OpenMode::read, error), nullptr);
  EXPECT_EQ(error, ENOMEM);
  standin_clear_faults();
}

TEST_P(DriverFaults, ReadingIsCutShort) {
  const Bytes image = vexfs->image();
  const std::uint64_t to = space.alloc(UserSpace::largest_buffer);
  for (std::uint64_t n = 0; n < 50; ++n) {
    standin_signal_at(n);
    const std::int64_t got = file->pread(to, UserSpace::largest_buffer, 0);
    const bool met = !standin_signal_pending();
    standin_clear_faults();
    ASSERT_TRUE(got > 0 || got == -EINTR);
    const Bytes read = space.read(to, got > 0 ? static_cast<std::size_t>(got) : 0);
    EXPECT_TRUE(std::equal(read.begin(), read.end(), image.begin()));
    if (!met) break;
  }
}

constexpr Layout layouts[] = {
    {float32, 16, 64, Width::bits64}, {float32, 5, 4, Width::bits32},  {float32, 3, 1, Width::bits64},
    {float16, 9, 2, Width::bits64},   {float16, 16, 0, Width::bits32}, {int8, 33, 1, Width::bits64},
    {binary, 100, 1, Width::bits64},  {binary, 7, 64, Width::bits32},
};

std::string layout_name(const testing::TestParamInfo<Layout>& info) {
  static constexpr const char* types[] = {"float32", "float16", "int8", "binary"};
  const Layout& s = info.param;
  return std::string(types[s.type - 1]) + "x" + std::to_string(s.dimensions) + "_aligned_" +
         std::to_string(s.alignment) + (s.width == Width::bits64 ? "_64" : "_32");
}

INSTANTIATE_TEST_SUITE_P(Layouts, DriverFaultsInsert, testing::ValuesIn(layouts), layout_name);
INSTANTIATE_TEST_SUITE_P(Layouts, DriverFaults, testing::ValuesIn(layouts), layout_name);

}  // namespace
}  // namespace iopact::conformance
