// SPDX-License-Identifier: GPL-2.0-or-later
#include "conformance/arguments.h"

#include <cstring>

namespace iopact::conformance {
namespace {

class Writer {
 public:
  Writer(std::size_t bytes, std::byte padding) : bytes_(bytes, padding) {}

  template <typename T>
  Writer& put(std::size_t offset, T value) {
    std::memcpy(bytes_.data() + offset, &value, sizeof(value));
    return *this;
  }
  Writer& put_pointer(std::size_t offset, std::uint64_t address, Width width) {
    return width == Width::bits64 ? put(offset, address) : put(offset, static_cast<std::uint32_t>(address));
  }
  Bytes take() { return std::move(bytes_); }

 private:
  Bytes bytes_;
};

template <typename T>
T load(const Bytes& bytes, std::size_t offset) {
  T value;
  std::memcpy(&value, bytes.data() + offset, sizeof(value));
  return value;
}

}  // namespace

std::size_t vector_bytes(std::uint32_t element_type, std::uint32_t dimensions) {
  if (element_type == float32) return std::size_t{4} * dimensions;
  if (element_type == float16) return std::size_t{2} * dimensions;
  return element_type == int8 ? dimensions : (std::size_t{dimensions} + 7) / 8;
}

std::size_t stride_of(const FileInfo& info) {
  const std::size_t bytes = vector_bytes(info.element_type, info.dimensions);
  return (bytes + info.alignment_bytes - 1) / info.alignment_bytes * info.alignment_bytes;
}

Bytes encode(const FileInfo& arg) {
  return Writer(40, {})
      .put(0, arg.dimensions)
      .put(4, arg.element_type)
      .put(8, arg.vector_count)
      .put(12, arg.storage_format)
      .put(16, arg.data_offset)
      .put(24, arg.index_offset)
      .put(32, arg.compression_type)
      .put(36, arg.alignment_bytes)
      .take();
}

Bytes encode(const SearchRequest& arg, Width width, std::byte padding) {
  const bool wide = width == Width::bits64;
  return Writer(wide ? 48 : 28, padding)
      .put_pointer(0, arg.query_vector, width)
      .put(wide ? 8 : 4, arg.dimensions)
      .put(wide ? 12 : 8, arg.k)
      .put(wide ? 16 : 12, arg.search_type)
      .put_pointer(wide ? 24 : 16, arg.results, width)
      .put_pointer(wide ? 32 : 20, arg.result_ids, width)
      .put(result_count_offset(width), arg.result_count)
      .take();
}

Bytes encode(const InsertRequest& arg, Width width, std::byte padding) {
  const bool wide = width == Width::bits64;
  return Writer(wide ? 32 : 20, padding)
      .put_pointer(0, arg.vectors, width)
      .put(wide ? 8 : 4, arg.vector_count)
      .put(wide ? 12 : 8, arg.dimensions)
      .put_pointer(wide ? 16 : 12, arg.vector_ids, width)
      .put(wide ? 24 : 16, arg.flags)
      .take();
}

FileInfo decode_file_info(const Bytes& bytes) {
  FileInfo arg;
  arg.dimensions = load<std::uint32_t>(bytes, 0);
  arg.element_type = load<std::uint32_t>(bytes, 4);
  arg.vector_count = load<std::uint32_t>(bytes, 8);
  arg.storage_format = load<std::uint32_t>(bytes, 12);
  arg.data_offset = load<std::uint64_t>(bytes, 16);
  arg.index_offset = load<std::uint64_t>(bytes, 24);
  arg.compression_type = load<std::uint32_t>(bytes, 32);
  arg.alignment_bytes = load<std::uint32_t>(bytes, 36);
  return arg;
}

}  // namespace iopact::conformance
