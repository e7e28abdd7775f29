// SPDX-License-Identifier: GPL-2.0-or-later
// A well-behaved caller of one vector file. Every call places its buffers at guard pages, and fails the
// running test when a byte was written that the interface does not say is written.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "conformance/arguments.h"
#include "reference-impl/device.h"
#include "reference-impl/user_space.h"

namespace iopact::conformance {

using Floats = std::vector<float>;
using Ids = std::vector<std::uint64_t>;

// Answer of a search. Scores are kept as bits so that NaN and the sign of zero compare.
struct Found {
  int error = 0;
  std::uint32_t count = 0;
  std::vector<std::uint32_t> bits;
  Ids ids;

  bool operator==(const Found&) const = default;
  Floats scores() const;
};

// Everything a caller can learn about a file.
struct State {
  int get_error = 0;
  Bytes info;
  Bytes image;
  Found nearest;

  bool operator==(const State&) const = default;
};

// What the image says is stored.
struct Contents {
  std::vector<Bytes> rows;  // each with the padding of its stride
  Ids ids;
};

class Client {
 public:
  Client(UserSpace& space, File& file) : space_(space), file_(file), width_(space.width()) {}

  // Results of ioctl(2): 0 or a negative errno.
  int set(const FileInfo& info);
  int set(std::uint32_t dimensions, ElementType type = float32, std::uint32_t alignment = 0);
  int get(FileInfo& info);
  // Rows of `dimensions` floats. Without ids: automatic ones.
  int insert(std::span<const float> vectors, std::uint32_t dimensions, std::uint32_t flags = 0);
  int insert(std::span<const float> vectors, std::uint32_t dimensions, const Ids& ids,
             std::uint32_t flags = 0);
  Found search(std::span<const float> query, std::uint32_t k, SearchType type);

  // The file's effective values; fails the test when there are none.
  FileInfo info();
  // Result of pread(2); on success the bytes read.
  std::int64_t pread(std::uint64_t offset, std::size_t bytes, Bytes& read);
  Bytes image();
  Contents contents();
  Ids stored_ids() { return contents().ids; }
  // Rows of a FLOAT32 file as numbers, without padding.
  std::vector<Floats> stored_floats();
  State state();

 private:
  int call(std::uint32_t number, std::uint64_t argument);
  int insert(std::span<const float> vectors, std::uint32_t dimensions, const Ids* ids, std::uint32_t flags);
  Found collect(int error, const SearchRequest& request, std::uint64_t argument);

  UserSpace& space_;
  File& file_;
  Width width_;
};

// A buffer of the caller that holds these bytes and ends at a guard page.
std::uint64_t place(UserSpace& space, const void* bytes, std::size_t count,
                    Access access = Access::read_write);

template <typename T>
std::uint64_t place(UserSpace& space, std::span<const T> values, Access access = Access::read_write) {
  return place(space, values.data(), values.size_bytes(), access);
}

}  // namespace iopact::conformance
