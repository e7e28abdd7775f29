// SPDX-License-Identifier: GPL-2.0-or-later
#include "abi/judge/check_struct.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace iopact {
namespace {

using Rows = std::vector<const FieldLayout*>;

bool is_struct_ref(const FieldLayout& row) {
  return row.field != nullptr && std::holds_alternative<StructRef>(row.field->type.is);
}

// Rows with a name, without those under a named struct.
Rows own_rows(const StructLayout& layout) {
  Rows rows;
  for (std::size_t i = 0; i < layout.fields.size(); ++i) {
    const auto& row = layout.fields[i];
    if (!row.path.empty()) rows.push_back(&row);
    if (!is_struct_ref(row)) continue;
    while (i + 1 < layout.fields.size() && layout.fields[i + 1].depth > row.depth) ++i;
  }
  return rows;
}

const FieldLayout* find_row(const Rows& rows, std::string_view path) {
  const auto found = std::ranges::find(rows, path, &FieldLayout::path);
  return found == rows.end() ? nullptr : *found;
}

std::uint64_t width_of(const FieldLayout& row) { return row.bit_size != 0 ? row.bit_size : row.size * 8; }

// In bits, so that a bitfield as wide as its type equals a plain member: clang up to 15 writes it as one, at the byte
// that holds its first bit.
bool is_same_place(const FieldLayout& a, const FieldLayout& b) {
  const bool both_bits = a.bit_size != 0 && b.bit_size != 0;
  const auto byte_of = [](const FieldLayout& row) { return row.bit_size != 0 ? row.bit_offset / 8 : row.offset; };
  return both_bits ? a.bit_offset == b.bit_offset : byte_of(a) == byte_of(b);
}

bool is_same_size(const FieldLayout& a, const FieldLayout& b) { return width_of(a) == width_of(b); }
bool is_same(const FieldLayout& a, const FieldLayout& b) { return is_same_place(a, b) && is_same_size(a, b); }

std::string describe(const FieldLayout& row) {
  if (row.bit_size != 0) return fmt::format("bit {}, {} bits", row.bit_offset, row.bit_size);
  return fmt::format("offset {}, {} byte{}", row.offset, row.size, row.size == 1 ? "" : "s");
}

std::string describe(const StructLayout& layout) {
  return layout.align == 0 ? fmt::format("{} bytes", layout.size)
                           : fmt::format("{} bytes, aligned to {}", layout.size, layout.align);
}

class StructComparison {
 public:
  StructComparison(const StructLayout& expected, const StructLayout& found, std::string section,
                   std::vector<Difference>& into)
      : expected_(expected),
        found_(found),
        expected_rows_(own_rows(expected)),
        found_rows_(own_rows(found)),
        section_(std::move(section)),
        into_(into) {}

  void run() {
    for (const auto* row : expected_rows_) compare(*row);
    for (const auto* row : found_rows_)
      if (find_row(expected_rows_, row->path) == nullptr && !stands_for_missing(*row)) add_extra(*row);
    compare_whole();
  }

 private:
  void compare(const FieldLayout& expected) {
    const auto* found = find_row(found_rows_, expected.path);
    if (found == nullptr)
      add_missing(expected);
    else if (!is_same(expected, *found))
      add_changed(expected, *found);
  }

  void add_missing(const FieldLayout& expected) {
    const auto* other = substitute_for(expected);
    add("missing-field", expected.path, describe(expected), other != nullptr ? other->path : "-",
        other != nullptr ? fmt::format("{} stands in its place", other->path) : "missing", &expected);
    is_shifted_ = is_shifted_ || other == nullptr;
  }

  void add_extra(const FieldLayout& found) {
    // Of an aggregate that is extra its members are, too.
    const auto dot = found.path.rfind('.');
    const bool follows = dot != std::string::npos && reported_.contains(holder_of(found.path));
    add("extra-field", found.path, "-", describe(found), "not in the spec", nullptr, follows);
  }

  void add_changed(const FieldLayout& expected, const FieldLayout& found) {
    const bool moved_only = is_same_size(expected, found);
    const auto* partner = moved_only ? swapped_with(expected, found) : nullptr;
    if (partner != nullptr)
      return add("layout-mismatch", expected.path, describe(expected), describe(found),
                 "swapped with " + partner->path, &expected);
    const bool follows = moved_only && (is_shifted_ || moved_by_extra(found));
    add("layout-mismatch", expected.path, describe(expected), describe(found),
        follows ? "moved along" : moved_only ? "moved" : "of another size", &expected, follows);
    is_shifted_ = true;
  }

  // A field that the spec does not have, where this one should be.
  const FieldLayout* substitute_for(const FieldLayout& expected) const {
    const auto other = std::ranges::find_if(found_rows_, [&](const FieldLayout* row) {
      return is_same(*row, expected) && find_row(expected_rows_, row->path) == nullptr;
    });
    return other == found_rows_.end() ? nullptr : *other;
  }

  bool stands_for_missing(const FieldLayout& found) const {
    return std::ranges::any_of(expected_rows_, [&](const FieldLayout* row) {
      return find_row(found_rows_, row->path) == nullptr && substitute_for(*row) == &found;
    });
  }

  // The field that has this one's place and left its own to it.
  const FieldLayout* swapped_with(const FieldLayout& expected, const FieldLayout& found) const {
    for (const auto* other : expected_rows_) {
      const auto* other_found = find_row(found_rows_, other->path);
      if (other_found != nullptr && other != &expected && is_same(*other, found) && is_same(*other_found, expected))
        return other;
    }
    return nullptr;
  }

  // True where a field that the spec does not have stands before it.
  bool moved_by_extra(const FieldLayout& found) const {
    for (const auto* row : found_rows_) {
      if (row == &found) return false;
      if (find_row(expected_rows_, row->path) == nullptr && !stands_for_missing(*row)) return true;
    }
    return false;
  }

  // Size and alignment follow from the fields: a difference of their own only where the fields agree.
  void compare_whole() {
    const bool is_align_known = expected_.align != 0 && found_.align != 0;
    if (expected_.size == found_.size && (!is_align_known || expected_.align == found_.align)) return;
    StructLayout known = expected_;
    if (!is_align_known) known.align = 0;
    add("layout-mismatch", "", describe(known), describe(found_),
        expected_.size == found_.size ? "of another alignment" : "of another size", nullptr, !reported_.empty());
  }

  static std::string holder_of(const std::string& path) {
    auto holder = path.substr(0, path.rfind('.'));
    while (holder.ends_with("[0]")) holder.resize(holder.size() - 3);
    return holder;
  }

  void add(std::string_view rule, const std::string& name, std::string expected, std::string found,
           std::string remark, const FieldLayout* row, bool follows = false) {
    const bool has_field = row != nullptr && row->field != nullptr;
    const Place at = has_field                       ? row->field->at
                     : expected_.aggregate != nullptr ? expected_.aggregate->at
                                                      : Place{};
    reported_.insert(name);
    const std::string subject = name.empty() ? section_ : fmt::format("{}.{}", section_, name);
    into_.push_back(
        {rule, section_, subject, name, std::move(expected), std::move(found), std::move(remark), follows, at});
  }

  const StructLayout& expected_;
  const StructLayout& found_;
  const Rows expected_rows_;
  const Rows found_rows_;
  const std::string section_;
  std::vector<Difference>& into_;
  std::set<std::string> reported_;
  bool is_shifted_ = false;  // a field before was missing, moved or of another size
};

}  // namespace

std::string section_of(const StructLayout& layout) {
  const bool is_union = layout.aggregate != nullptr && layout.aggregate->kind == AggregateKind::unite;
  return fmt::format("{} {}", is_union ? "union" : "struct", layout.name);
}

void compare_struct(const StructLayout& expected, const StructLayout& found, const std::string& section,
                    std::vector<Difference>& into) {
  StructComparison(expected, found, section, into).run();
}

}  // namespace iopact
