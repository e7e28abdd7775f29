// SPDX-License-Identifier: GPL-2.0-or-later
#include "abi/model/finding.h"

#include <gtest/gtest.h>

namespace iopact {
namespace {

Finding example() {
  Finding finding;
  finding.rule = "no-pointer";
  finding.subject = "struct foo.bar";
  finding.places = {{"foo.json", 3, 5, "/structs/0/fields/1"}};
  return finding;
}

// Written down, because it is stored outside of this program: it may not change between versions.
TEST(Fingerprint, IsTheSameEverywhere) { EXPECT_EQ(fingerprint(example()), "f87704b24f75"); }

TEST(Fingerprint, DoesNotMoveWithLinesAndWords) {
  Finding moved = example();
  moved.places = {{"other.json", 30, 1, ""}};
  moved.message = "said differently";
  moved.is_waived = true;
  EXPECT_EQ(fingerprint(moved), fingerprint(example()));
}

TEST(Fingerprint, TellsFindingsApart) {
  Finding rule = example(), subject = example(), targets = example(), shifted = example();
  rule.rule = "no-long";
  subject.subject = "struct foo.baz";
  targets.targets = {"i386"};
  shifted.rule = "no-pointers";
  shifted.subject = "truct foo.bar";
  for (const Finding& other : {rule, subject, targets, shifted})
    EXPECT_NE(fingerprint(other), fingerprint(example()));
}

TEST(Fingerprint, TakesTargetsInAnyOrder) {
  Finding one = example(), two = example();
  one.targets = {"arm", "i386"};
  two.targets = {"i386", "arm"};
  EXPECT_EQ(fingerprint(one), fingerprint(two));
}

}  // namespace
}  // namespace iopact
