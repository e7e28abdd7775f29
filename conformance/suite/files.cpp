// SPDX-License-Identifier: GPL-2.0-or-later
// Vector files among each other, callers beside each other, and the calls that programs in the field made
// wrongly.
#include <atomic>
#include <cerrno>
#include <cstring>
#include <thread>

#include "conformance/suite/on_device.h"

namespace iopact::conformance {
namespace {

class Files : public OnDevice {};

TEST_F(Files, AreIndependent) {
  const auto first = open(), second = open();
  Client a = client(*first), b = client(*second);
  ASSERT_EQ(a.set(1), 0);
  FileInfo info;
  EXPECT_EQ(b.get(info), -ENODATA);
  ASSERT_EQ(b.set(2, int8), 0);
  ASSERT_EQ(a.insert(Floats{1, 2}, 1), 0);
  ASSERT_EQ(b.insert(Floats{3, 4}, 2), 0);
  EXPECT_EQ(a.stored_ids(), (Ids{1, 2}));
  EXPECT_EQ(b.stored_ids(), (Ids{1}));
  EXPECT_EQ(a.search(Floats{1}, 5, dot_product).scores(), (Floats{2, 1}));
  EXPECT_EQ(b.search(Floats{1, 1}, 5, dot_product).scores(), (Floats{7}));
}

TEST_F(Files, AreGoneAtTheLastClose) {
  {
    const auto file = open();
    ASSERT_EQ(client(*file).set(1), 0);
    ASSERT_EQ(client(*file).insert(Floats{1}, 1), 0);
  }
  const auto file = open();
  FileInfo info;
  EXPECT_EQ(client(*file).get(info), -ENODATA);
  EXPECT_TRUE(client(*file).image().empty());
}

TEST_F(Files, CloseOneAndTheOthersStay) {
  const auto stays = open();
  {
    const auto goes = open();
    ASSERT_EQ(client(*stays).set(1), 0);
    ASSERT_EQ(client(*goes).set(1), 0);
    ASSERT_EQ(client(*stays).insert(Floats{1}, 1), 0);
  }
  EXPECT_EQ(client(*stays).stored_ids(), (Ids{1}));
}

TEST_F(Files, AHundredAtOnce) {
  std::vector<std::unique_ptr<File>> files;
  for (std::uint32_t i = 1; i <= 100; ++i) {
    files.push_back(open());
    ASSERT_EQ(client(*files.back()).set(i), 0);
  }
  for (std::uint32_t i = 1; i <= 100; ++i) EXPECT_EQ(client(*files[i - 1]).info().dimensions, i);
}

// What test programs of the past issued, each with memory as they had it: all of it is unknown.
class History : public OnFile {
 protected:
  void SetUp() override {
    ASSERT_EQ(vexfs.set(4), 0);
    ASSERT_EQ(vexfs.insert(Floats(4, 1.0F), 4), 0);
  }

  void expect_unknown(std::uint32_t number) {
    const std::uint64_t argument = space.alloc(64);
    space.fill(argument, 64, std::byte{1});
    expect_refused(*file, number, argument, ENOTTY);
  }
};

TEST_F(History, InsertWithoutFlags) { expect_unknown(0x40185604); }           // _IOW('V', 4, 24 bytes)
TEST_F(History, InsertWithoutFlagsAsNumber3) { expect_unknown(0x40185603); }  // _IOW('V', 3, 24 bytes)
TEST_F(History, InsertAsNumber3) { expect_unknown(0x40205603); }              // _IOW('V', 3, 32 bytes)
TEST_F(History, InsertAsNumber3Of32Bits) { expect_unknown(0x40145603); }      // _IOW('V', 3, 20 bytes)
TEST_F(History, MetadataOfFourWords) { expect_unknown(0x40105601); }          // _IOW('V', 1, 16 bytes)
TEST_F(History, MetadataOfFourWordsRead) { expect_unknown(0x80105602); }      // _IOR('V', 2, 16 bytes)

// Programs in the field use these numbers: what the spec generates must be what shipped.
TEST_F(History, NumbersAreThoseThatShipped) {
  for (const Width each : {Width::bits64, Width::bits32}) {
    const std::size_t i = width_index(each);
    const Numbers shipped = numbers(each);
    EXPECT_EQ(interface().commands[0].number[i], shipped.set_meta);
    EXPECT_EQ(interface().commands[1].number[i], shipped.get_meta);
    EXPECT_EQ(interface().commands[2].number[i], shipped.search);
    EXPECT_EQ(interface().commands[3].number[i], shipped.insert);
  }
}

// Calls from several threads on one file. Requests are built before: threads only issue them.
class Threads : public OnFile {
 protected:
  template <typename Request>
  std::uint64_t placed(const Request& request) {
    const Bytes bytes = encode(request, width);
    return place(space, bytes.data(), bytes.size());
  }

  // A batch of two vectors in one dimension, both of this value.
  std::uint64_t pair(float value, const Ids* ids, std::uint32_t flags) {
    const Floats floats{value, value};
    InsertRequest request;
    request.vectors = place(space, std::span<const float>(floats));
    request.vector_count = 2;
    request.dimensions = 1;
    if (ids != nullptr) request.vector_ids = place(space, std::span<const std::uint64_t>(*ids));
    request.flags = flags;
    return placed(request);
  }

  SearchRequest search_request() {
    SearchRequest request;
    request.query_vector = place(space, std::span<const float>(one));
    request.dimensions = 1;
    request.k = 2;
    request.search_type = dot_product;
    request.results = space.alloc(2 * sizeof(float));
    request.result_ids = space.alloc(2 * sizeof(std::uint64_t));
    return request;
  }

  // Runs both at once, `work` to its end and `watch` again and again until then.
  template <typename Work, typename Watch>
  void beside(Work work, Watch watch) {
    std::atomic<bool> done = false;
    std::thread watcher([&] {
      do {
        watch();
      } while (!done);
    });
    work();
    done = true;
    watcher.join();
  }

  const Floats one{1};
};

TEST_F(Threads, NoBatchIsLostOrSplit) {
  constexpr int threads = 3, batches = 100;
  ASSERT_EQ(vexfs.set(1, float32, 4), 0);
  std::vector<std::thread> writers;
  for (int t = 0; t < threads; ++t) {
    writers.emplace_back([this, argument = pair(static_cast<float>(t), nullptr, 0)] {
      for (int i = 0; i < batches; ++i) EXPECT_EQ(file->ioctl(numbers(width).insert, argument), 0);
    });
  }
  for (std::thread& writer : writers) writer.join();
  const Contents contents = vexfs.contents();
  ASSERT_EQ(contents.ids.size(), 2u * threads * batches);
  for (std::size_t i = 0; i < contents.ids.size(); ++i) EXPECT_EQ(contents.ids[i], i + 1);
  for (std::size_t i = 0; i < contents.rows.size(); i += 2) EXPECT_EQ(contents.rows[i], contents.rows[i + 1]);
}

TEST_F(Threads, ABatchIsSeenWholeOrNotAtAll) {
  ASSERT_EQ(vexfs.set(1), 0);
  const std::uint64_t argument = pair(1, nullptr, 0);
  const std::uint64_t info = space.alloc(40);
  std::uint32_t last = 0;
  beside(
      [&] {
        for (int i = 0; i < 500; ++i) EXPECT_EQ(file->ioctl(numbers(width).insert, argument), 0);
      },
      [&] {
        EXPECT_EQ(file->ioctl(numbers(width).get_meta, info), 0);
        const std::uint32_t count = decode_file_info(space.read(info, 40)).vector_count;
        EXPECT_EQ(count % 2, 0u);
        EXPECT_GE(count, last);
        last = count;
      });
}

TEST_F(Threads, AnOverwriteIsSeenWholeOrNotAtAll) {
  const Ids ids{1, 2};
  ASSERT_EQ(vexfs.set(1), 0);
  const std::uint64_t batches[] = {pair(3, &ids, overwrite), pair(5, &ids, overwrite)};
  ASSERT_EQ(file->ioctl(numbers(width).insert, batches[0]), 0);
  const SearchRequest request = search_request();
  const std::uint64_t argument = placed(request);
  beside(
      [&] {
        for (int i = 0; i < 500; ++i) EXPECT_EQ(file->ioctl(numbers(width).insert, batches[i % 2]), 0);
      },
      [&] {
        EXPECT_EQ(file->ioctl(numbers(width).search, argument), 0);
        Floats scores(2);
        std::memcpy(scores.data(), space.read(request.results, 8).data(), 8);
        EXPECT_EQ(scores[0], scores[1]) << "a search saw half an overwrite";
      });
}

}  // namespace
}  // namespace iopact::conformance
