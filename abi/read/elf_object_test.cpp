// SPDX-License-Identifier: GPL-2.0-or-later
#include "abi/read/elf_object.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "abi/read/process.h"
#include "abi/read/temporary.h"

namespace iopact {
namespace {

class ElfObjectTest : public testing::Test {
 protected:
  std::string compile(const std::vector<std::string>& options, std::string_view text = "struct s { int x; } y;\n") {
    std::vector<std::string> command{"gcc", "-c", folder_.write("source.c", text), "-o", folder_.path("object.o")};
    command.insert(command.end(), options.begin(), options.end());
    EXPECT_TRUE(run_process(command).succeeded());
    return folder_.path("object.o");
  }

  std::string bytes_of(const std::string& file) {
    std::string text;
    EXPECT_TRUE(read_file(file, text));
    return text;
  }

  // What open_elf_object() says about a file of these bytes, without the folder.
  std::string complaint(std::string_view bytes) { return complaint_about(folder_.write("file", bytes)); }

  std::string complaint_about(const std::string& file) {
    const auto object = open_elf_object(file);
    if (object) return "";
    auto text = object.error();
    if (const auto at = text.find(file); at != std::string::npos) text.replace(at, file.size(), "FILE");
    return text;
  }

  TemporaryFolder folder_;
};

TEST_F(ElfObjectTest, KnowsTheTarget) {
  const auto native = open_elf_object(compile({"-g"}));
  ASSERT_TRUE(native) << native.error();
  EXPECT_EQ(native->target->name, "x86_64");
  EXPECT_TRUE(native->relocatable);
  const auto narrow = open_elf_object(compile({"-g", "-m32"}));
  ASSERT_TRUE(narrow) << narrow.error();
  EXPECT_EQ(narrow->target->name, "i386");
  const auto mixed = open_elf_object(compile({"-g", "-mx32"}));
  ASSERT_TRUE(mixed) << mixed.error();
  EXPECT_EQ(mixed->target->name, "x32");
}

TEST_F(ElfObjectTest, AcceptsCompressedDebugSections) { EXPECT_TRUE(open_elf_object(compile({"-g", "-gz"}))); }

TEST_F(ElfObjectTest, WithoutTypes) {
  EXPECT_EQ(complaint_about(compile({"-g0"})),
            "FILE has no type information: compile with -g and do not strip it");
  EXPECT_EQ(complaint_about(compile({"-g", "-flto"})), "FILE has no type information: compile without -flto");
}

TEST_F(ElfObjectTest, NotElf) {
  EXPECT_EQ(complaint(""), "FILE is empty, not an ELF object");
  EXPECT_EQ(complaint("hello, world\n"), "FILE is not an ELF object");
  EXPECT_EQ(complaint("!<arch>\n"), "FILE is not an ELF object but an archive: unpack it with ar x and check its members");
  EXPECT_EQ(complaint("\xfd"
                      "7zXZ"),
            "FILE is not an ELF object but xz-compressed: unpack it with unxz first");
  EXPECT_EQ(complaint("BC\xc0\xde"), "FILE is not an ELF object but LLVM bitcode: compile without -flto");
}

TEST_F(ElfObjectTest, NotAFile) {
  EXPECT_EQ(complaint_about("/nowhere/object.o"), "cannot read FILE: No such file or directory");
  EXPECT_EQ(complaint_about("/tmp"), "cannot read FILE: is a directory");
  EXPECT_EQ(complaint_about("/dev/null"), "cannot read FILE: not a regular file");
}

TEST_F(ElfObjectTest, UnknownMachine) {
  auto bytes = bytes_of(compile({"-g"}));
  bytes[18] = 75;  // e_machine: VAX
  bytes[19] = 0;
  EXPECT_EQ(complaint(bytes), "FILE is for an unknown target: 64-bit little-endian ELF machine 75");
}

TEST_F(ElfObjectTest, CutAnywhereItIsRefusedAndNothingCrashes) {
  const auto bytes = bytes_of(compile({"-g"}));
  for (std::size_t length = 0; length < bytes.size(); length += length < 128 ? 5 : 197)
    EXPECT_NE(complaint(std::string_view(bytes).substr(0, length)), "") << length;
  EXPECT_EQ(complaint(std::string_view(bytes).substr(0, 20)), "FILE is truncated: its ELF header is incomplete");
  EXPECT_EQ(complaint(std::string_view(bytes).substr(0, 300)),
            "FILE is truncated: its sections reach past its end (300 bytes)");
}

TEST_F(ElfObjectTest, FlippedBytesNeverCrash) {
  auto bytes = bytes_of(compile({"-g"}));
  const auto table = bytes.size() - 22 * 64;  // about where the section headers are
  for (std::size_t at = 0; at < bytes.size(); at += at < 64 ? 1 : at > table ? 5 : 997) {
    const char old = bytes[at];
    bytes[at] = static_cast<char>(0xff);
    complaint(bytes);
    section_contents(folder_.path("file"), ".iopact.strings");
    bytes[at] = old;
  }
}

TEST_F(ElfObjectTest, SectionContents) {
  const auto file = compile({"-g"}, "const char t[] __attribute__((section(\".mine\"))) = \"a=b\";\n");
  using namespace std::string_literals;
  EXPECT_EQ(section_contents(file, ".mine"), "a=b\0"s);
  EXPECT_EQ(section_contents(file, ".other"), "");
  EXPECT_EQ(section_contents("/nowhere", ".mine"), "");
}

}  // namespace
}  // namespace iopact
