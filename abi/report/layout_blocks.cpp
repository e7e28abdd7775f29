// SPDX-License-Identifier: GPL-2.0-or-later
#include <fmt/format.h>

#include <algorithm>

#include "abi/report/layout_picture.h"

namespace iopact {

namespace {

constexpr std::uint64_t row_bytes = 8;
constexpr std::uint64_t longest_unfolded = 4;  // rows of one block that are all shown

bool is_union(const Type& type) {
  if (const auto* nested = std::get_if<InlineAggregate>(&type.is)) {
    return nested->body->kind == AggregateKind::unite;
  }
  const auto* ref = std::get_if<StructRef>(&type.is);
  return ref != nullptr && ref->kind == AggregateKind::unite;
}

bool is_struct(const Type& type) {
  return std::holds_alternative<InlineAggregate>(type.is) || std::holds_alternative<StructRef>(type.is);
}

Block block_of(const FieldLayout& field, std::size_t colour) {
  if (field.field->bits) {
    const std::uint64_t first = field.bit_offset / 8;
    const std::uint64_t end = (std::uint64_t{field.bit_offset} + field.bit_size + 7) / 8;
    const std::string name = field.path.empty() ? "" : field.path;
    return {
        Block::Kind::bitfields, first, end - first, fmt::format("{}:{}", name, field.bit_size), "", colour};
  }
  const bool unite = is_union(field.field->type);
  const std::string label = field.path.empty() ? field.type : field.path;
  return {
      unite ? Block::Kind::unite : Block::Kind::member, field.offset, field.size, label, field.type, colour};
}

// Blocks of the members, unions unopened; bitfields that share bytes become one.
class BlockList {
 public:
  explicit BlockList(const StructLayout& layout) {
    const auto& fields = layout.fields;
    for (std::size_t i = 0; i < fields.size(); i = next_) {
      next_ = i + 1;
      const bool is_array = std::holds_alternative<ArrayType>(fields[i].field->type.is);
      const bool opens = is_struct(fields[i].field->type) && !is_union(fields[i].field->type);
      if (!opens) {
        add(block_of(fields[i], i));
        if (is_array || is_union(fields[i].field->type)) skip_members(fields, i);
      }
    }
  }

  std::vector<Block> blocks;

 private:
  void skip_members(const std::vector<FieldLayout>& fields, std::size_t i) {
    while (next_ < fields.size() && fields[next_].depth > fields[i].depth) ++next_;
  }

  void add(Block block) {
    if (block.size == 0) return;
    Block* last = blocks.empty() ? nullptr : &blocks.back();
    if (last != nullptr && last->offset + last->size > block.offset) {
      last->size = std::max(last->offset + last->size, block.offset + block.size) - last->offset;
      last->label += " " + block.label;
    } else {
      blocks.push_back(std::move(block));
    }
  }

  std::size_t next_ = 0;
};

std::vector<Block> with_holes(std::vector<Block> members, std::uint64_t size) {
  std::vector<Block> out;
  std::uint64_t end = 0;
  const auto fill_to = [&](std::uint64_t offset) {
    if (offset > end) out.push_back({Block::Kind::hole, end, offset - end, "hole", "", 0});
  };
  for (Block& block : members) {
    fill_to(block.offset);
    end = block.offset + block.size;
    out.push_back(std::move(block));
  }
  fill_to(size);
  return out;
}

}  // namespace

std::vector<Block> blocks_of(const StructLayout& layout) {
  if (layout.aggregate->kind == AggregateKind::unite) {
    if (layout.size == 0) return {};
    return {{Block::Kind::unite, 0, layout.size, layout.name, title_of(*layout.aggregate), 0}};
  }
  return with_holes(BlockList(layout).blocks, layout.size);
}

std::vector<PictureRow> picture_rows(const std::vector<Block>& blocks) {
  std::vector<PictureRow> out;
  std::uint64_t next = 0;  // first row that is not yet there
  for (const Block& block : blocks) {
    const std::uint64_t first = std::max(next, block.offset / row_bytes);
    const std::uint64_t end = (block.offset + block.size + row_bytes - 1) / row_bytes;
    if (end > first + longest_unfolded) {
      out.push_back({first * row_bytes, false});
      out.push_back({(first + 1) * row_bytes, true});
      out.push_back({(end - 1) * row_bytes, false});
    } else {
      for (std::uint64_t row = first; row < end; ++row) out.push_back({row * row_bytes, false});
    }
    next = std::max(next, end);
  }
  return out;
}

}  // namespace iopact
