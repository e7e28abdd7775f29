// SPDX-License-Identifier: GPL-2.0-or-later
#include "reference-impl/file_image.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

#include "reference-impl/user_array.h"

namespace iopact {
namespace {

// Where the generated code writes the metadata, laid out for the caller: address 0 is the image's first byte.
class Header final : public UserMemory {
 public:
  std::size_t copy_in(void*, std::uint64_t, std::size_t bytes) override { return bytes; }
  std::size_t copy_out(std::uint64_t to, const void* from, std::size_t bytes) override {
    if (to > bytes_.size() || bytes > bytes_.size() - to) return bytes;
    std::memcpy(bytes_.data() + to, from, bytes);
    return 0;
  }
  std::span<const std::byte> bytes() const { return bytes_; }

 private:
  std::array<std::byte, data_offset> bytes_{};
};

// Copies a window of a sequence of pieces.
class Window {
 public:
  Window(UserMemory& memory, std::uint64_t to, std::uint64_t bytes, std::uint64_t offset)
      : memory_(memory), to_(to), left_(bytes), skip_(offset) {}

  void pass(std::span<const std::byte> piece) {
    std::uint64_t skipped = std::min<std::uint64_t>(skip_, piece.size());
    skip_ -= skipped;
    std::uint64_t bytes = std::min<std::uint64_t>(left_, piece.size() - skipped);
    if (bytes == 0) return;
    auto size = static_cast<std::size_t>(bytes);
    std::size_t missing = memory_.copy_out(to_ + copied_, piece.data() + skipped, size);
    copied_ += static_cast<std::int64_t>(size - missing);
    left_ = missing != 0 ? 0 : left_ - bytes;
    faulted_ = missing != 0;
  }

  std::int64_t result() const { return copied_ == 0 && faulted_ ? -EFAULT : copied_; }

 private:
  UserMemory& memory_;
  std::uint64_t to_;
  std::uint64_t left_;
  std::uint64_t skip_;
  std::int64_t copied_ = 0;
  bool faulted_ = false;
};

}  // namespace

std::uint64_t index_offset(const VectorStore& store) {
  return (data_offset + store.vectors().size() + 7) / 8 * 8;
}

std::int64_t copy_image(const VectorStore& store, const vexfs_v2::VectorFileInfo& info, UserMemory& memory,
                        std::uint64_t to, std::uint64_t bytes, std::uint64_t offset) {
  Header header;
  if (int error = vexfs_v2::write_result(header, 0, Width::bits64, info)) return error;
  constexpr std::array<std::byte, 7> zeros{};
  std::uint64_t gap = index_offset(store) - data_offset - store.vectors().size();
  Window window(memory, to, bytes, offset);
  window.pass(header.bytes());
  window.pass(store.vectors());
  window.pass(std::span(zeros).first(static_cast<std::size_t>(gap)));
  window.pass(std::as_bytes(store.ids()));
  return window.result();
}

}  // namespace iopact
