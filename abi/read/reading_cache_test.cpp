// SPDX-License-Identifier: GPL-2.0-or-later
#include "abi/read/reading_cache.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "abi/read/temporary.h"

namespace iopact {
namespace {

class ReadingCacheTest : public testing::Test {
 protected:
  ReadingCacheTest() {
    StructLayout layout;
    layout.name = "a";
    layout.size = 24;
    layout.align = 8;
    FieldLayout field;
    field.path = "in[0].x";
    field.type = "__u32";
    field.offset = 4;
    field.size = 4;
    field.bit_offset = 35;
    field.bit_size = 7;
    field.depth = 1;
    layout.fields = {field};
    reading.found.structs = {layout};
    reading.found.values = {
        {"ALL", UINT64_MAX}, {"NONE", std::int64_t{-1}}, {"NAME", std::string("\xff\n\"x")}};
    reading.files = {folder_.write("header.h", "int x;")};
  }

  std::string entry() const {
    return std::filesystem::directory_iterator(folder_.path("cache"))->path().string();
  }

  TemporaryFolder folder_;
  ReadingCache cache{folder_.path("cache")};
  CellReading reading;
};

TEST_F(ReadingCacheTest, GivesBackWhatWasStored) {
  EXPECT_FALSE(cache.find("key"));
  cache.store("key", reading);
  const auto found = cache.find("key");
  ASSERT_TRUE(found);
  ASSERT_EQ(found->found.structs.size(), 1u);
  EXPECT_TRUE(same_layout(found->found.structs[0], reading.found.structs[0]));
  EXPECT_EQ(found->found.structs[0].align, 8u);
  EXPECT_EQ(found->found.structs[0].fields[0].type, "__u32");
  EXPECT_EQ(found->found.structs[0].fields[0].depth, 1);
  ASSERT_EQ(found->found.values.size(), 3u);
  for (std::size_t i = 0; i < 3; ++i) EXPECT_EQ(found->found.values[i].value, reading.found.values[i].value);
  EXPECT_EQ(found->files, reading.files);
}

TEST_F(ReadingCacheTest, AnotherKeyIsNoHit) {
  cache.store("key", reading);
  EXPECT_FALSE(cache.find("other"));
}

TEST_F(ReadingCacheTest, AChangedFileIsNoHit) {
  cache.store("key", reading);
  folder_.write("header.h", "int y;");
  EXPECT_FALSE(cache.find("key"));
  folder_.write("header.h", "int x;");
  EXPECT_TRUE(cache.find("key"));
  std::filesystem::remove(reading.files[0]);
  EXPECT_FALSE(cache.find("key"));
}

TEST_F(ReadingCacheTest, DamagedEntriesAreNoHits) {
  cache.store("key", reading);
  std::string bytes;
  ASSERT_TRUE(read_file(entry(), bytes));
  for (std::size_t length = 0; length < bytes.size(); ++length) {
    std::filesystem::resize_file(entry(), length);
    EXPECT_FALSE(cache.find("key")) << length;
    cache.store("key", reading);
  }
  EXPECT_TRUE(cache.find("key"));
}

TEST_F(ReadingCacheTest, WithoutAFolderNothingIsKept) {
  const ReadingCache off("");
  off.store("key", reading);
  EXPECT_FALSE(off.find("key"));
  const ReadingCache unwritable("/proc/none");
  unwritable.store("key", reading);
  EXPECT_FALSE(unwritable.find("key"));
}

TEST(CacheFolder, FollowsTheEnvironment) {
  setenv("XDG_CACHE_HOME", "/some/cache", 1);
  EXPECT_EQ(default_cache_folder(), "/some/cache/iopact");
  unsetenv("XDG_CACHE_HOME");
  setenv("HOME", "/srv/me", 1);
  EXPECT_EQ(default_cache_folder(), "/srv/me/.cache/iopact");
  unsetenv("HOME");
  EXPECT_EQ(default_cache_folder(), "");
}

}  // namespace
}  // namespace iopact
