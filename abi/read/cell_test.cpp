// SPDX-License-Identifier: GPL-2.0-or-later
#include "abi/read/cell.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "abi/read/clang_reader.h"
#include "abi/read/temporary.h"

namespace iopact {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

TEST(FirstError, IsFoundBetweenNotes) {
  const auto error = first_error(
      "In file included from <command-line>:\nabi/x.h:12:5: warning: old\nabi/x.h:14:7: error: expected ';'\n"
      "a.c:1:1: error: second\n");
  EXPECT_EQ(error.message, "expected ';'");
  EXPECT_EQ(error.at.file, "abi/x.h");
  EXPECT_EQ(error.at.line, 14);
  EXPECT_EQ(error.at.column, 7);
}

TEST(FirstError, FatalErrorsAndFilesWithColons) {
  const auto error = first_error("C:odd.h:3:10: fatal error: linux/none.h: No such file or directory\n");
  EXPECT_EQ(error.at.file, "C:odd.h");
  EXPECT_EQ(error.at.line, 3);
  EXPECT_EQ(error.message, "linux/none.h: No such file or directory");
}

TEST(FirstError, WithoutAPlaceTheFirstLineStandsForAll) {
  EXPECT_EQ(first_error("gcc: error: unrecognized option\nmore").message, "unrecognized option");
  EXPECT_EQ(first_error("killed\nmore").message, "killed");
  EXPECT_EQ(first_error("").message, "");
}

TEST(Dependencies, LinesBlanksAndDollars) {
  EXPECT_THAT(parse_dependencies("out.o: a.c \\\n  dir/b\\ c.h x$$y.h \\\n e\\#.h\n"),
              ElementsAre("a.c", "dir/b c.h", "x$y.h", "e#.h"));
  EXPECT_THAT(parse_dependencies("out.o:"), ElementsAre());
  EXPECT_THAT(parse_dependencies(""), ElementsAre());
}

// A spec of one struct, one value of each kind, and headers for it.
class CellTest : public testing::Test {
 protected:
  CellTest() {
    spec.interface = "box";
    Field field;
    field.name = "x";
    field.type = Type{ScalarType{Scalar::u32}};
    Aggregate box;
    box.name = "box";
    box.fields = {field};
    spec.structs = {box};
    spec.constants = {
        {.name = "BOX_MAX", .value = std::int64_t{8}, .struct_size = "", .doc = "", .at = {}},
        {.name = "BOX_NAME", .value = std::string("a"), .struct_size = "", .doc = "", .at = {}}};
    spec.enums = {{.name = "kind",
                   .macros = false,
                   .values = {{.name = "KIND_A", .doc = "", .at = {}}},
                   .doc = "",
                   .at = {}}};
    Command command;
    command.name = "BOX_GET";
    command.argument = Type{StructRef{"box"}};
    spec.commands = {command};
  }

  // By gcc and, where it is installed, by libclang.
  std::vector<Result<CellReading>> read(const std::string& text, std::string_view target = "x86_64") {
    const auto header = folder_.write("box.h", text);
    std::vector<Result<CellReading>> results;
    results.push_back(read_cell(spec, header, {"gcc", Brand::gcc, ""}, *find_target(target)));
    if (find_clang_reader()) results.push_back(read_cell_with_libclang(spec, header, *find_target(target)));
    return results;
  }

  static FoundValue value(const Found& found, std::string_view name) {
    const auto* is = found.find_value(name);
    return is != nullptr ? *is : FoundValue{"none", std::string("none")};
  }

  Spec spec;
  static constexpr const char* good =
      "#include <linux/ioctl.h>\n#include <linux/types.h>\n#define BOX_MAX 8\n#define BOX_NAME "
      "\"b=\\\"c\\\"\"\n"
      "enum kind { KIND_A = -3 };\nstruct box { __u32 x; __u64 y; };\n#define BOX_GET _IOR('B', 1, struct "
      "box)\n";

 private:
  TemporaryFolder folder_;
};

TEST_F(CellTest, ReadsLayoutsAndValues) {
  for (const auto& cell : read(good)) {
    ASSERT_TRUE(cell) << cell.error();
    const auto* box = cell->found.find_struct("box");
    ASSERT_NE(box, nullptr);
    EXPECT_EQ(box->size, 16u);
    EXPECT_EQ(box->align, 8u);
    EXPECT_EQ(box->find("y")->offset, 8u);
    using Value = decltype(FoundValue::value);
    EXPECT_EQ(value(cell->found, "BOX_MAX").value, Value(std::uint64_t{8}));
    EXPECT_EQ(value(cell->found, "BOX_NAME").value, Value(std::string("b=\"c\"")));
    EXPECT_EQ(value(cell->found, "BOX_GET").value, Value(std::uint64_t{0x80104201}));
    EXPECT_EQ(value(cell->found, "KIND_A").value, Value(std::int64_t{-3}));
    EXPECT_THAT(cell->files, testing::Contains(HasSubstr("box.h")));
    EXPECT_THAT(cell->files, testing::Contains(HasSubstr("linux/types.h")));
  }
}

TEST_F(CellTest, EachTargetHasItsOwnLayoutAndNumbers) {
  for (const auto& cell : read(good, "i386")) {
    ASSERT_TRUE(cell) << cell.error();
    EXPECT_EQ(cell->found.find_struct("box")->size, 12u);
    EXPECT_EQ(value(cell->found, "BOX_GET").value, (decltype(FoundValue::value)(std::uint64_t{0x800c4201})));
  }
}

TEST_F(CellTest, AssertionsOfTheHeaderAreSwitchedOff) {
  for (const auto& cell :
       read(std::string(good) + "#ifndef BOX_NO_ABI_ASSERTS\n_Static_assert(0, \"on\");\n#endif\n"))
    EXPECT_TRUE(cell) << cell.error();
}

TEST_F(CellTest, WhatTheHeaderLacksIsLackingAndNoError) {
  for (const auto& cell :
       read("struct tin { int x; };\n#define BOX_GET sizeof(struct box)\n#define BOX_MAX 9\n")) {
    ASSERT_TRUE(cell) << cell.error();
    EXPECT_EQ(cell->found.find_struct("box"), nullptr);
    EXPECT_EQ(cell->found.find_value("BOX_GET"), nullptr);
    EXPECT_EQ(cell->found.find_value("KIND_A"), nullptr);
    EXPECT_EQ(value(cell->found, "BOX_MAX").value, (decltype(FoundValue::value)(std::uint64_t{9})));
  }
}

TEST_F(CellTest, AHeaderThatDoesNotCompileIsAFailureWithItsPlace) {
  for (const auto& cell : read("struct box {\n  int x y;\n};\n")) {
    ASSERT_FALSE(cell);
    EXPECT_FALSE(cell.failure().is_unavailable);
    EXPECT_THAT(cell.failure().at.file, HasSubstr("box.h"));
    EXPECT_GE(cell.failure().at.line, 2);
    EXPECT_THAT(cell.error(), HasSubstr("expected"));
  }
}

TEST_F(CellTest, AMacroThatIsNoNumberIsAFailure) {
  for (const auto& cell : read("struct box { int x; };\nenum kind { KIND_A };\n#define BOX_MAX struct box\n"))
    EXPECT_FALSE(cell);
}

TEST_F(CellTest, ACompilerForAnotherTargetIsUnavailable) {
  const auto cell = read_cell(spec, "none.h", {"gcc-9999", Brand::gcc, ""}, *find_target("x86_64"));
  ASSERT_FALSE(cell);
  EXPECT_TRUE(cell.failure().is_unavailable);
  EXPECT_THAT(cell.error(), HasSubstr("gcc-9999 is not installed"));
}

TEST(Compilers, EachIsListedOnce) {
  const auto all = installed_compilers();
  ASSERT_FALSE(all.empty());
  EXPECT_EQ(all[0].name, "gcc");
  for (const auto& compiler : all)
    EXPECT_EQ(std::count_if(all.begin(), all.end(), [&](const auto& is) { return is.name == compiler.name; }),
              1);
}

TEST(Compilers, ByName) {
  EXPECT_EQ(find_compiler("gcc")->brand, Brand::gcc);
  EXPECT_EQ(find_compiler("gcc-9999").error(), "the compiler gcc-9999 is not installed");
  EXPECT_THAT(find_compiler("false").error(), HasSubstr("does not answer as a compiler"));
  const auto native = find_compiler("x86_64-linux-gnu-gcc");
  ASSERT_TRUE(native) << native.error();
  EXPECT_EQ(native->machine, "x86_64-linux-gnu");
  EXPECT_TRUE(compiler_command(*native, *find_target("i386")));
  EXPECT_EQ(compiler_command(*native, *find_target("arm")).error(),
            "x86_64-linux-gnu-gcc compiles for x86_64-linux-gnu");
}

TEST(Compilers, ClangHasNoAlpha) {
  EXPECT_EQ(compiler_command({"clang", Brand::clang, ""}, *find_target("alpha")).error(),
            "clang does not compile for alpha");
}

TEST(Compilers, IdentityChangesWithTheFile) {
  const TemporaryFolder folder;
  const auto file = folder.write("tool", "one");
  const auto before = file_identity(file);
  folder.write("tool", "other");
  EXPECT_NE(file_identity(file), before);
}

}  // namespace
}  // namespace iopact
