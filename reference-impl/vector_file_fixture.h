// SPDX-License-Identifier: GPL-2.0-or-later
// A vector file and its caller, for tests of what the file does.
#pragma once

#include <gtest/gtest.h>

#include <cerrno>

#include "reference-impl/fake_memory.h"
#include "reference-impl/vector_file.h"

namespace iopact {

using Ids = std::vector<std::uint64_t>;
using Floats = std::vector<float>;

class VectorFileTest : public testing::Test {
 protected:
  static constexpr std::uint64_t max_bytes = 4096;
  static constexpr std::uint64_t unmapped = 0x100;

  int set(std::uint32_t dimensions, ElementType type = ElementType::float32, std::uint32_t alignment = 0) {
    vexfs_v2::VectorFileInfo info;
    info.dimensions = dimensions;
    info.element_type = static_cast<std::uint32_t>(type);
    info.alignment_bytes = alignment;
    return file.set_vector_meta(memory, info);
  }

  vexfs_v2::VectorFileInfo get() {
    vexfs_v2::VectorFileInfo info;
    EXPECT_EQ(file.get_vector_meta(memory, info), 0);
    return info;
  }

  // Inserts whole rows; without ids they are automatic.
  int insert(const Floats& vectors, std::uint32_t dimensions, const Ids& ids = {}, std::uint32_t flags = 0) {
    auto count = static_cast<std::uint32_t>(vectors.size() / dimensions);
    return file.batch_insert(
        memory, {memory.put(vectors), count, dimensions, ids.empty() ? 0 : memory.put(ids), flags});
  }

  struct Best {
    int error = 0;
    Floats scores;
    Ids ids;
    bool operator==(const Best&) const = default;
  };

  Best search(const Floats& query, std::uint32_t k, std::uint32_t metric = VEXFS_SEARCH_EUCLIDEAN) {
    vexfs_v2::VectorSearchRequest request{memory.put(query),
                                          static_cast<std::uint32_t>(query.size()),
                                          k,
                                          metric,
                                          memory.alloc(k * sizeof(float)),
                                          memory.alloc(k * sizeof(std::uint64_t)),
                                          0};
    int error = file.vector_search(memory, request);
    std::size_t count = request.result_count;
    return {error, memory.get<float>(request.results, count),
            memory.get<std::uint64_t>(request.result_ids, count)};
  }

  // The file's whole image.
  std::vector<unsigned char> image() {
    std::uint64_t to = memory.alloc(1 << 16);
    std::int64_t bytes = file.read_image(memory, to, 1 << 16, 0);
    EXPECT_GE(bytes, 0);
    return memory.get<unsigned char>(to, static_cast<std::size_t>(bytes));
  }

  Ids ids() {
    std::vector<unsigned char> bytes = image();
    auto offset = static_cast<std::ptrdiff_t>(get().index_offset);
    Ids found(get().vector_count);
    std::memcpy(found.data(), bytes.data() + offset, found.size() * 8);
    EXPECT_EQ(bytes.size(), offset + found.size() * 8);
    return found;
  }

  // First element of each stored vector of a file of FLOAT32.
  Floats firsts() {
    std::vector<unsigned char> bytes = image();
    Floats found(get().vector_count);
    std::size_t alignment = get().alignment_bytes;
    std::size_t stride = (get().dimensions * sizeof(float) + alignment - 1) / alignment * alignment;
    for (std::size_t i = 0; i < found.size(); ++i)
      std::memcpy(&found[i], bytes.data() + 4096 + i * stride, 4);
    return found;
  }

  FakeMemory memory;
  VectorFile file{max_bytes};
};

}  // namespace iopact
