// SPDX-License-Identifier: GPL-2.0-or-later
// Layouts in every format, against testdata/NAME.FORMAT.
#include "abi/report/layout_report.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "abi/model/golden_test.h"
#include "abi/model/load.h"
#include "abi/report/layout_picture.h"

namespace iopact {
namespace {

Spec spec_of(const std::string& file) {
  LoadResult loaded = load_spec(std::string(IOPACT_SOURCE_DIR) + "/" + file);
  EXPECT_TRUE(loaded.spec.has_value()) << file;
  return loaded.spec.value_or(Spec());
}

LayoutReport report_on(const Spec& spec, std::initializer_list<std::string_view> targets) {
  LayoutReport out{&spec, {}, {}, false};
  for (const std::string_view target : targets) out.layouts.push_back(lay_out(spec, *find_target(target)));
  return out;
}

class EveryLayoutFormat : public testing::TestWithParam<LayoutFormat> {};

INSTANTIATE_TEST_SUITE_P(All, EveryLayoutFormat,
                         testing::ValuesIn(layout_formats().begin(), layout_formats().end()),
                         [](const auto& test) { return std::string(test.param.name); });

TEST_P(EveryLayoutFormat, shows_vexfs) {
  const Spec spec = spec_of("abi/spec/vexfs.json");
  expect_golden(GetParam().render(report_on(spec, {"x86_64", "i386"})),
                fmt::format("abi/report/testdata/vexfs.{}", GetParam().name));
}

TEST_P(EveryLayoutFormat, shows_only_what_was_selected) {
  const Spec spec = spec_of("abi/spec/vexfs.json");
  LayoutReport report = report_on(spec, {"x86_64"});
  report.structs = {"vexfs_batch_insert_request"};
  const std::string text = GetParam().render(report);
  EXPECT_NE(text.find("vexfs_batch_insert_request"), std::string::npos);
  EXPECT_EQ(text.find("vexfs_vector_search_request"), std::string::npos);
  EXPECT_EQ(text.find("VEXFS_IOC_VECTOR_SEARCH"), std::string::npos);
}

TEST(LayoutText, shows_what_differs_over_all_targets) {
  const Spec spec = spec_of("abi/model/testdata/good/legacy.json");
  LayoutReport report{&spec, {}, {}, false};
  for (const Target& target : all_targets()) report.layouts.push_back(lay_out(spec, target));
  expect_golden(layout_text(report), "abi/report/testdata/legacy.text");
}

TEST(LayoutText, paints_on_request) {
  const Spec spec = spec_of("abi/spec/vexfs.json");
  LayoutReport report = report_on(spec, {"x86_64", "i386"});
  report.structs = {"vexfs_batch_insert_request"};
  report.colour = true;
  expect_golden(layout_text(report), "abi/report/testdata/vexfs-batch.colour");
}

Type scalar(Scalar kind) { return Type{ScalarType{kind}}; }

Field member(std::string name, Type type, std::optional<std::uint32_t> bits = {}) {
  Field out;
  out.name = std::move(name);
  out.type = std::move(type);
  out.bits = bits;
  return out;
}

StructLayout laid_out(std::vector<Field> fields) {
  static Spec spec;
  spec.structs.assign(1, {});
  spec.structs[0].fields = std::move(fields);
  return lay_out(spec, *find_target("x86_64")).structs[0];
}

std::string summary(const std::vector<Block>& blocks) {
  std::string out;
  for (const Block& block : blocks) out += fmt::format("[{}+{} {}]", block.offset, block.size, block.label);
  return out;
}

TEST(Blocks, cover_every_byte) {
  const StructLayout one = laid_out({member("a", scalar(Scalar::u8)), member("b", scalar(Scalar::u32), 3),
                                     member("c", scalar(Scalar::u32), 30), member("d", scalar(Scalar::u16))});
  EXPECT_EQ(summary(blocks_of(one)), "[0+1 a][1+1 b:3][2+2 hole][4+4 c:30][8+2 d][10+2 hole]");
}

TEST(Blocks, join_bitfields_that_share_a_byte) {
  const StructLayout one =
      laid_out({member("a", scalar(Scalar::u16), 3), member("b", scalar(Scalar::u16), 12),
                member("", scalar(Scalar::u8), 4)});
  EXPECT_EQ(summary(blocks_of(one)), "[0+2 a:3 b:12][2+1 :4][3+1 hole]");
}

Type bytes(std::uint64_t count) {
  return Type{ArrayType{std::make_shared<const Type>(scalar(Scalar::u8)), count, ""}};
}

std::string summary(const std::vector<PictureRow>& rows) {
  std::string out;
  for (const PictureRow& row : rows) out += fmt::format("{}{} ", row.is_fold ? "~" : "", row.offset);
  return out;
}

TEST(PictureRows, fold_long_members) {
  EXPECT_EQ(summary(picture_rows(blocks_of(laid_out({member("a", bytes(20))})))), "0 8 16 ");
  const StructLayout one =
      laid_out({member("a", bytes(4)), member("b", bytes(1U << 30)), member("c", bytes(9))});
  EXPECT_EQ(summary(picture_rows(blocks_of(one))), "0 8 ~16 1073741824 1073741832 ");
  EXPECT_EQ(summary(picture_rows({})), "");
}

}  // namespace
}  // namespace iopact
