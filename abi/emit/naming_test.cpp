// SPDX-License-Identifier: GPL-2.0-or-later
#include "abi/emit/naming.h"

#include <gtest/gtest.h>

namespace iopact::emit {
namespace {

TEST(NamingTest, CommandsLoseTheInterfacesWordsAndIoc) {
  EXPECT_EQ(short_name("vexfs_v2", "VEXFS_IOC_SET_VECTOR_META"), "set_vector_meta");
  EXPECT_EQ(short_name("demo_queue", "DEMO_QUEUE_IOC_SETUP"), "setup");
  EXPECT_EQ(short_name("ugly", "UGLY_RESET"), "reset");
  EXPECT_EQ(short_name("foo", "BAR_IOC_GET"), "bar_ioc_get");
}

TEST(NamingTest, OneWordAlwaysStays) {
  EXPECT_EQ(short_name("ugly", "UGLY"), "ugly");
  EXPECT_EQ(short_name("ugly", "UGLY_IOC"), "ioc");
}

TEST(NamingTest, NoNameStartsWithADigit) { EXPECT_EQ(short_name("gpu", "GPU_IOC_3D_DRAW"), "ioc_3d_draw"); }

TEST(NamingTest, TypesAreInCapitals) {
  EXPECT_EQ(type_name("vexfs_v2", "vexfs_vector_file_info"), "VectorFileInfo");
  EXPECT_EQ(type_name("demo_queue", "demo_queue_job"), "Job");
}

TEST(NamingTest, WhatCppKeepsGetsAnUnderscore) {
  EXPECT_EQ(cpp_name("delete"), "delete_");
  EXPECT_EQ(cpp_name("while"), "while_");
  EXPECT_EQ(cpp_name("flags"), "flags");
}

}  // namespace
}  // namespace iopact::emit
