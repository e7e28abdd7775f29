// SPDX-License-Identifier: GPL-2.0-or-later
// pahole on what compilers really write: each of its traps once.
#include "abi/read/pahole.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "abi/read/process.h"
#include "abi/read/temporary.h"

namespace iopact {
namespace {

using testing::HasSubstr;

class PaholeTest : public testing::Test {
 protected:
  using Words = std::vector<std::string>;

  // Compiles, or answers an empty name where the compiler is not installed.
  std::string compile(Words command, std::string_view text, const std::string& name = "object.o") {
    if (!find_program(command[0])) return "";
    const auto source = command[0].ends_with("++") ? "source.cpp" : "source.c";
    for (auto word : {"-g", "-w", "-fno-eliminate-unused-debug-types", "-c"}) command.emplace_back(word);
    command.push_back(folder_.write(source, text));
    command.emplace_back("-o");
    command.push_back(folder_.path(name));
    const auto result = run_process(command);
    EXPECT_TRUE(result.succeeded()) << result.err;
    return folder_.path(name);
  }

  std::string link(Words objects) {
    objects.insert(objects.begin(), {"gcc", "-shared", "-o", folder_.path("linked.so")});
    EXPECT_TRUE(run_process(objects).succeeded());
    return folder_.path("linked.so");
  }

  static Found tags(const std::string& file, const Words& wanted) { return unwrap(read_tags, file, wanted); }
  static Found definitions(const std::string& file, const Words& wanted) {
    return unwrap(read_definitions, file, wanted);
  }

  template <class Read>
  static Found unwrap(Read read, const std::string& file, const Words& wanted) {
    const auto object = open_elf_object(file);
    if (!object) {
      ADD_FAILURE() << object.error();
      return {};
    }
    auto found = read(*object, wanted);
    EXPECT_TRUE(found) << found.error();
    return found ? std::move(*found) : Found{};
  }

  TemporaryFolder folder_;
};

TEST_F(PaholeTest, AMissingTagIsMissingAndTheOthersAreRead) {
  const auto file = compile({"gcc"}, "struct a { int x; }; enum e { E = 7 };");
  const auto found = tags(file, {"none", "a", "task_struct", "e"});
  EXPECT_EQ(found.structs.size(), 1u) << "nothing of the running kernel";
  EXPECT_NE(found.find_value("E"), nullptr);
}

TEST_F(PaholeTest, ClangsAnonymousAggregatesStandOnce) {
  for (const char* compiler : {"clang", "clang-14", "clang-16", "clang-19"}) {
    const auto file =
        compile({compiler, "-fstandalone-debug"},
                "struct a { char t; struct { short p; union { int q; char r[8]; }; } in; int last; };");
    if (file.empty()) continue;
    const auto found = tags(file, {"a"});
    std::vector<std::string> paths;
    for (const auto& field : found.structs.at(0).fields) paths.push_back(field.path);
    EXPECT_THAT(paths, testing::ElementsAre("t", "in", "in.p", "in.q", "in.r", "last")) << compiler;
    EXPECT_EQ(found.structs[0].find("in.r")->offset, 8u);
  }
}

TEST_F(PaholeTest, UnionsHaveTheirSizeInDefinitions) {
  const auto file = compile({"gcc"}, "union u { int x; char y[12]; } v; struct s { int x; } t;");
  EXPECT_EQ(definitions(file, {"u", "s"}).find_struct("u")->size, 12u);
}

TEST_F(PaholeTest, BitsOfABigEndianTargetCountInMemoryOrder) {
  const auto file = compile({"s390x-linux-gnu-gcc"}, "struct a { unsigned x:3, y:5; } v;");
  if (file.empty()) GTEST_SKIP() << "no compiler for s390x";
  const auto found = definitions(file, {"a"});
  EXPECT_EQ(found.structs.at(0).find("x")->bit_offset, 0u);
  EXPECT_EQ(found.structs.at(0).find("y")->bit_offset, 3u);
}

TEST_F(PaholeTest, RelocatableCodeForMipsIsLinkedFirst) {
  const auto file = compile({"clang-19", "--target=mips-linux-gnu"}, "struct a { int x; long long y; } v;");
  if (file.empty() || !find_program("ld.lld-19")) GTEST_SKIP() << "no clang-19 and lld-19";
  const auto found = definitions(file, {"a"});
  ASSERT_EQ(found.structs.size(), 1u);
  EXPECT_EQ(found.structs[0].find("y")->offset, 8u);
}

TEST_F(PaholeTest, DefinitionsThatDisagreeAreAllFound) {
  const auto one = compile({"gcc", "-fPIC"}, "struct a { int x; int y; } one;", "one.o");
  const auto two = compile({"gcc", "-fPIC"}, "struct a { int y; int x; } two;", "two.o");
  const auto again = compile({"gcc", "-fPIC"}, "struct a { int y; int x; } three;", "three.o");
  const auto found = definitions(link({one, two, again}), {"a"});
  EXPECT_EQ(found.structs.size(), 2u);
}

TEST_F(PaholeTest, APrivateCopyInsideAFunctionIsFound) {
  const auto file = compile({"gcc"}, "int f(void) { struct a { char z[24]; } v = {}; return v.z[0]; }");
  const auto found = definitions(file, {"a"});
  ASSERT_EQ(found.structs.size(), 1u);
  EXPECT_EQ(found.structs[0].size, 24u);
}

TEST_F(PaholeTest, CxxObjects) {
  const auto file = compile({"g++"},
                            "namespace n { struct a { virtual ~a(); int q; }; } n::a* p;\n"
                            "struct a { int z; struct In { int y; } in; void m(int); long w; }; a v;\n"
                            "template <class T> struct t { T is; }; t<a> u;");
  const auto found = definitions(file, {"a"});
  ASSERT_FALSE(found.structs.empty());
  const auto& plain = found.structs.back();
  EXPECT_EQ(plain.find("w")->offset, 8u);
  EXPECT_EQ(plain.find("m"), nullptr);
}

TEST_F(PaholeTest, BtfAlone) {
  const auto file = compile({"gcc"}, "struct a { int x; long y; } v;");
  ASSERT_TRUE(run_process({"pahole", "-J", file}).succeeded());
  ASSERT_TRUE(run_process({"strip", "-g", file}).succeeded());
  EXPECT_EQ(definitions(file, {"a"}).structs.at(0).find("y")->offset, 8u);
}

TEST_F(PaholeTest, SplitDwarfIsRefused) {
  const auto file = compile({"gcc", "-gsplit-dwarf"}, "struct a { int x; } v;");
  const auto object = open_elf_object(file);
  ASSERT_TRUE(object) << object.error();
  const auto found = read_definitions(*object, {"a"});
  ASSERT_FALSE(found);
  EXPECT_THAT(found.error(), HasSubstr("compile without -gsplit-dwarf"));
}

TEST_F(PaholeTest, DamagedDebugSectionsNeverCrashTheProgram) {
  const auto file =
      compile({"gcc"}, "struct a { int x; struct { int y; } z; } v; int f(struct a *b) { return b->x; }");
  std::string bytes;
  ASSERT_TRUE(read_file(file, bytes));
  for (std::size_t at = 64; at < bytes.size(); at += 53) {
    auto damaged = bytes;
    damaged[at] = static_cast<char>(damaged[at] ^ 0x5a);
    const auto object = open_elf_object(folder_.write("damaged.o", damaged));
    if (object) read_definitions(*object, {"a"});
  }
}

TEST(FindPahole, SaysWhichPackageIsMissing) {
  const std::string path = std::getenv("PATH");
  setenv("PATH", "/nowhere", 1);
  const auto pahole = find_pahole();
  setenv("PATH", path.c_str(), 1);
  ASSERT_FALSE(pahole);
  EXPECT_EQ(pahole.error(), "pahole is not installed: install the package dwarves");
}

}  // namespace
}  // namespace iopact
