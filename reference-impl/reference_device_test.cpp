// SPDX-License-Identifier: GPL-2.0-or-later
// The reference through Device: what stands in front of a vector file, callers side by side, memory that runs
// out.
#include <gtest/gtest.h>

#include <cerrno>
#include <cstdlib>
#include <new>
#include <thread>
#include <utility>

#include "reference-impl/device.h"
#include "reference-impl/fake_memory.h"

namespace {

// Allocations of this thread that still succeed; negative: all do.
thread_local long allocations_left = -1;

void* allocate(std::size_t bytes, std::size_t alignment) {
  if (allocations_left == 0) throw std::bad_alloc();
  if (allocations_left > 0) --allocations_left;
  void* memory = std::aligned_alloc(alignment, (bytes + alignment - 1) / alignment * alignment);
  if (memory == nullptr) throw std::bad_alloc();
  return memory;
}

}  // namespace

void* operator new(std::size_t bytes) { return allocate(bytes, alignof(std::max_align_t)); }
void* operator new(std::size_t bytes, std::align_val_t alignment) {
  return allocate(bytes, static_cast<std::size_t>(alignment));
}
void* operator new(std::size_t bytes, const std::nothrow_t&) noexcept { return std::malloc(bytes); }
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
void operator delete(void* memory, std::align_val_t) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t, std::align_val_t) noexcept { std::free(memory); }

namespace iopact {
namespace {

constexpr std::uint32_t set_meta = 0x40285601;
constexpr std::uint32_t get_meta = 0x80285602;
constexpr std::uint32_t search64 = 0xc0305603;
constexpr std::uint32_t search32 = 0xc01c5603;
constexpr std::uint32_t insert64 = 0x40205604;
constexpr std::uint32_t insert32 = 0x40145604;

using Words = std::vector<std::uint32_t>;
using Longs = std::vector<std::uint64_t>;

std::uint32_t low(std::uint64_t value) { return static_cast<std::uint32_t>(value); }
std::uint32_t high(std::uint64_t value) { return static_cast<std::uint32_t>(value >> 32); }

struct Search {
  std::uint64_t query, results, ids;
  std::uint32_t dimensions, k;
};

class ReferenceDevice : public testing::Test {
 protected:
  std::unique_ptr<File> open(OpenMode mode = OpenMode::read_write, Width width = Width::bits64) {
    devices.push_back(make_reference_device(memory, width, max_bytes));
    int error = -1;
    auto file = devices.back()->open(mode, error);
    EXPECT_EQ(error, 0);
    return file;
  }

  int set(File& file, std::uint32_t dimensions) {
    return file.ioctl(set_meta, memory.put(Words{dimensions, 1, 0, 0, 0, 0, 0, 0, 0, 4}));
  }

  std::uint64_t insert_argument(const std::vector<float>& vectors, std::uint32_t dimensions, const Longs& ids,
                                std::uint32_t flags) {
    std::uint64_t from = memory.put(vectors), id = memory.put(ids);
    auto count = static_cast<std::uint32_t>(ids.size());
    return memory.put(Words{low(from), high(from), count, dimensions, low(id), high(id), flags, 0xffffffff});
  }

  std::uint64_t search_argument(const Search& s) {
    return memory.put(Words{low(s.query), high(s.query), s.dimensions, s.k, 0, 0xffffffff, low(s.results),
                            high(s.results), low(s.ids), high(s.ids), 99, 98});
  }

  std::vector<unsigned char> image(File& file) {
    std::uint64_t to = memory.alloc(1 << 16);
    std::int64_t bytes = file.pread(to, 1 << 16, 0);
    EXPECT_GE(bytes, 0);
    return memory.get<unsigned char>(to, static_cast<std::size_t>(bytes));
  }

  static constexpr std::uint64_t max_bytes = 1 << 16;
  static constexpr std::uint64_t unmapped = 0x100;
  FakeMemory memory;
  std::vector<std::unique_ptr<Device>> devices;
};

TEST_F(ReferenceDevice, says_what_it_is) {
  auto device = make_reference_device(memory, Width::bits32, 0);
  EXPECT_EQ(device->name(), "reference");
  EXPECT_EQ(device->width(), Width::bits32);
}

TEST_F(ReferenceDevice, number_then_open_mode_then_argument_then_fields_then_state) {
  auto none = open(OpenMode::none), reader = open(OpenMode::read), writer = open(OpenMode::write);
  EXPECT_EQ(none->ioctl(0x40205603, unmapped), -ENOTTY);
  for (std::uint32_t number : {set_meta, insert64}) EXPECT_EQ(reader->ioctl(number, unmapped), -EBADF);
  for (std::uint32_t number : {get_meta, search64}) EXPECT_EQ(writer->ioctl(number, unmapped), -EBADF);
  EXPECT_EQ(writer->ioctl(insert64, unmapped), -EFAULT);
  EXPECT_EQ(writer->ioctl(insert64, memory.put(Words{0, 0, 0, 1, 0, 0, 0, 0})), -EINVAL);
  EXPECT_EQ(writer->ioctl(insert64, memory.put(Words{0, 0, 1, 1, 0, 0, 3, 0})), -EINVAL);
  EXPECT_EQ(writer->ioctl(insert64, memory.put(Words{0, 0, 1, 1, 0, 0, 0, 0})), -ENODATA);
  EXPECT_EQ(reader->ioctl(get_meta, unmapped), -ENODATA);
}

TEST_F(ReferenceDevice, inserts_and_finds) {
  auto file = open();
  ASSERT_EQ(set(*file, 2), 0);
  ASSERT_EQ(file->ioctl(insert64, insert_argument({0, 3, 4, 0, 0, 1}, 2, {7, 8, 9}, 0)), 0);
  Search s{memory.put(std::vector<float>{0, 0}), memory.alloc(8), memory.alloc(16), 2, 2};
  std::uint64_t argument = search_argument(s);
  ASSERT_EQ(file->ioctl(search64, argument), 0);
  EXPECT_EQ(memory.get<float>(s.results, 2), (std::vector<float>{1, 3}));
  EXPECT_EQ(memory.get<std::uint64_t>(s.ids, 2), (Longs{9, 7}));
  EXPECT_EQ(memory.stores(), (Longs{s.results, s.ids, argument + 40}));
  EXPECT_EQ(memory.get<std::uint32_t>(argument, 12)[10], 2u);
  EXPECT_EQ(memory.get<std::uint32_t>(argument, 12)[5], 0xffffffffu);
  EXPECT_EQ(memory.get<std::uint32_t>(argument, 12)[11], 98u);
}

TEST_F(ReferenceDevice, a_32_bit_caller_has_its_own_numbers_and_layouts) {
  auto file = open(OpenMode::read_write, Width::bits32);
  EXPECT_EQ(file->ioctl(insert64, unmapped), -ENOTTY);
  EXPECT_EQ(file->ioctl(search64, unmapped), -ENOTTY);
  ASSERT_EQ(set(*file, 1), 0);
  auto vectors = low(memory.put(std::vector<float>{5, 4})), ids = low(memory.put(Longs{1, 2}));
  ASSERT_EQ(file->ioctl(insert32, memory.put(Words{vectors, 2, 1, ids, 0})), 0);
  auto query = low(memory.put(std::vector<float>{0})), results = low(memory.alloc(4)),
       found = low(memory.alloc(8));
  std::uint64_t argument = memory.put(Words{query, 1, 1, 0, results, found, 99});
  ASSERT_EQ(file->ioctl(search32, argument), 0);
  EXPECT_EQ(memory.get<float>(results, 1), std::vector<float>{4});
  EXPECT_EQ(memory.get<std::uint64_t>(found, 1), Longs{2});
  EXPECT_EQ(memory.get<std::uint32_t>(argument, 7)[6], 1u);
}

TEST_F(ReferenceDevice, files_are_apart) {
  auto one = open(), two = open();
  ASSERT_EQ(set(*one, 2), 0);
  EXPECT_EQ(two->ioctl(get_meta, memory.alloc(40)), -ENODATA);
}

TEST_F(ReferenceDevice, pread_is_refused_as_the_kernel_does) {
  auto file = open(), writer = open(OpenMode::write);
  EXPECT_EQ(file->pread(unmapped, 8, 0), 0);
  ASSERT_EQ(set(*file, 2), 0);
  EXPECT_EQ(writer->pread(unmapped, 8, 1ull << 63), -EINVAL);
  EXPECT_EQ(writer->pread(unmapped, 8, 0), -EBADF);
  EXPECT_EQ(file->pread(unmapped, 8, 0), -EFAULT);
  EXPECT_EQ(file->pread(~0ull - 3, 8, 9999), -EFAULT);
  EXPECT_EQ(file->pread(unmapped, 8, 9999), 0);
}

// Runs `call` with every allocation failing in turn, until it succeeds. Returns how many did.
template <class Call>
int fail_each_allocation(Call call) {
  for (int n = 0;; ++n) {
    allocations_left = n;
    int result = call();
    allocations_left = -1;
    if (result == 0) return n;
    EXPECT_EQ(result, -ENOMEM);
    if (result != -ENOMEM) return -1;
  }
}

TEST_F(ReferenceDevice, memory_that_runs_out_changes_nothing) {
  auto file = open();
  ASSERT_EQ(set(*file, 1), 0);
  ASSERT_EQ(file->ioctl(insert64, insert_argument({1, 2, 3}, 1, {1, 2, 3}, 0)), 0);
  for (std::uint32_t flags : {1u, 4u, 2u, 5u}) {
    Longs ids{flags * 100 + 1, flags * 100 + 2, flags * 100 + 3};
    if (flags & 1) ids[1] = 2;
    std::uint64_t argument = insert_argument({4, 5, 6}, 1, ids, flags);
    auto before = image(*file);
    int failures = fail_each_allocation([&] {
      int result = file->ioctl(insert64, argument);
      long left = std::exchange(allocations_left, -1);
      EXPECT_EQ(image(*file) == before, result != 0);
      allocations_left = left;
      return result;
    });
    EXPECT_GE(failures, 1) << flags;
  }
}

TEST_F(ReferenceDevice, memory_that_runs_out_uses_no_ids) {
  for (int n = 0, result = -ENOMEM; result == -ENOMEM; ++n) {
    auto file = open();
    ASSERT_EQ(set(*file, 1), 0);
    std::uint64_t argument = insert_argument({1}, 1, {1000}, 1);
    allocations_left = n;
    result = file->ioctl(insert64, argument);
    allocations_left = -1;
    std::uint64_t vector = memory.put(std::vector<float>{1});
    ASSERT_EQ(file->ioctl(insert64, memory.put(Words{low(vector), high(vector), 1, 1, 0, 0, 0, 0})), 0);
    std::vector<unsigned char> bytes = image(*file);
    std::uint64_t id;
    std::memcpy(&id, bytes.data() + bytes.size() - 8, 8);
    EXPECT_EQ(id, result == 0 ? 1001u : 1u) << n;
  }
}

TEST_F(ReferenceDevice, a_search_without_memory_can_be_repeated) {
  auto file = open();
  ASSERT_EQ(set(*file, 1), 0);
  ASSERT_EQ(file->ioctl(insert64, insert_argument({1, 2, 3}, 1, {1, 2, 3}, 0)), 0);
  Search s{memory.put(std::vector<float>{0}), memory.alloc(8), memory.alloc(16), 1, 2};
  std::uint64_t argument = search_argument(s);
  EXPECT_GE(fail_each_allocation([&] { return file->ioctl(search64, argument); }), 4);
  EXPECT_EQ(memory.get<std::uint64_t>(s.ids, 2), (Longs{1, 2}));
}

// Memory that several callers use at once, and that needs no record of it.
class ProcessMemory final : public UserMemory {
 public:
  std::size_t copy_in(void* to, std::uint64_t from, std::size_t bytes) override {
    std::memcpy(to, pointer(from), bytes);
    return 0;
  }
  std::size_t copy_out(std::uint64_t to, const void* from, std::size_t bytes) override {
    std::memcpy(pointer(to), from, bytes);
    return 0;
  }

 private:
  static void* pointer(std::uint64_t address) {
    return reinterpret_cast<void*>(static_cast<std::uintptr_t>(address));  // NOLINT: what an address is here
  }
};

std::uint64_t address(const void* object) { return reinterpret_cast<std::uintptr_t>(object); }

struct Insert64 {
  std::uint64_t vectors;
  std::uint32_t count, dimensions;
  std::uint64_t ids;
  std::uint32_t flags, tail;
};

struct Search64 {
  std::uint64_t query;
  std::uint32_t dimensions, k, type, hole;
  std::uint64_t results, ids;
  std::uint32_t result_count, tail;
};

// One thread overwrites all vectors of a file with one value after the other. A search that saw a batch half
// done would find different scores, one that saw an older state than another before it smaller ones.
class SharedFile : public testing::Test {
 protected:
  static constexpr std::uint32_t count = 200;
  static constexpr int rounds = 4000;

  void SetUp() override {
    int error = 0;
    file = device->open(OpenMode::read_write, error);
    const Words meta{1, 1, 0, 0, 0, 0, 0, 0, 0, 4};
    ASSERT_EQ(file->ioctl(set_meta, address(meta.data())), 0);
    ASSERT_EQ(write(0), 0);
  }

  int write(float value) {
    std::vector<float> vectors(count, value);
    Longs ids(count);
    for (std::size_t i = 0; i < count; ++i) ids[i] = i;
    Insert64 batch{address(vectors.data()), count, 1, address(ids.data()), 1, 0};
    return file->ioctl(insert64, address(&batch));
  }

  std::vector<float> scores() {
    float query = 0;
    std::vector<float> found(count, -1);
    Longs ids(count);
    Search64 request{address(&query), 1, count, 0, 0, address(found.data()), address(ids.data()), 0, 0};
    EXPECT_EQ(file->ioctl(search64, address(&request)), 0);
    EXPECT_EQ(request.result_count, count);
    return found;
  }

  ProcessMemory memory;
  std::unique_ptr<Device> device = make_reference_device(memory, Width::bits64);
  std::unique_ptr<File> file;
};

TEST_F(SharedFile, searches_see_whole_batches_in_order) {
  std::thread writer([&] {
    for (int i = 1; i <= rounds; ++i) EXPECT_EQ(write(static_cast<float>(i)), 0);
  });
  float last = 0;
  while (last < rounds && !HasFailure()) {
    std::vector<float> found = scores();
    EXPECT_EQ(found.front(), found.back());
    EXPECT_GE(found.front(), last);
    last = found.back();
  }
  writer.join();
}

}  // namespace
}  // namespace iopact
