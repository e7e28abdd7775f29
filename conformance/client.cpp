// SPDX-License-Identifier: GPL-2.0-or-later
#include "conformance/client.h"

#include <gtest/gtest.h>

#include <bit>
#include <cstring>

namespace iopact::conformance {
namespace {

constexpr std::byte poison{0x5a};
constexpr std::size_t chunk_bytes = 16 * UserSpace::page_bytes;

template <typename T>
std::vector<T> load(UserSpace& space, std::uint64_t address, std::size_t count) {
  std::vector<T> values(count);
  if (count != 0)
    std::memcpy(values.data(), space.view(address, count * sizeof(T)).data(), count * sizeof(T));
  return values;
}

// Nothing past the first `used` bytes of a poisoned output may have been written.
void expect_tail_untouched(UserSpace& space, std::uint64_t address, std::size_t used, std::size_t size) {
  EXPECT_TRUE(all_bytes_are(space.view(address + used, size - used), poison))
      << "an output was written past its last element";
}

}  // namespace

Floats Found::scores() const {
  Floats values;
  for (const std::uint32_t score : bits) values.push_back(std::bit_cast<float>(score));
  return values;
}

std::uint64_t place(UserSpace& space, const void* bytes, std::size_t count, Access access) {
  const std::uint64_t address = space.alloc(count, access);
  space.write(address, bytes, count);
  return address;
}

int Client::call(std::uint32_t number, std::uint64_t argument) {
  const int result = file_.ioctl(number, argument);
  EXPECT_LE(result, 0) << "ioctl answers 0 or an errno";
  EXPECT_TRUE(space_.canaries_intact()) << "bytes beside the caller's buffers were written";
  return result;
}

int Client::set(const FileInfo& info) {
  const BufferScope scope(space_);
  const Bytes bytes = encode(info);
  return call(numbers(width_).set_meta, place(space_, bytes.data(), bytes.size(), Access::read));
}

int Client::set(std::uint32_t dimensions, ElementType type, std::uint32_t alignment) {
  FileInfo info;
  info.dimensions = dimensions;
  info.element_type = type;
  info.alignment_bytes = alignment;
  return set(info);
}

int Client::get(FileInfo& info) {
  const BufferScope scope(space_);
  const std::uint64_t argument = space_.alloc(encode(info).size());
  space_.fill(argument, encode(info).size(), poison);
  const int error = call(numbers(width_).get_meta, argument);
  if (error == 0) {
    info = decode_file_info(space_.read(argument, encode(info).size()));
  } else {
    expect_tail_untouched(space_, argument, 0, encode(info).size());
  }
  return error;
}

int Client::insert(std::span<const float> vectors, std::uint32_t dimensions, std::uint32_t flags) {
  return insert(vectors, dimensions, nullptr, flags);
}

int Client::insert(std::span<const float> vectors, std::uint32_t dimensions, const Ids& ids,
                   std::uint32_t flags) {
  return insert(vectors, dimensions, &ids, flags);
}

int Client::insert(std::span<const float> vectors, std::uint32_t dimensions, const Ids* ids,
                   std::uint32_t flags) {
  const BufferScope scope(space_);
  InsertRequest request;
  request.vectors = place(space_, vectors, Access::read);
  request.vector_count = static_cast<std::uint32_t>(vectors.size() / dimensions);
  request.dimensions = dimensions;
  if (ids != nullptr) request.vector_ids = place(space_, std::span<const std::uint64_t>(*ids), Access::read);
  request.flags = flags;
  const Bytes bytes = encode(request, width_);
  return call(numbers(width_).insert, place(space_, bytes.data(), bytes.size(), Access::read));
}

Found Client::search(std::span<const float> query, std::uint32_t k, SearchType type) {
  const BufferScope scope(space_);
  SearchRequest request;
  request.query_vector = place(space_, query, Access::read);
  request.dimensions = static_cast<std::uint32_t>(query.size());
  request.k = k;
  request.search_type = type;
  request.results = space_.alloc(k * sizeof(float));
  request.result_ids = space_.alloc(k * sizeof(std::uint64_t));
  space_.fill(request.results, k * sizeof(float), poison);
  space_.fill(request.result_ids, k * sizeof(std::uint64_t), poison);
  request.result_count = 0x5a5a5a5a;
  const Bytes bytes = encode(request, width_, poison);
  const std::uint64_t argument = place(space_, bytes.data(), bytes.size());
  return collect(call(numbers(width_).search, argument), request, argument);
}

// Reads the answer back and compares everything that should have stayed.
Found Client::collect(int error, const SearchRequest& request, std::uint64_t argument) {
  Found found;
  found.error = error;
  SearchRequest expected = request;
  if (error == 0) {
    found.count = load<std::uint32_t>(space_, argument + result_count_offset(width_), 1)[0];
    expected.result_count = found.count;
  }
  const Bytes bytes = encode(expected, width_, poison);
  EXPECT_EQ(bytes, space_.read(argument, bytes.size())) << "more than result_count was written";
  EXPECT_LE(found.count, request.k);
  if (found.count > request.k) return found;
  found.bits = load<std::uint32_t>(space_, request.results, found.count);
  found.ids = load<std::uint64_t>(space_, request.result_ids, found.count);
  expect_tail_untouched(space_, request.results, found.count * sizeof(float), request.k * sizeof(float));
  expect_tail_untouched(space_, request.result_ids, found.count * sizeof(std::uint64_t),
                        request.k * sizeof(std::uint64_t));
  return found;
}

FileInfo Client::info() {
  FileInfo info;
  EXPECT_EQ(get(info), 0);
  return info;
}

std::int64_t Client::pread(std::uint64_t offset, std::size_t bytes, Bytes& read) {
  const BufferScope scope(space_);
  const std::uint64_t to = space_.alloc(bytes);
  space_.fill(to, bytes, poison);
  const std::int64_t got = file_.pread(to, bytes, offset);
  const std::size_t count = got > 0 ? static_cast<std::size_t>(got) : 0;
  EXPECT_LE(count, bytes);
  EXPECT_TRUE(space_.canaries_intact()) << "bytes beside the caller's buffers were written";
  if (count > bytes) return got;
  expect_tail_untouched(space_, to, count, bytes);
  read = space_.read(to, count);
  return got;
}

// A read that ends early is the end of the file: whoever asks for more there gets nothing.
Bytes Client::image() {
  Bytes all, chunk;
  do {
    const std::int64_t got = pread(all.size(), chunk_bytes, chunk);
    EXPECT_GE(got, 0);
    if (got < 0) return all;
    all.insert(all.end(), chunk.begin(), chunk.end());
  } while (chunk.size() == chunk_bytes);
  EXPECT_EQ(pread(all.size(), 1, chunk), 0) << "a read came back short before the end of the file";
  return all;
}

Contents Client::contents() {
  Contents contents;
  const FileInfo info = this->info();
  const Bytes all = image();
  EXPECT_EQ(all.size(), info.index_offset + info.vector_count * sizeof(std::uint64_t));
  if (info.vector_count == 0 || all.size() < info.index_offset) return contents;
  const std::size_t stride = stride_of(info);
  for (std::size_t i = 0; i < info.vector_count; ++i) {
    const auto row = all.begin() + static_cast<std::ptrdiff_t>(info.data_offset + i * stride);
    contents.rows.emplace_back(row, row + static_cast<std::ptrdiff_t>(stride));
  }
  contents.ids.resize((all.size() - info.index_offset) / sizeof(std::uint64_t));
  std::memcpy(contents.ids.data(), all.data() + info.index_offset,
              contents.ids.size() * sizeof(std::uint64_t));
  return contents;
}

std::vector<Floats> Client::stored_floats() {
  std::vector<Floats> rows;
  const std::size_t dimensions = info().dimensions;
  for (const Bytes& row : contents().rows) {
    Floats& floats = rows.emplace_back(dimensions);
    std::memcpy(floats.data(), row.data(), dimensions * sizeof(float));
  }
  return rows;
}

State Client::state() {
  State state;
  FileInfo info;
  state.get_error = get(info);
  state.image = image();
  if (state.get_error != 0) return state;
  state.info = encode(info);
  EXPECT_LE(info.dimensions, 65536u) << "no file has so many";
  if (info.dimensions > 65536) return state;
  const Floats query(info.dimensions, 1.0F);
  state.nearest = search(query, 16, euclidean);
  return state;
}

}  // namespace iopact::conformance
