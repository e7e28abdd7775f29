// SPDX-License-Identifier: GPL-2.0-or-later
// Layouts whose right answer was worked out by hand; layout_compilers_test.cpp has many more that compilers
// answer.
#include "abi/model/layout.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "abi/model/load.h"

namespace iopact {
namespace {

using enum Scalar;

Type scalar(Scalar kind) { return Type{ScalarType{kind}}; }

Type array(Type element, std::optional<std::uint64_t> count) {
  return Type{ArrayType{std::make_shared<const Type>(std::move(element)), count, ""}};
}

Field member(std::string name, Type type) {
  Field out;
  out.name = std::move(name);
  out.type = std::move(type);
  return out;
}

Field bitfield(std::string name, Scalar kind, std::uint32_t width) {
  Field out = member(std::move(name), scalar(kind));
  out.bits = width;
  return out;
}

Field nested(std::string name, AggregateKind kind, std::vector<Field> fields) {
  auto body = std::make_shared<Aggregate>();
  body->kind = kind;
  body->fields = std::move(fields);
  return member(std::move(name), Type{InlineAggregate{body}});
}

Aggregate structure(std::vector<Field> fields) {
  Aggregate out;
  out.name = "s";
  out.fields = std::move(fields);
  return out;
}

// "a 0+1, b 8+8, bits 4:3; (1+7) = 16/8": members with offset and size (bitfields with first bit and width),
// holes, size and alignment.
std::string summary(const Aggregate& aggregate, std::string_view target) {
  Spec spec;
  spec.structs.push_back(aggregate);
  const Layout layout = lay_out(spec, *find_target(target));
  std::string out;
  for (const FieldLayout& field : layout.structs[0].fields) {
    const std::string name = field.path.empty() ? "-" : field.path;
    out += (out.empty() ? "" : ", ") + name;
    out += field.field->bits ? fmt::format(" {}:{}", field.bit_offset, field.bit_size)
                             : fmt::format(" {}+{}", field.offset, field.size);
  }
  out += ";";
  for (const Hole& hole : layout.structs[0].holes) {
    out += fmt::format(" ({}+{}{} after {})", hole.offset, hole.size, hole.tail ? " tail" : "", hole.after);
  }
  return out + fmt::format(" = {}/{}", layout.structs[0].size, layout.structs[0].align);
}

TEST(Layout, aligns_scalars_by_target) {
  const Aggregate one =
      structure({member("a", scalar(u8)), member("b", scalar(u64)), member("c", scalar(u16)),
                 member("d", scalar(float64)), member("e", scalar(slong))});
  EXPECT_EQ(summary(one, "x86_64"),
            "a 0+1, b 8+8, c 16+2, d 24+8, e 32+8; (1+7 after a) (18+6 after c) = 40/8");
  EXPECT_EQ(summary(one, "i386"),
            "a 0+1, b 4+8, c 12+2, d 16+8, e 24+4; (1+3 after a) (14+2 after c) = 28/4");
  EXPECT_EQ(summary(one, "arm"),
            "a 0+1, b 8+8, c 16+2, d 24+8, e 32+4; (1+7 after a) (18+6 after c) (36+4 tail after e) = 40/8");
  EXPECT_EQ(summary(one, "alpha"), summary(one, "x86_64"));
  EXPECT_EQ(summary(one, "m68k"), "a 0+1, b 2+8, c 10+2, d 12+8, e 20+4; (1+1 after a) = 24/2");
}

TEST(Layout, keeps_aligned_types_aligned_everywhere) {
  const Aggregate one = structure({member("a", scalar(u32)), member("b", scalar(aligned_u64))});
  for (const Target& target : all_targets()) {
    EXPECT_EQ(summary(one, target.name), "a 0+4, b 8+8; (4+4 after a) = 16/8") << target.name;
  }
}

TEST(Layout, packs_bitfields_into_units_of_their_type) {
  const Aggregate one = structure({bitfield("a", u32, 20), bitfield("b", u32, 20), bitfield("c", u8, 4)});
  EXPECT_EQ(summary(one, "x86_64"), "a 0:20, b 32:20, c 52:4; (3+1 after a) (7+1 tail after c) = 8/4");
  EXPECT_EQ(summary(one, "alpha"), summary(one, "x86_64"));
  EXPECT_EQ(summary(one, "m68k"), "a 0:20, b 20:20, c 40:4; = 6/1");
}

TEST(Layout, names_the_unit_of_a_bitfield) {
  Spec spec;
  spec.structs.push_back(structure({bitfield("a", u16, 12), bitfield("b", u16, 12), bitfield("c", u16, 4)}));
  spec.structs.push_back(spec.structs[0]);
  spec.structs[1].packed = true;
  const Layout layout = lay_out(spec, *find_target("x86_64"));
  const auto& fields = layout.structs[0].fields;
  EXPECT_EQ(fields[1].bit_offset, 16U);
  EXPECT_EQ(fields[1].offset, 2U);
  EXPECT_EQ(fields[2].bit_offset, 28U);
  EXPECT_EQ(fields[2].offset, 2U);
  const FieldLayout& straddling = layout.structs[1].fields[1];
  EXPECT_EQ(straddling.bit_offset, 12U);
  EXPECT_EQ(straddling.offset, 1U) << "no unit of two bytes holds it: the byte with its first bit";
}

TEST(Layout, ends_a_unit_with_an_unnamed_bitfield_of_width_0) {
  const Aggregate one = structure({bitfield("a", u8, 3), bitfield("", u32, 0), bitfield("b", u8, 3)});
  EXPECT_EQ(summary(one, "x86_64"), "a 0:3, - 32:0, b 32:3; (1+3 after a) = 5/1");
  EXPECT_EQ(summary(one, "aarch64"), "a 0:3, - 32:0, b 32:3; (1+3 after a) (5+3 tail after b) = 8/4");
  EXPECT_EQ(summary(one, "m68k"), "a 0:3, - 16:0, b 16:3; (1+1 after a) (3+1 tail after b) = 4/2");
}

TEST(Layout, raises_m68k_alignment_for_a_bitfield_that_is_an_integer) {
  EXPECT_EQ(summary(structure({bitfield("a", u32, 15)}), "m68k"), "a 0:15; = 2/1");
  EXPECT_EQ(summary(structure({bitfield("a", u32, 16)}), "m68k"), "a 0:16; = 2/2");
  EXPECT_EQ(summary(structure({bitfield("a", u32, 8), bitfield("b", u32, 16)}), "m68k"),
            "a 0:8, b 8:16; = 3/1");
}

// gcc moves b on to the next unit of __s16, clang lets it run over the end of one.
TEST(Layout, follows_gcc_where_clang_leaves_an_aligned_bitfield) {
  Field b = bitfield("b", s16, 15);
  b.align = 1;
  EXPECT_EQ(summary(structure({bitfield("a", boolean, 1), b}), "x86_64"),
            "a 0:1, b 16:15; (1+1 after a) = 4/2");
}

TEST(Layout, packed_members_begin_at_any_byte) {
  Aggregate one = structure({member("a", scalar(u8)), member("b", scalar(aligned_u64)),
                             bitfield("c", u32, 20), bitfield("d", u32, 20)});
  one.packed = true;
  EXPECT_EQ(summary(one, "x86_64"), "a 0+1, b 1+8, c 72:20, d 92:20; = 14/1");
  one.align = 4;
  EXPECT_EQ(summary(one, "x86_64"), "a 0+1, b 1+8, c 72:20, d 92:20; (14+2 tail after d) = 16/4");
  one.fields[1].align = 2;
  EXPECT_EQ(summary(one, "x86_64"),
            "a 0+1, b 2+8, c 80:20, d 100:20; (1+1 after a) (15+1 tail after d) = 16/4");
}

TEST(Layout, lists_the_members_of_nested_aggregates) {
  const Aggregate one = structure(
      {member("a", scalar(u8)),
       nested("", AggregateKind::unite,
              {member("b", scalar(u32)), nested("c", AggregateKind::structure, {member("d", scalar(u16))})}),
       nested("e", AggregateKind::structure, {member("f", scalar(u8)), member("g", scalar(u32))}),
       member("h", scalar(u8))});
  EXPECT_EQ(summary(one, "x86_64"),
            "a 0+1, - 4+4, b 4+4, c 4+2, c.d 4+2, e 8+8, e.f 8+1, e.g 12+4, h 16+1;"
            " (1+3 after a) (9+3 after e.f) (17+3 tail after h) = 20/4");
}

TEST(Layout, names_the_first_element_of_an_array_of_nested_aggregates) {
  Field one = nested("a", AggregateKind::structure, {member("b", scalar(u8)), member("c", scalar(u16))});
  one.type = array(array(one.type, 3), 2);
  EXPECT_EQ(summary(structure({one}), "x86_64"),
            "a 0+24, a[0][0].b 0+1, a[0][0].c 2+2; (1+1 after a[0][0].b) = 24/2");
}

TEST(Layout, does_not_expand_arrays_of_named_structs_nor_their_holes) {
  Spec spec;
  spec.structs.push_back(structure({member("a", scalar(u8)), member("b", scalar(u16))}));
  spec.structs.back().name = "inner";
  const Type inner{StructRef{"inner", AggregateKind::structure}};
  spec.structs.push_back(structure({member("one", inner), member("many", array(inner, 4))}));
  const StructLayout outer = lay_out(spec, *find_target("x86_64")).structs[1];
  ASSERT_EQ(outer.fields.size(), 4U);
  EXPECT_EQ(outer.fields[2].path, "one.b");
  EXPECT_EQ(outer.fields[3].path, "many");
  EXPECT_TRUE(outer.holes.empty());
  EXPECT_EQ(outer.find("one.b")->offset, 2U);
  EXPECT_EQ(outer.find(""), nullptr);
  EXPECT_EQ(outer.find("one.z"), nullptr);
}

TEST(Layout, gives_a_flexible_array_no_size) {
  const Aggregate one = structure(
      {member("a", scalar(u64)), member("b", scalar(u8)), member("c", array(scalar(u8), std::nullopt))});
  EXPECT_EQ(summary(one, "x86_64"), "a 0+8, b 8+1, c 9+0; (9+7 tail after c) = 16/8");
}

TEST(Layout, makes_a_union_as_long_as_its_longest_arm) {
  Aggregate one =
      structure({member("a", scalar(u64)), member("b", array(scalar(u8), 12)), bitfield("c", u32, 3)});
  one.kind = AggregateKind::unite;
  EXPECT_EQ(summary(one, "x86_64"), "a 0+8, b 0+12, c 0:3; (12+4 tail after c) = 16/8");
  EXPECT_EQ(summary(one, "i386"), "a 0+8, b 0+12, c 0:3; = 12/4");
}

TEST(Layout, gives_an_enum_the_width_its_values_need) {
  Spec spec;
  const auto add = [&](const std::string& name, std::int64_t value) {
    Enum one;
    one.name = name;
    one.values.push_back({"v", value, false, "", {}});
    spec.enums.push_back(one);
  };
  add("negative", -0x80000000LL);
  add("unsigned", 0xffffffffLL);
  add("wide", 0x100000000LL);
  add("both", -1);
  spec.enums.back().values.push_back({"w", 0xffffffffLL, false, "", {}});
  const auto size = [&](const std::string& name) {
    return extent(spec, Type{EnumRef{name}}, *find_target("x86_64")).size;
  };
  EXPECT_EQ(size("negative"), 4U);
  EXPECT_EQ(size("unsigned"), 4U);
  EXPECT_EQ(size("wide"), 8U);
  EXPECT_EQ(size("both"), 8U);
}

TEST(Layout, compares_offsets_sizes_and_bits) {
  Spec spec;
  spec.structs.push_back(structure({member("a", scalar(u32)), bitfield("b", u32, 3)}));
  const Layout wide = lay_out(spec, *find_target("x86_64"));
  EXPECT_TRUE(same_layout(wide.structs[0], lay_out(spec, *find_target("arm")).structs[0]));
  StructLayout other = wide.structs[0];
  other.fields[1].bit_offset += 1;
  EXPECT_FALSE(same_layout(wide.structs[0], other));
  other = wide.structs[0];
  other.fields[0].path = "z";
  EXPECT_FALSE(same_layout(wide.structs[0], other));
}

// vexfs_v2_uapi.h as it was shipped.
TEST(Layout, knows_the_shipped_numbers_of_vexfs) {
  const LoadResult loaded = load_spec(std::string(IOPACT_SOURCE_DIR) + "/abi/spec/vexfs.json");
  ASSERT_TRUE(loaded.spec.has_value());
  const Layout wide = lay_out(*loaded.spec, *find_target("x86_64"));
  const Layout narrow = lay_out(*loaded.spec, *find_target("i386"));
  EXPECT_EQ(wide.find_command("VEXFS_IOC_SET_VECTOR_META")->value, 0x40285601U);
  EXPECT_EQ(wide.find_command("VEXFS_IOC_GET_VECTOR_META")->value, 0x80285602U);
  EXPECT_EQ(wide.find_command("VEXFS_IOC_VECTOR_SEARCH")->value, 0xc0305603U);
  EXPECT_EQ(wide.find_command("VEXFS_IOC_BATCH_INSERT")->value, 0x40205604U);
  EXPECT_EQ(narrow.find_command("VEXFS_IOC_VECTOR_SEARCH")->value, 0xc01c5603U);
  EXPECT_EQ(narrow.find_command("VEXFS_IOC_BATCH_INSERT")->value, 0x40145604U);
  EXPECT_EQ(wide.find_struct("vexfs_vector_search_request")->size, 48U);
  EXPECT_EQ(narrow.find_struct("vexfs_vector_search_request")->size, 28U);
  EXPECT_EQ(wide.find_command("VEXFS_IOC_NOTHING"), nullptr);
}

TEST(Ioc, encodes_by_target) {
  const Target& generic = *find_target("x86_64");
  const Target& historic = *find_target("powerpc");
  EXPECT_EQ(ioc(generic, Transfer::none, 'V', 0, 0), 0x00005600U);
  EXPECT_EQ(ioc(historic, Transfer::none, 'V', 0, 0), 0x20005600U);
  EXPECT_EQ(ioc(generic, Transfer::write, 'V', 4, 32), 0x40205604U);
  EXPECT_EQ(ioc(historic, Transfer::write, 'V', 4, 32), 0x80205604U);
  EXPECT_EQ(ioc(historic, Transfer::read, 'V', 2, 40), 0x40285602U);
  EXPECT_EQ(ioc(historic, Transfer::read_write, 'V', 3, 48), 0xc0305603U);
}

TEST(Ioc, splits_what_it_encodes) {
  for (const Target& target : all_targets()) {
    for (const Transfer transfer : {Transfer::none, Transfer::read, Transfer::write, Transfer::read_write}) {
      const IocParts parts = split_ioc(target, ioc(target, transfer, 0xf7, 0xfe, 8191));
      EXPECT_EQ(parts.transfer, transfer) << target.name;
      EXPECT_EQ(parts.type, 0xf7U) << target.name;
      EXPECT_EQ(parts.nr, 0xfeU) << target.name;
      EXPECT_EQ(parts.size, 8191U) << target.name;
    }
  }
}

}  // namespace
}  // namespace iopact
