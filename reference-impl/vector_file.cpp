// SPDX-License-Identifier: GPL-2.0-or-later
#include "reference-impl/vector_file.h"

#include <algorithm>
#include <bit>
#include <cerrno>
#include <cmath>
#include <mutex>

#include "reference-impl/file_image.h"
#include "reference-impl/float_rows.h"
#include "reference-impl/score.h"
#include "reference-impl/user_array.h"

namespace iopact {
namespace {

constexpr std::uint32_t default_alignment = 64;
constexpr std::uint32_t canonical_nan = 0x7fc00000;
constexpr std::size_t elements_at_once = 16384;  // fetched from the caller before they are converted

std::uint32_t score_bits(float score) {
  return std::isnan(score) ? canonical_nan : std::bit_cast<std::uint32_t>(score);
}

// Fetches the vectors of a batch once, a few rows at a time. False: they cannot be read.
bool fetch_vectors(UserMemory& memory, const vexfs_v2::BatchInsertRequest& arg, VectorStore::Batch& batch,
                   bool& all_finite) {
  std::uint64_t elements = std::uint64_t{arg.vector_count} * arg.dimensions;
  if (wraps(arg.vectors, elements * sizeof(float))) return false;
  std::size_t at_once = std::max<std::size_t>(elements_at_once / arg.dimensions, 1) * arg.dimensions;
  std::vector<std::uint32_t> rows(static_cast<std::size_t>(std::min<std::uint64_t>(at_once, elements)));
  for (std::uint64_t at = 0; at < elements; at += at_once) {
    auto some =
        std::span(rows).first(static_cast<std::size_t>(std::min<std::uint64_t>(at_once, elements - at)));
    if (!read_array(memory, arg.vectors + at * sizeof(float), some)) return false;
    all_finite = all_finite && std::all_of(some.begin(), some.end(), is_finite);
    batch.add_vectors(some);
  }
  return true;
}

// False: they cannot be read.
bool fetch_ids(UserMemory& memory, std::uint64_t vector_ids, std::uint64_t highest,
               VectorStore::Batch& batch) {
  std::span<std::uint64_t> ids = batch.make_ids();
  if (vector_ids != 0) return read_array(memory, vector_ids, ids);
  for (std::uint64_t& id : ids) id = ++highest;
  return true;
}

int check_contents(std::uint32_t flags, bool all_finite, const VectorStore::Batch& batch) {
  if (!(flags & VEXFS_INSERT_VALIDATE)) return 0;
  if (!all_finite) return -EINVAL;
  if (!(flags & VEXFS_INSERT_OVERWRITE) && batch.repeats_an_id()) return -EEXIST;
  return 0;
}

}  // namespace

int VectorFile::set_vector_meta(UserMemory&, const vexfs_v2::VectorFileInfo& arg) {
  std::unique_lock lock(mutex_);
  if (store_.count() != 0) return -EBUSY;
  std::uint32_t alignment = arg.alignment_bytes != 0 ? arg.alignment_bytes : default_alignment;
  store_.set_format({static_cast<ElementType>(arg.element_type), arg.dimensions, alignment});
  has_format_ = true;
  return 0;
}

int VectorFile::get_vector_meta(UserMemory&, vexfs_v2::VectorFileInfo& arg) {
  std::shared_lock lock(mutex_);
  if (!has_format_) return -ENODATA;
  arg = info();
  return 0;
}

vexfs_v2::VectorFileInfo VectorFile::info() const {
  vexfs_v2::VectorFileInfo info;
  info.dimensions = store_.format().dimensions;
  info.element_type = static_cast<std::uint32_t>(store_.format().type);
  info.vector_count = static_cast<std::uint32_t>(store_.count());
  info.storage_format = VEXFS_STORAGE_DENSE;
  info.data_offset = data_offset;
  info.index_offset = index_offset(store_);
  info.compression_type = VEXFS_COMPRESS_NONE;
  info.alignment_bytes = store_.format().alignment;
  return info;
}

int VectorFile::check_state(std::uint32_t dimensions) const {
  if (!has_format_) return -ENODATA;
  return dimensions == store_.format().dimensions ? 0 : -EINVAL;
}

int VectorFile::check_room(const vexfs_v2::BatchInsertRequest& arg) const {
  if (!store_.has_room(arg.vector_count)) return -ENOSPC;
  bool automatic_ids = arg.vector_ids == 0;
  return automatic_ids && arg.vector_count > UINT64_MAX - store_.highest_id() ? -ENOSPC : 0;
}

int VectorFile::batch_insert(UserMemory& memory, const vexfs_v2::BatchInsertRequest& arg) {
  std::unique_lock lock(mutex_);
  if (int error = check_state(arg.dimensions)) return error;
  if (int error = check_room(arg)) return error;
  VectorStore::Batch batch(store_);
  bool all_finite = true;
  if (!fetch_vectors(memory, arg, batch, all_finite)) return -EFAULT;
  if (!fetch_ids(memory, arg.vector_ids, store_.highest_id(), batch)) return -EFAULT;
  if (int error = check_contents(arg.flags, all_finite, batch)) return error;
  if (arg.flags & VEXFS_INSERT_OVERWRITE) {
    batch.overwrite();
  } else {
    batch.append();
  }
  return 0;
}

int VectorFile::vector_search(UserMemory& memory, vexfs_v2::VectorSearchRequest& arg) {
  std::vector<std::uint32_t> scores;
  std::vector<std::uint64_t> ids;
  if (int error = find_best(memory, arg, scores, ids)) return error;
  if (!write_array(memory, arg.results, std::span<const std::uint32_t>(scores))) return -EFAULT;
  if (!write_array(memory, arg.result_ids, std::span<const std::uint64_t>(ids))) return -EFAULT;
  arg.result_count = static_cast<std::uint32_t>(scores.size());
  return 0;
}

int VectorFile::find_best(UserMemory& memory, const vexfs_v2::VectorSearchRequest& arg,
                          std::vector<std::uint32_t>& scores, std::vector<std::uint64_t>& ids) const {
  std::shared_lock lock(mutex_);
  if (int error = check_state(arg.dimensions)) return error;
  std::vector<float> query(arg.dimensions);
  if (!read_array(memory, arg.query_vector, std::span(query))) return -EFAULT;
  std::vector<TopK::Hit> best = scan(arg, query);
  scores.reserve(best.size());
  ids.reserve(best.size());
  for (const TopK::Hit& hit : best) {
    scores.push_back(score_bits(hit.score));
    ids.push_back(store_.ids()[hit.position()]);
  }
  return 0;
}

std::vector<TopK::Hit> VectorFile::scan(const vexfs_v2::VectorSearchRequest& arg,
                                        std::span<const float> query) const {
  auto metric = static_cast<Metric>(arg.search_type);
  TopK best(metric == Metric::dot_product ? Better::larger : Better::smaller, arg.k, store_.count());
  Scorer scorer(metric, query);
  FloatRows rows(store_.format());
  std::vector<float> scores(std::min(rows.most(), store_.count()));
  std::size_t stride = store_.format().stride();
  for (std::size_t at = 0; at < store_.count(); at += rows.most()) {
    std::size_t count = std::min(rows.most(), store_.count() - at);
    scorer.score_rows(rows.load(store_.vectors().data() + at * stride, count), rows.stride(), count,
                      scores.data());
    best.add(std::span(scores).first(count), static_cast<std::uint32_t>(at));
  }
  return best.take();
}

std::int64_t VectorFile::read_image(UserMemory& memory, std::uint64_t to, std::uint64_t bytes,
                                    std::uint64_t offset) const {
  std::shared_lock lock(mutex_);
  return has_format_ ? copy_image(store_, info(), memory, to, bytes, offset) : 0;
}

}  // namespace iopact
