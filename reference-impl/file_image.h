// SPDX-License-Identifier: GPL-2.0-or-later
// What read(2) shows of a vector file: its metadata, zeros, the vectors at their stride, zeros, the ids.
#pragma once

#include <cstdint>

#include "abi/gen/user/vexfs_v2_abi.h"
#include "reference-impl/vector_store.h"

namespace iopact {

inline constexpr std::uint64_t data_offset = 4096;

// Where the ids start, in bytes.
std::uint64_t index_offset(const VectorStore& store);

// Copies the part of the image at `offset` to the caller; `info` stands at its start. Bytes copied, 0 at the
// image's end and behind, -EFAULT when the first byte cannot be written.
std::int64_t copy_image(const VectorStore& store, const vexfs_v2::VectorFileInfo& info, UserMemory& memory,
                        std::uint64_t to, std::uint64_t bytes, std::uint64_t offset);

}  // namespace iopact
