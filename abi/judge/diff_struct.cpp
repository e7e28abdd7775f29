// SPDX-License-Identifier: GPL-2.0-or-later
// Changes of layouts: fields are matched by name, then by place, on each target by itself.
#include <fmt/format.h>
#include <algorithm>

#include "abi/judge/diff.h"
#include "abi/judge/walk.h"
#include "abi/model/target.h"

namespace iopact {
namespace {

// Both versions of one struct on one target.
struct Pair {
  const StructLayout& before;
  const StructLayout& after;
  const Target& target;
  ChangeList& changes;

  std::string subject(const FieldLayout& field) const {
    return subject_of(*after.aggregate) + "." + field.path;
  }
};

std::uint64_t end_of(const FieldLayout& field) { return field.offset + field.size; }

bool is_spare(const FieldLayout& field) {
  return field.field->meaning == Meaning::reserved || field.field->meaning == Meaning::padding;
}

bool named(const FieldLayout& field) { return field.field != nullptr && !field.path.empty(); }

// The member of the same place and size; null when there is none.
const FieldLayout* at_place(const StructLayout& layout, const FieldLayout& wanted) {
  const auto it = std::find_if(layout.fields.begin(), layout.fields.end(), [&](const FieldLayout& f) {
    return named(f) && f.offset == wanted.offset && f.size == wanted.size && f.depth == wanted.depth;
  });
  return it == layout.fields.end() ? nullptr : &*it;
}

std::string place_of(const FieldLayout& field) {
  return fmt::format("{} bytes at {}", field.size, field.offset);
}

enum class Sort { unsigned_integer, signed_integer, little, big, other };

Sort sort_of(const Type& type) {
  const ScalarType* scalar = scalar_of(type);
  if (scalar == nullptr) return Sort::other;
  switch (scalar->kind) {
    case Scalar::s8:
    case Scalar::s16:
    case Scalar::s32:
    case Scalar::s64:
    case Scalar::aligned_s64:
    case Scalar::schar:
    case Scalar::sshort:
    case Scalar::sint:
    case Scalar::slong:
    case Scalar::slonglong:
    case Scalar::ssize:
      return Sort::signed_integer;
    case Scalar::le16:
    case Scalar::le32:
    case Scalar::le64:
    case Scalar::aligned_le64:
      return Sort::little;
    case Scalar::be16:
    case Scalar::be32:
    case Scalar::be64:
    case Scalar::aligned_be64:
      return Sort::big;
    case Scalar::float32:
    case Scalar::float64:
    case Scalar::boolean:
    case Scalar::void_type:
      return Sort::other;
    case Scalar::u8:
    case Scalar::u16:
    case Scalar::u32:
    case Scalar::u64:
    case Scalar::aligned_u64:
    case Scalar::character:
    case Scalar::uchar:
    case Scalar::ushort:
    case Scalar::uint:
    case Scalar::ulong:
    case Scalar::ulonglong:
    case Scalar::size:
      return Sort::unsigned_integer;
  }
  return Sort::other;
}

bool endian(Sort sort) { return sort == Sort::little || sort == Sort::big; }

void type_change(const Pair& pair, const FieldLayout& before, const FieldLayout& after) {
  const Sort was = sort_of(before.field->type);
  const Sort is = sort_of(after.field->type);
  if (was == is) return;
  const bool order = endian(was) || endian(is);
  const bool sign = !order && was != Sort::other && is != Sort::other;
  if (!order && !sign) return;
  pair.changes.add({order ? "field-byte-order-changed" : "field-sign-changed",
                    order ? Verdict::breaking : Verdict::conditional,
                    pair.subject(after),
                    {after.field->at, before.field->at},
                    fmt::format("\"{}\" was {} and is {}", after.path, before.type, after.type),
                    order ? "the same bytes stand for another value"
                          : "compatible as long as no value has its top bit set"},
                   pair.target.name);
}

void matched(const Pair& pair, const FieldLayout& before, const FieldLayout& after) {
  const bool same_bits = before.bit_offset == after.bit_offset && before.bit_size == after.bit_size;
  if (before.offset == after.offset && before.size == after.size && same_bits) {
    type_change(pair, before, after);
    return;
  }
  const bool moved = before.offset != after.offset || before.bit_offset != after.bit_offset;
  pair.changes.add(
      {moved ? "field-moved" : "field-resized",
       Verdict::breaking,
       pair.subject(after),
       {after.field->at, before.field->at},
       fmt::format("\"{}\" was {} and is {} on {}", after.path, place_of(before), place_of(after),
                   pair.target.name),
       "a program built against the old header puts the value where the new kernel does not look"},
      pair.target.name);
}

// True when the new version covers these bytes with members of its own.
bool covered(const StructLayout& layout, const FieldLayout& gone) {
  std::uint64_t bytes = 0;
  for (const FieldLayout& field : layout.fields) {
    if (named(field) && field.depth == gone.depth && field.offset >= gone.offset &&
        end_of(field) <= end_of(gone)) {
      bytes += field.size;
    }
  }
  return bytes == gone.size;
}

void gone(const Pair& pair, const FieldLayout& before) {
  const FieldLayout* there = at_place(pair.after, before);
  const bool renamed = there != nullptr && pair.before.find(there->path) == nullptr;
  if (is_spare(before) && (renamed || covered(pair.after, before))) {
    pair.changes.add(
        {"reserved-field-used",
         Verdict::conditional,
         pair.subject(before),
         {pair.after.aggregate->at, before.field->at},
         fmt::format("reserved \"{}\" has been put to use", before.path),
         before.field->constraint.zero ? "old kernels check it to be zero; zero must keep the old meaning"
                                       : "old kernels never checked it, so old programs may send garbage"},
        pair.target.name);
  } else if (renamed) {
    pair.changes.add({"field-renamed",
                      Verdict::source,
                      pair.subject(before),
                      {there->field->at, before.field->at},
                      fmt::format("\"{}\" is called \"{}\" now", before.path, there->path),
                      "programs that are built anew do not compile"},
                     pair.target.name);
    type_change(pair, before, *there);
  } else {
    pair.changes.add({"field-removed",
                      Verdict::breaking,
                      pair.subject(before),
                      {pair.after.aggregate->at, before.field->at},
                      fmt::format("\"{}\" ({}) is gone", before.path, place_of(before)),
                      "what old programs pass or read there has no meaning any more"},
                     pair.target.name);
  }
}

bool ends_flexible(const StructLayout& layout) {
  const auto& fields = layout.aggregate->fields;
  return !fields.empty() && is_flexible(fields.back().type);
}

void appended(const Pair& pair, const FieldLayout& after) {
  const bool grows = pair.after.aggregate->extensible && !ends_flexible(pair.before);
  pair.changes.add(
      {"field-appended",
       grows ? Verdict::conditional : Verdict::breaking,
       pair.subject(after),
       {after.field->at},
       fmt::format("\"{}\" ({}) makes the struct {} bytes, it was {} on {}", after.path, place_of(after),
                   pair.after.size, pair.before.size, pair.target.name),
       grows
           ? "the struct is extensible: zero in the new field must keep the old meaning"
           : fmt::format("a program built against the old header passes {} bytes, the new kernel expects {}",
                         pair.before.size, pair.after.size)},
      pair.target.name);
}

void added(const Pair& pair, const FieldLayout& after) {
  const FieldLayout* there = at_place(pair.before, after);
  if (there != nullptr && pair.after.find(there->path) == nullptr)
    return;  // renamed: reported with the old name
  const bool over_old =
      std::any_of(pair.before.fields.begin(), pair.before.fields.end(), [&](const FieldLayout& f) {
        return f.depth == after.depth && f.offset < end_of(after) && after.offset < end_of(f);
      });
  if (after.offset >= pair.before.size || pair.after.size > pair.before.size) {
    appended(pair, after);
  } else if (!over_old) {
    pair.changes.add({"padding-used",
                      Verdict::conditional,
                      pair.subject(after),
                      {after.field->at},
                      fmt::format("\"{}\" ({}) stands in what was padding on {}", after.path, place_of(after),
                                  pair.target.name),
                      "old programs send whatever the padding held, unless the kernel checked it to be zero"},
                     pair.target.name);
  }
}

void whole(const Pair& pair) {
  const bool explained =
      std::any_of(pair.after.fields.begin(), pair.after.fields.end(),
                  [&](const FieldLayout& f) { return named(f) && pair.before.find(f.path) == nullptr; });
  if (pair.before.size != pair.after.size && !explained) {
    pair.changes.add({"struct-resized",
                      Verdict::breaking,
                      subject_of(*pair.after.aggregate),
                      {pair.after.aggregate->at, pair.before.aggregate->at},
                      fmt::format("the struct was {} bytes and is {} on {}", pair.before.size,
                                  pair.after.size, pair.target.name),
                      "the command number and every array of it change"},
                     pair.target.name);
  } else if (pair.before.align != pair.after.align) {
    pair.changes.add({"struct-alignment-changed",
                      Verdict::conditional,
                      subject_of(*pair.after.aggregate),
                      {pair.after.aggregate->at, pair.before.aggregate->at},
                      fmt::format("the alignment was {} bytes and is {} on {}", pair.before.align,
                                  pair.after.align, pair.target.name),
                      "structs of programs that embed it are laid out anew"},
                     pair.target.name);
  }
}

void compare(const Pair& pair) {
  for (const FieldLayout& before : pair.before.fields) {
    if (!named(before)) continue;
    const FieldLayout* after = pair.after.find(before.path);
    if (after != nullptr) matched(pair, before, *after);
    if (after == nullptr) gone(pair, before);
  }
  for (const FieldLayout& after : pair.after.fields) {
    if (named(after) && pair.before.find(after.path) == nullptr) added(pair, after);
  }
  whole(pair);
}

bool used_by_command(const Spec& spec, const Aggregate& aggregate) {
  return is_input(spec, aggregate) || is_output(spec, aggregate);
}

void removed(const Spec& old_spec, const Aggregate& before, ChangeList& changes) {
  const bool used = used_by_command(old_spec, before);
  changes.add({"struct-removed",
               used ? Verdict::breaking : Verdict::source,
               subject_of(before),
               {before.at},
               subject_of(before) + " is gone",
               used ? "a command carried it" : "programs that are built anew do not compile"});
}

}  // namespace

void diff_structs(const Spec& old_spec, const Spec& new_spec, ChangeList& changes) {
  for (const Aggregate& before : old_spec.structs) {
    const Aggregate* after = new_spec.find_struct(before.name);
    if (after == nullptr || after->kind != before.kind) {
      removed(old_spec, before, changes);
      continue;
    }
    for (const Target& target : all_targets()) {
      const Layout old_layout = lay_out(old_spec, target);
      const Layout new_layout = lay_out(new_spec, target);
      compare({*old_layout.find_struct(before.name), *new_layout.find_struct(before.name), target, changes});
    }
  }
}

}  // namespace iopact
