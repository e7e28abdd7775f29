// SPDX-License-Identifier: GPL-2.0-or-later
// One vector file: what an open file description of /dev/vexfs is and how it answers. Number, open mode and
// field values have been checked by generated code; here are the checks of state, of nested memory and of
// contents.
//
// Calls are linearizable: those that change the file have it alone, the others run beside each other.
#pragma once

#include <cstddef>
#include <cstdint>
#include <shared_mutex>

#include "abi/gen/user/vexfs_v2_abi.h"
#include "reference-impl/top_k.h"
#include "reference-impl/vector_store.h"

namespace iopact {

// Every call may throw std::bad_alloc; the file is then as it was before.
class VectorFile final : public vexfs_v2::Handlers {
 public:
  explicit VectorFile(std::uint64_t max_bytes) : store_(max_bytes) {}

  int set_vector_meta(UserMemory& memory, const vexfs_v2::VectorFileInfo& arg) override;
  int get_vector_meta(UserMemory& memory, vexfs_v2::VectorFileInfo& arg) override;
  int vector_search(UserMemory& memory, vexfs_v2::VectorSearchRequest& arg) override;
  int batch_insert(UserMemory& memory, const vexfs_v2::BatchInsertRequest& arg) override;

  // read(2) of the file's image: bytes copied, 0 at its end and behind, -EFAULT when the first byte cannot
  // be.
  std::int64_t read_image(UserMemory& memory, std::uint64_t to, std::uint64_t bytes,
                          std::uint64_t offset) const;

 private:
  int check_state(std::uint32_t dimensions) const;
  int check_room(const vexfs_v2::BatchInsertRequest& arg) const;
  int find_best(UserMemory& memory, const vexfs_v2::VectorSearchRequest& arg,
                std::vector<std::uint32_t>& scores, std::vector<std::uint64_t>& ids) const;
  std::vector<TopK::Hit> scan(const vexfs_v2::VectorSearchRequest& arg, std::span<const float> query) const;
  vexfs_v2::VectorFileInfo info() const;

  mutable std::shared_mutex mutex_;
  bool has_format_ = false;
  VectorStore store_;
};

}  // namespace iopact
