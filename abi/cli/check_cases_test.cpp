// SPDX-License-Identifier: GPL-2.0-or-later
// VexFS's header and objects built from it, spoilt in one way a file: testdata/check/*.case.
//
//   # comment
//   object      check an object that uses the header, rather than the header itself
//   -text       what is replaced in the header, lines together
//   +text       by what
//   | text      C that the object has besides
//   = rule subject targets      every finding, sorted; none: there must be none
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <nlohmann/json.hpp>

#include "abi/cli/run.h"
#include "abi/model/golden_test.h"
#include "abi/read/compilers.h"
#include "abi/read/process.h"
#include "abi/read/temporary.h"

namespace iopact {
namespace {

namespace fs = std::filesystem;
const fs::path root = IOPACT_SOURCE_DIR;

struct Case {
  bool on_object = false;
  std::string from, to, code;
  std::vector<std::string> findings;
};

Case parse_case(std::string_view text) {
  Case result;
  while (!text.empty()) {
    const auto line = first_line(text);
    text.remove_prefix(std::min(text.size(), line.size() + 1));
    if (line == "object") result.on_object = true;
    const auto rest = line.empty() ? line : line.substr(1);
    const auto add = [&](std::string& to) { to += (to.empty() ? "" : "\n") + std::string(rest); };
    if (line.starts_with('-')) add(result.from);
    if (line.starts_with('+')) add(result.to);
    if (line.starts_with('|')) add(result.code);
    if (line.starts_with("= ")) result.findings.emplace_back(line.substr(2));
  }
  return result;
}

std::vector<std::string> case_files() {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(root / "abi/cli/testdata/check"))
    if (entry.path().extension() == ".case") names.push_back(entry.path().stem().string());
  std::sort(names.begin(), names.end());
  return names;
}

// gcc, and a clang where there is one.
std::string two_compilers() {
  for (const auto& compiler : installed_compilers())
    if (compiler.brand == Brand::clang) return "gcc," + compiler.name;
  return "gcc";
}

class CheckCase : public testing::TestWithParam<std::string> {
 protected:
  std::string spoilt_header(const Case& is) {
    auto header = read_text(root / "abi/gen/uapi/vexfs_v2_uapi.h");
    const auto at = header.find(is.from);
    EXPECT_NE(at, std::string::npos) << "not in the header: " << is.from;
    if (at != std::string::npos) header.replace(at, is.from.size(), is.to);
    return folder_.write("spoilt.h", header);
  }

  std::string object_with(const std::string& header, const std::string& code) {
    const auto source = folder_.write("user.c", code + "\nint some;\n");
    const auto result =
        run_process({"gcc", "-g", "-fno-eliminate-unused-debug-types", "-DVEXFS_V2_NO_ABI_ASSERTS",
                     "-include", header, "-c", source, "-o", folder_.path("user.o")});
    EXPECT_TRUE(result.succeeded()) << result.err;
    return folder_.path("user.o");
  }

  static std::vector<std::string> findings(std::vector<std::string> arguments, ExitCode& exit_code) {
    arguments.insert(arguments.begin(),
                     {"check", (root / "abi/spec/vexfs.json").string(), "--format", "json"});
    const auto outcome = run(std::move(arguments)).outcome;
    exit_code = outcome.exit_code;
    EXPECT_EQ(outcome.messages, "");
    std::vector<std::string> lines;
    const auto document = nlohmann::json::parse(outcome.output.value_or("{}"));
    for (const auto& is : document.at("findings"))
      lines.push_back(fmt::format("{} {} {}", is.at("rule").get<std::string>(),
                                  is.at("subject").get<std::string>(),
                                  fmt::join(is.at("targets").get<std::vector<std::string>>(), ",")));
    std::sort(lines.begin(), lines.end());
    return lines;
  }

  TemporaryFolder folder_;
};

TEST_P(CheckCase, FindsThisAndNothingElse) {
  const auto is = parse_case(read_text(root / "abi/cli/testdata/check" / (GetParam() + ".case")));
  if (is.to.find("__clang__") != std::string::npos && two_compilers() == "gcc") GTEST_SKIP() << "no clang";
  const auto header = spoilt_header(is);
  ExitCode exit_code = exit_cannot_run;
  const auto found =
      is.on_object
          ? findings({"--object", object_with(header, is.code)}, exit_code)
          : findings({"--header", header, "--no-cache", "--target", "x86_64,i386", "--cc", two_compilers()},
                     exit_code);
  EXPECT_EQ(found, is.findings);
  EXPECT_EQ(exit_code, is.findings.empty() ? exit_clean : exit_findings);
}

INSTANTIATE_TEST_SUITE_P(Files, CheckCase, testing::ValuesIn(case_files()), [](const auto& is) {
  auto name = is.param;
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
});

// ---- silence
// ---------------------------------------------------------------------------------------------------

class GoodSpec : public testing::TestWithParam<std::string> {};

TEST_P(GoodSpec, ItsGeneratedHeaderIsCleanOnEveryCompilerAndTarget) {
  const TemporaryFolder folder;
  const auto spec = (root / "abi/model/testdata/good" / GetParam()).string();
  ASSERT_EQ(run({"gen", spec, "--out", folder.path("gen"), "--only", "uapi"}).outcome.exit_code, exit_clean);
  std::string header;
  for (const auto& entry : fs::directory_iterator(folder.path("gen/uapi"))) header = entry.path().string();
  const auto outcome = run({"check", spec, "--header", header, "--no-cache", "-j", "2"}).outcome;
  EXPECT_EQ(outcome.exit_code, exit_clean) << outcome.output.value_or("") << outcome.messages;
  EXPECT_THAT(outcome.output.value_or(""), testing::HasSubstr(" 0 differences"));
}

INSTANTIATE_TEST_SUITE_P(Specs, GoodSpec, testing::Values("legacy.json", "strict.json"),
                         [](const auto& is) { return is.param.substr(0, is.param.find('.')); });

}  // namespace
}  // namespace iopact
