// SPDX-License-Identifier: GPL-2.0-or-later
#include <fmt/format.h>

#include <algorithm>

#include "abi/report/layout_picture.h"
#include "abi/report/markup.h"
#include "abi/report/style.h"

namespace iopact {

namespace {

// All in pixels.
constexpr int byte_width = 40;
constexpr int row_height = 30;
constexpr int row_bytes = 8;
constexpr int margin = 56;   // before the bytes: offsets
constexpr int heading = 44;  // over the bytes: targets, byte numbers
constexpr int gap = 36;      // between pictures
constexpr double glyph_width = 7.3;
constexpr int picture_width = margin + row_bytes * byte_width;
constexpr std::size_t colours = 8;

constexpr std::string_view style = R"css(
.iopact { font: 12px ui-monospace, "DejaVu Sans Mono", Menlo, monospace; }
.iopact text { fill: #1f2328; }
.iopact .head { font-weight: bold; font-size: 14px; }
.iopact .dim { fill: #6e7781; }
.iopact .block { stroke: #ffffff; stroke-width: 2; rx: 4; }
.iopact .c0 { fill: #cfe3ff; } .iopact .c1 { fill: #d3f2dc; } .iopact .c2 { fill: #fde7c7; }
.iopact .c3 { fill: #e6d9fb; } .iopact .c4 { fill: #c9eff1; } .iopact .c5 { fill: #fbd9e6; }
.iopact .c6 { fill: #e8eebf; } .iopact .c7 { fill: #dfe3e8; }
.iopact .hole { fill: #ffffff; stroke: #d1242f; stroke-width: 1.5; stroke-dasharray: 4 3; rx: 4; }
.iopact .holetext { fill: #d1242f; font-style: italic; }
)css";

std::string text_at(int x, int y, std::string_view style_class, std::string_view text,
                    std::string_view anchor) {
  return fmt::format("<text x=\"{}\" y=\"{}\" class=\"{}\" text-anchor=\"{}\">{}</text>\n", x, y, style_class,
                     anchor, escape_markup(text));
}

// As much of a label as fits, in whole ASCII characters (member names are C identifiers).
std::string fitted(const std::string& label, int width) {
  const auto room = static_cast<std::size_t>((width - 8) / glyph_width);
  if (width_of(label) <= room) return label;
  return room < 2 ? "" : label.substr(0, room - 1) + "\u2026";
}

std::string tooltip(const Block& block) {
  const std::string what = block.type.empty() ? block.label : fmt::format("{} {}", block.type, block.label);
  return fmt::format("{}: offset {}, {}", what, block.offset, count_of(block.size, "byte"));
}

// The picture of one layout, its left edge at x.
class Picture {
 public:
  Picture(const StructLayout& layout, int x) : layout_(layout), x_(x), blocks_(blocks_of(layout)) {}

  int height() const { return heading + static_cast<int>(picture_rows(blocks_).size()) * row_height; }

  std::string render(std::string_view targets) {
    out_ += text_at(x_ + margin, 16, "head", targets, "start");
    for (int byte = 0; byte < row_bytes; ++byte) {
      out_ += text_at(x_ + margin + byte * byte_width + byte_width / 2, heading - 8, "dim",
                      std::to_string(byte), "middle");
    }
    int y = heading;
    for (const PictureRow& row : picture_rows(blocks_)) {
      if (row.is_fold) {
        add_fold(row, y);
      } else {
        add_row(row, y);
      }
      y += row_height;
    }
    return out_;
  }

 private:
  void add_fold(const PictureRow& row, int y) {
    const auto covers = [&](const Block& block) { return block.offset + block.size > row.offset; };
    const auto block = std::ranges::find_if(blocks_, covers);
    out_ += text_at(x_ + margin - 8, y + 20, "dim", "\u22ee", "end");
    add_rectangle(*block, 0, row_bytes, y, fmt::format("\u2026 {} \u2026", count_of(block->size, "byte")));
  }

  void add_row(const PictureRow& row, int y) {
    out_ += text_at(x_ + margin - 8, y + 20, "dim", std::to_string(row.offset), "end");
    for (const Block& block : blocks_) {
      const std::uint64_t from = std::max(block.offset, row.offset);
      const std::uint64_t to = std::min(block.offset + block.size, row.offset + row_bytes);
      if (from >= to) continue;
      add_rectangle(block, static_cast<int>(from - row.offset), static_cast<int>(to - row.offset), y,
                    block.label);
    }
  }

  void add_rectangle(const Block& block, int from, int to, int y, const std::string& label) {
    const bool is_hole = block.kind == Block::Kind::hole;
    const int left = x_ + margin + from * byte_width;
    const int width = (to - from) * byte_width;
    const int inset = is_hole ? 2 : 0;
    out_ += fmt::format(
        "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" class=\"{}\"><title>{}</title></rect>\n",
        left + inset, y + inset, width - 2 * inset, row_height - 2 * inset,
        is_hole ? "hole" : fmt::format("block c{}", block.colour % colours), escape_markup(tooltip(block)));
    const std::string text = fitted(label, width);
    if (!text.empty()) out_ += text_at(left + width / 2, y + 20, is_hole ? "holetext" : "", text, "middle");
  }

  const StructLayout& layout_;
  int x_;
  std::vector<Block> blocks_;
  std::string out_;
};

std::string heading_of(const LayoutReport& report, const TargetGroup& group, std::uint64_t size) {
  const std::string_view name = report.layouts[group.front()].target->name;
  const std::string more = group.size() > 1 ? fmt::format(" +{}", group.size() - 1) : "";
  return fmt::format("{}{}: {}", name, more, count_of(size, "byte"));
}

struct Svg {
  int width = 0, height = 0;
  std::string body;
};

Svg pictures(const LayoutReport& report, std::size_t struct_index) {
  Svg out;
  for (const TargetGroup& group : same_structs(report, struct_index)) {
    const StructLayout& layout = report.layouts[group.front()].structs[struct_index];
    if (out.width != 0) out.width += gap;
    Picture picture(layout, out.width);
    out.height = std::max(out.height, picture.height());
    std::string names;
    for (const std::size_t i : group)
      names += fmt::format("{}{}", names.empty() ? "" : ", ", report.layouts[i].target->name);
    out.body += fmt::format("<g><title>{}</title>\n{}</g>\n", names,
                            picture.render(heading_of(report, group, layout.size)));
    out.width += picture_width;
  }
  return out;
}

std::string opened(int width, int height) {
  return fmt::format(
      "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"iopact\" width=\"{0}\" height=\"{1}\" "
      "viewBox=\"0 0 {0} {1}\">\n",
      width, height);
}

}  // namespace

std::string_view picture_style() { return style; }

std::string struct_svg(const LayoutReport& report, std::size_t struct_index) {
  const Svg picture = pictures(report, struct_index);
  return opened(picture.width, picture.height) + picture.body + "</svg>\n";
}

std::string layout_svg(const LayoutReport& report) {
  constexpr int title_height = 30;
  constexpr int border = 16;
  int width = 0;
  int y = border;
  std::string body;
  for (const std::size_t i : shown_structs(report)) {
    const Svg picture = pictures(report, i);
    body += text_at(border + margin, y + 18, "head", title_of(report.spec->structs[i]), "start");
    body +=
        fmt::format("<g transform=\"translate({} {})\">\n{}</g>\n", border, y + title_height, picture.body);
    y += title_height + picture.height + border;
    width = std::max(width, picture.width + 2 * border);
  }
  return opened(width, y) + fmt::format("<style>{}</style>\n", style) +
         "<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n" + body + "</svg>\n";
}

}  // namespace iopact
