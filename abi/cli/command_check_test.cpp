// SPDX-License-Identifier: GPL-2.0-or-later
#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "abi/cli/run_test.h"
#include "abi/read/temporary.h"

namespace iopact {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

constexpr const char* spec = "abi/spec/vexfs.json";

class CheckCommand : public CommandTest {
 protected:
  // What is said when nothing can be checked: exit 2, never 1.
  static std::string refusal(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), "check");
    const auto outcome = run(std::move(arguments)).outcome;
    EXPECT_EQ(outcome.exit_code, exit_cannot_run);
    return outcome.messages;
  }
  std::string object_refusal(std::string_view bytes) {
    const auto file = folder_.write("object.o", bytes);
    auto message = refusal({spec, "--object", file});
    const auto at = message.find(file);
    return at == std::string::npos ? message : message.replace(at, file.size(), "FILE");
  }

  TemporaryFolder folder_;
};

TEST_F(CheckCommand, TheTableAndTheVerdict) {
  expect_file({"check", spec, "--cc", "gcc", "--target", "x86_64,i386", "--no-cache"}, exit_clean,
              "check-clean.text");
}

TEST_F(CheckCommand, WhatDisagreesStandsBelow) {
  auto header = read_text("abi/gen/uapi/vexfs_v2_uapi.h");
  const std::string flags = "\t__u32 flags;\n";
  header.replace(header.find(flags), flags.size(), "");
  header.replace(header.find("MAGIC, 2,"), 9, "MAGIC, 7,");
  const auto outcome = run({"check", spec, "--cc", "gcc", "--target", "x86_64,i386", "--no-cache", "--header",
                            folder_.write("old.h", header)})
                           .outcome;
  auto text = outcome.output.value_or("");
  for (auto at = text.find(folder_.path("")); at != std::string::npos; at = text.find(folder_.path("")))
    text.erase(at, folder_.path("").size());
  expect_golden(text, "abi/cli/testdata/check-different.text");
  EXPECT_EQ(outcome.exit_code, exit_findings);
}

TEST_F(CheckCommand, JsonHasCellsFindingsAndVerdict) {
  const auto outcome =
      run({"check", spec, "--cc", "gcc", "--target", "i386", "--no-cache", "--format", "json"}).outcome;
  const auto document = nlohmann::json::parse(outcome.output.value_or(""));
  EXPECT_EQ(document.at("version"), 1);
  EXPECT_EQ(document.at("cells").size(), 1u);
  EXPECT_EQ(document.at("cells")[0].at("result"), "ok");
  EXPECT_EQ(document.at("cells")[0].at("target"), "i386");
  EXPECT_EQ(document.at("verdict"), "abi-check: 1 cell, 3 structs, 0 differences");
}

TEST_F(CheckCommand, ASecondRunAnswersFromTheCache) {
  const auto cache = folder_.path("cache");
  const std::vector<std::string> arguments{"check",    spec,     "--cc",    "gcc",
                                           "--target", "x86_64", "--cache", cache};
  const auto first = run(arguments).outcome.output;
  EXPECT_FALSE(std::filesystem::is_empty(cache));
  EXPECT_EQ(run(arguments).outcome.output, first);
}

// ---- what cannot be checked
// ----------------------------------------------------------------------------------------

TEST_F(CheckCommand, AHeaderThatIsMissing) {
  EXPECT_EQ(refusal({spec, "--header", "none.h"}),
            "iopact check: no header none.h: write it with iopact gen abi/spec/vexfs.json, or name one with "
            "--header\n");
  EXPECT_THAT(refusal({spec, "--header", "/tmp"}), HasSubstr("no header /tmp"));
}

TEST_F(CheckCommand, AHeaderThatDoesNotCompile) {
  const auto header = folder_.write(
      "broken.h", "#include <linux/types.h>\nstruct vexfs_batch_insert_request {\n\t__u32 a b;\n};\n");
  const auto message =
      refusal({spec, "--header", header, "--cc", "gcc", "--target", "x86_64,i386", "--no-cache"});
  EXPECT_THAT(message, StartsWith("iopact check: " + header + ":3:"));
  EXPECT_EQ(std::count(message.begin(), message.end(), '\n'), 1)
      << "the same error of two cells is told once";
}

TEST_F(CheckCommand, SpecsThatAreNone) {
  EXPECT_THAT(refusal({"none.json"}), HasSubstr("none.json"));
  EXPECT_THAT(refusal({folder_.write("a.json", "not a spec")}), HasSubstr("a.json"));
  EXPECT_THAT(refusal({"/tmp"}), HasSubstr("/tmp"));
  EXPECT_NE(refusal({}), "");
}

TEST_F(CheckCommand, CompilersAndTargetsByName) {
  EXPECT_EQ(refusal({spec, "--cc", "gcc,gcc-9999"}),
            "iopact check: the compiler gcc-9999 is not installed\n");
  EXPECT_THAT(refusal({spec, "--target", "vax"}), HasSubstr("unknown target 'vax'"));
  EXPECT_EQ(refusal({spec, "--cc", "x86_64-linux-gnu-gcc", "--target", "arm"}),
            "iopact check: arm could not be checked: x86_64-linux-gnu-gcc compiles for x86_64-linux-gnu\n"
            "iopact check: x86_64-linux-gnu-gcc could not be checked: x86_64-linux-gnu-gcc compiles for "
            "x86_64-linux-gnu\n");
}

TEST_F(CheckCommand, WithoutPahole) {
  const std::string path = std::getenv("PATH");
  setenv("PATH", "/nowhere", 1);
  const auto message = refusal({spec});
  setenv("PATH", path.c_str(), 1);
  EXPECT_EQ(message, "iopact check: pahole is not installed: install the package dwarves\n");
}

TEST_F(CheckCommand, ObjectsThatAreNone) {
  EXPECT_EQ(object_refusal(""), "iopact check: FILE is empty, not an ELF object\n");
  EXPECT_EQ(object_refusal("text\n"), "iopact check: FILE is not an ELF object\n");
  EXPECT_EQ(object_refusal("\x7f"
                           "ELF\x02\x01\x01"),
            "iopact check: FILE is truncated: its ELF header is incomplete\n");
  EXPECT_EQ(refusal({spec, "--object", "/tmp"}), "iopact check: cannot read /tmp: is a directory\n");
  EXPECT_EQ(refusal({spec, "--object", "task_struct"}),
            "iopact check: cannot read task_struct: No such file or directory\n");
}

TEST_F(CheckCommand, AnObjectThatUsesNothingOfTheInterface) {
  const auto source = folder_.write("alone.c", "struct other { int x; } alone;\n");
  ASSERT_EQ(std::system(("gcc -g -c " + source + " -o " + folder_.path("alone.o")).c_str()), 0);
  const auto outcome = run({"check", spec, "--object", folder_.path("alone.o")}).outcome;
  EXPECT_EQ(outcome.exit_code, exit_findings);
  EXPECT_THAT(outcome.output.value_or(""),
              HasSubstr("alone.o holds none of the 3 structs of abi/spec/vexfs.json "
                        "[object-without-structs]"));
}

}  // namespace
}  // namespace iopact
