// SPDX-License-Identifier: GPL-2.0-or-later
// The VexFS v2 argument structs and numbers as callers of each width lay them out, written by hand from the
// interface's description: what the generated tables are held against.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "abi/gen/user/iopact_runtime.h"

namespace iopact::conformance {

using Bytes = std::vector<std::byte>;

struct Numbers {
  std::uint32_t set_meta, get_meta, search, insert;
};

constexpr Numbers numbers(Width width) {
  if (width == Width::bits64) return {0x40285601, 0x80285602, 0xc0305603, 0x40205604};
  return {0x40285601, 0x80285602, 0xc01c5603, 0x40145604};
}

enum ElementType : std::uint32_t { float32 = 1, float16 = 2, int8 = 3, binary = 4 };
enum SearchType : std::uint32_t { euclidean = 0, cosine = 1, dot_product = 2 };
enum InsertFlags : std::uint32_t { overwrite = 1, append = 2, validate = 4 };

// struct vexfs_vector_file_info
struct FileInfo {
  std::uint32_t dimensions = 4, element_type = float32, vector_count = 0, storage_format = 0;
  std::uint64_t data_offset = 0, index_offset = 0;
  std::uint32_t compression_type = 0, alignment_bytes = 0;
  bool operator==(const FileInfo&) const = default;
};

// Bytes of one stored vector, without and with the padding that alignment_bytes (an effective value) asks
// for.
std::size_t vector_bytes(std::uint32_t element_type, std::uint32_t dimensions);
std::size_t stride_of(const FileInfo& info);

// struct vexfs_vector_search_request
struct SearchRequest {
  std::uint64_t query_vector = 0;
  std::uint32_t dimensions = 0, k = 0, search_type = 0;
  std::uint64_t results = 0, result_ids = 0;
  std::uint32_t result_count = 0;
};

// struct vexfs_batch_insert_request
struct InsertRequest {
  std::uint64_t vectors = 0;
  std::uint32_t vector_count = 0, dimensions = 0;
  std::uint64_t vector_ids = 0;
  std::uint32_t flags = 0;
};

// Padding becomes `padding`.
Bytes encode(const FileInfo& arg);
Bytes encode(const SearchRequest& arg, Width width, std::byte padding = {});
Bytes encode(const InsertRequest& arg, Width width, std::byte padding = {});
FileInfo decode_file_info(const Bytes& bytes);

// Offset of result_count in the search request, in bytes.
constexpr std::size_t result_count_offset(Width width) { return width == Width::bits64 ? 40 : 24; }

}  // namespace iopact::conformance
