// SPDX-License-Identifier: GPL-2.0-or-later
#include "abi/cli/write_file.h"

#include <gtest/gtest.h>

#include "abi/model/golden_test.h"

namespace iopact {
namespace {

namespace fs = std::filesystem;

class WriteFile : public testing::Test {
 protected:
  void SetUp() override {
    folder = fs::path(testing::TempDir()) / "iopact_write_file";
    fs::remove_all(folder);
    fs::create_directory(folder);
  }

  std::size_t entries() const {
    return static_cast<std::size_t>(std::distance(fs::directory_iterator(folder), fs::directory_iterator()));
  }

  fs::path folder;
};

TEST_F(WriteFile, replaces_the_file_and_leaves_nothing_beside_it) {
  EXPECT_EQ(write_file(folder / "a", "old and longer"), "");
  EXPECT_EQ(write_file(folder / "a", "new"), "");
  EXPECT_EQ(read_text(folder / "a"), "new");
  EXPECT_EQ(entries(), 1U);
}

TEST_F(WriteFile, writes_through_a_symbolic_link) {
  fs::create_symlink("target", folder / "link");
  std::ofstream(folder / "target") << "old";
  EXPECT_EQ(write_file(folder / "link", "new"), "");
  EXPECT_TRUE(fs::is_symlink(folder / "link"));
  EXPECT_EQ(read_text(folder / "target"), "new");
}

TEST_F(WriteFile, keeps_the_permissions_of_the_file) {
  std::ofstream(folder / "a") << "old";
  fs::permissions(folder / "a", fs::perms::owner_all);
  EXPECT_EQ(write_file(folder / "a", "new"), "");
  EXPECT_EQ(fs::status(folder / "a").permissions(), fs::perms::owner_all);
}

TEST_F(WriteFile, writes_what_is_no_regular_file_as_it_is) {
  EXPECT_EQ(write_file("/dev/null", "text"), "");
  EXPECT_EQ(write_file("/dev/full", "text"), "cannot write '/dev/full': No space left on device");
}

TEST_F(WriteFile, says_why_it_cannot) {
  const std::string name = folder.string();
  EXPECT_EQ(write_file(folder, "text"), "cannot write '" + name + "': it is a directory");
  EXPECT_EQ(write_file(folder / "no" / "a", "text"),
            "cannot write '" + name + "/no/a': No such file or directory");
  EXPECT_EQ(entries(), 0U);
}

}  // namespace
}  // namespace iopact
