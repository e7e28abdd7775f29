// SPDX-License-Identifier: GPL-2.0-or-later
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <numeric>

#include "abi/report/layout_report.h"

namespace iopact {

namespace {

constexpr LayoutFormat formats[] = {
    {"text", "tables, one column per layout that differs", layout_text},
    {"json", "structs and commands, one entry per target", layout_json},
    {"svg", "a picture of each struct", layout_svg},
    {"html", "a page with pictures and tables", layout_html},
};

bool is_named(const Type& type, const std::vector<std::string>& names) {
  const auto* ref = std::get_if<StructRef>(&type.is);
  return ref != nullptr && std::ranges::find(names, ref->name) != names.end();
}

template <typename Same>
std::vector<TargetGroup> group(std::size_t count, Same same) {
  std::vector<TargetGroup> out;
  for (std::size_t i = 0; i < count; ++i) {
    const auto found =
        std::ranges::find_if(out, [&](const TargetGroup& one) { return same(one.front(), i); });
    if (found == out.end()) {
      out.push_back({i});
    } else {
      found->push_back(i);
    }
  }
  return out;
}

// Holes by the member they follow, "" for those at the very start, which the tail of an empty struct is.
using HoleKey = std::pair<std::string, bool>;
using HolesOfMember = std::map<HoleKey, std::vector<const Hole*>>;

HolesOfMember collect_holes(std::span<const StructLayout* const> layouts) {
  HolesOfMember out;
  for (std::size_t i = 0; i < layouts.size(); ++i) {
    for (const Hole& hole : layouts[i]->holes) {
      auto& row = out[{hole.after, hole.tail}];
      row.resize(layouts.size(), nullptr);
      row[i] = &hole;
    }
  }
  return out;
}

// The position behind a member and everything nested in it.
std::size_t behind(const StructLayout& layout, std::size_t index) {
  const int depth = layout.fields[index].depth;
  std::size_t next = index + 1;
  while (next < layout.fields.size() && layout.fields[next].depth > depth) ++next;
  return next;
}

}  // namespace

std::span<const LayoutFormat> layout_formats() { return formats; }

const LayoutFormat* find_layout_format(std::string_view name) {
  const auto* found = std::ranges::find(formats, name, &LayoutFormat::name);
  return found == std::end(formats) ? nullptr : found;
}

std::vector<std::size_t> shown_structs(const LayoutReport& report) {
  std::vector<std::size_t> out;
  for (std::size_t i = 0; i < report.spec->structs.size(); ++i) {
    const std::string& name = report.spec->structs[i].name;
    if (report.structs.empty() || std::ranges::find(report.structs, name) != report.structs.end()) {
      out.push_back(i);
    }
  }
  return out;
}

std::vector<std::size_t> shown_commands(const LayoutReport& report) {
  std::vector<std::size_t> out;
  for (std::size_t i = 0; i < report.spec->commands.size(); ++i) {
    const Command& command = report.spec->commands[i];
    if (report.structs.empty() || (command.argument && is_named(*command.argument, report.structs))) {
      out.push_back(i);
    }
  }
  return out;
}

std::vector<TargetGroup> same_structs(const LayoutReport& report, std::size_t struct_index) {
  return group(report.layouts.size(), [&](std::size_t one, std::size_t other) {
    const StructLayout& a = report.layouts[one].structs[struct_index];
    const StructLayout& b = report.layouts[other].structs[struct_index];
    return a.align == b.align && same_layout(a, b);
  });
}

std::vector<TargetGroup> same_commands(const LayoutReport& report) {
  const std::vector<std::size_t> shown = shown_commands(report);
  return group(report.layouts.size(), [&](std::size_t one, std::size_t other) {
    return std::ranges::all_of(shown, [&](std::size_t i) {
      return report.layouts[one].commands[i].value == report.layouts[other].commands[i].value;
    });
  });
}

std::vector<LayoutRow> rows_of(std::span<const StructLayout* const> layouts) {
  const StructLayout& first = *layouts.front();
  const HolesOfMember holes = collect_holes(layouts);
  std::multimap<std::size_t, const std::pair<const HoleKey, std::vector<const Hole*>>*> at;
  for (const auto& entry : holes) {
    const auto& [after, tail] = entry.first;
    const auto member = std::ranges::find(first.fields, after, &FieldLayout::path);
    const bool at_end = tail || member == first.fields.end();
    at.emplace(
        at_end ? first.fields.size() : behind(first, static_cast<std::size_t>(member - first.fields.begin())),
        &entry);
  }
  std::vector<LayoutRow> out;
  for (std::size_t i = 0; i <= first.fields.size(); ++i) {
    const auto [from, to] = at.equal_range(i);
    for (auto entry = from; entry != to; ++entry) {
      out.push_back({nullptr, 0, entry->second->second, entry->second->first.second});
    }
    if (i < first.fields.size()) out.push_back({&first.fields[i], i, {}, false});
  }
  return out;
}

std::string title_of(const Aggregate& aggregate) {
  return fmt::format("{} {}", aggregate.kind == AggregateKind::unite ? "union" : "struct", aggregate.name);
}

std::string hex(std::uint32_t value) { return fmt::format("{:#010x}", value); }

std::string offset_text(const FieldLayout& field) {
  if (!field.field->bits) return std::to_string(field.offset);
  return fmt::format("{}:{}", field.bit_offset / 8, field.bit_offset % 8);
}

std::string size_text(const FieldLayout& field) {
  if (field.field->bits) return fmt::format("{} bits", field.bit_size);
  return std::to_string(field.size);
}

}  // namespace iopact
