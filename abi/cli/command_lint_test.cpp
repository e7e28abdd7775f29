// SPDX-License-Identifier: GPL-2.0-or-later
// lint and diff as programs see them: exit codes and what stands where.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "abi/cli/run.h"

namespace iopact {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

const fs::path spec_file = fs::path(IOPACT_SOURCE_DIR) / "abi/spec/vexfs.json";
const fs::path released_file = fs::path(IOPACT_SOURCE_DIR) / "abi/spec/released/vexfs-2.0.0.json";

class Judging : public testing::Test {
 protected:
  Judging() : folder_(fs::temp_directory_path() / ("iopact-judging-" + std::to_string(getpid()))) {
    fs::create_directories(folder_);
  }
  ~Judging() override { fs::remove_all(folder_); }

  fs::path write(const std::string& name, const std::string& text) const {
    std::ofstream(folder_ / name) << text;
    return folder_ / name;
  }

  // The spec of VexFS with one piece of its text replaced.
  fs::path changed(const std::string& from, const std::string& to) const {
    std::ostringstream text;
    text << std::ifstream(spec_file).rdbuf();
    std::string spec = text.str();
    const std::size_t at = spec.find(from);
    EXPECT_NE(at, std::string::npos) << from;
    return write("changed.json", spec.replace(at, from.size(), to));
  }

  static Outcome judge(std::vector<std::string> arguments) { return run(std::move(arguments)).outcome; }

 private:
  fs::path folder_;
};

TEST_F(Judging, lint_of_the_checked_in_spec_is_clean) {
  const Outcome outcome = judge({"lint", spec_file});
  EXPECT_EQ(outcome.exit_code, exit_clean) << *outcome.output;
  EXPECT_THAT(*outcome.output, HasSubstr("15 waived"));
}

TEST_F(Judging, lint_fails_on_notes_when_asked) {
  EXPECT_EQ(judge({"lint", spec_file, "--fail-on", "note"}).exit_code, exit_findings);
}

TEST_F(Judging, lint_finds_a_waiver_that_is_gone) {
  const fs::path file = changed(R"("rule": "type-is-free")", R"("rule": "no-long")");
  const Outcome outcome = judge({"lint", file});
  EXPECT_EQ(outcome.exit_code, exit_findings);
  EXPECT_THAT(*outcome.output, HasSubstr("no finding of no-long at interface is left to waive"));
  EXPECT_THAT(*outcome.output, HasSubstr("the type 'V' is in use by linux/videodev2.h"));
}

TEST_F(Judging, lint_takes_waivers_from_a_file) {
  const fs::path file = changed(R"("rule": "type-is-free")", R"("rule": "no-long")");
  const fs::path waivers = write("waivers.json", R"({"waivers": [
    {"rule": "type-is-free", "at": "interface", "reason": "Shipped.", "owner": "us"},
    {"rule": "waiver-unused", "at": "no-long at interface", "reason": "Soon.", "owner": "us"}]})");
  const Outcome outcome = judge({"lint", file, "--waivers", waivers});
  EXPECT_THAT(*outcome.output, HasSubstr("waived: the type 'V' is in use by linux/videodev2.h"));
}

TEST_F(Judging, lint_reports_the_loaders_errors_as_findings) {
  const Outcome outcome = judge({"lint", changed(R"("nr": 4)", R"("nr": 400)"), "--format", "json"});
  EXPECT_EQ(outcome.exit_code, exit_findings);
  EXPECT_THAT(*outcome.output, HasSubstr("spec-"));
}

TEST_F(Judging, what_is_no_spec_cannot_be_judged) {
  EXPECT_EQ(judge({"lint", write("empty.json", "")}).exit_code, exit_cannot_run);
  EXPECT_EQ(judge({"lint", "/nowhere.json"}).exit_code, exit_cannot_run);
  EXPECT_EQ(judge({"diff", released_file, "/nowhere.json"}).exit_code, exit_cannot_run);
  EXPECT_EQ(judge({"lint", spec_file, "--waivers", "/nowhere.json"}).exit_code, exit_cannot_run);
  EXPECT_EQ(judge({"lint", spec_file, "--fail-on", "luck"}).exit_code, exit_cannot_run);
}

TEST_F(Judging, diff_against_the_release_is_clean) {
  EXPECT_EQ(judge({"diff", released_file, spec_file}).exit_code, exit_clean);
}

TEST_F(Judging, diff_names_the_broken_command) {
  const Outcome outcome = judge({"diff", released_file, changed(R"("nr": 4)", R"("nr": 7)")});
  EXPECT_EQ(outcome.exit_code, exit_findings);
  EXPECT_THAT(*outcome.output,
              HasSubstr("VEXFS_IOC_BATCH_INSERT was 0x40205604 and is 0x40205607 on x86_64"));
  EXPECT_THAT(*outcome.output, HasSubstr("a program built against the old header gets ENOTTY"));
}

TEST_F(Judging, diff_reports_conditions_and_fails_on_them_when_asked) {
  const fs::path file = changed(R"("max": 1000000)", R"("max": 2000000)");
  const Outcome outcome = judge({"diff", released_file, file});
  EXPECT_EQ(outcome.exit_code, exit_clean);
  EXPECT_THAT(*outcome.output, HasSubstr("field-range-loosened"));
  EXPECT_EQ(judge({"diff", released_file, file, "--fail-on", "conditional"}).exit_code, exit_findings);
}

TEST_F(Judging, diff_lists_compatible_changes_only_when_asked) {
  const fs::path file = changed(R"({"name": "VEXFS_V2_PATCH_VERSION")",
                                R"({"name": "VEXFS_NEW", "value": 1, "doc": "New."},
    {"name": "VEXFS_V2_PATCH_VERSION")");
  EXPECT_THAT(*judge({"diff", released_file, file}).output, testing::Not(HasSubstr("VEXFS_NEW")));
  EXPECT_THAT(*judge({"diff", released_file, file, "--all"}).output, HasSubstr("VEXFS_NEW is new"));
}

}  // namespace
}  // namespace iopact
