// SPDX-License-Identifier: GPL-2.0-or-later
// The compilers that the model's tests ask for the truth.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "abi/model/target.h"

namespace iopact {

enum class TestBrand { gcc, clang };

struct TestCompiler {
  TestBrand brand;
  const Target* target;
};

// gcc and clang for every target, installed or not.
std::vector<TestCompiler> every_test_compiler();
// "gcc_x86_64"
std::string name_of(const TestCompiler& compiler);
// The command with its target flags; empty when it is not installed. That x86_64 and i386 are there is
// checked.
std::string command_of(const TestCompiler& compiler);

}  // namespace iopact
