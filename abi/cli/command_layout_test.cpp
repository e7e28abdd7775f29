// SPDX-License-Identifier: GPL-2.0-or-later
#include <nlohmann/json.hpp>

#include "abi/cli/run_test.h"

namespace iopact {
namespace {

class LayoutCommand : public CommandTest {};

TEST_F(LayoutCommand, shows_the_two_common_targets_when_none_is_named) {
  expect_file({"layout", "abi/spec/vexfs.json", "vexfs_batch_insert_request"}, 0, "layout-batch.text");
  EXPECT_EQ(run({"layout", "abi/spec/vexfs.json"}).outcome.output,
            run({"layout", "abi/spec/vexfs.json", "--target", "x86_64,i386"}).outcome.output);
}

TEST_F(LayoutCommand, takes_a_struct_with_its_keyword) {
  EXPECT_EQ(run({"layout", "abi/spec/vexfs.json", "struct vexfs_batch_insert_request"}).outcome.output,
            run({"layout", "abi/spec/vexfs.json", "vexfs_batch_insert_request"}).outcome.output);
}

TEST_F(LayoutCommand, takes_targets_before_structs) {
  const Delivery delivery = run({"layout", "--target", "s390x", "abi/spec/vexfs.json",
                                 "vexfs_batch_insert_request", "--format", "json"});
  const auto document = nlohmann::json::parse(delivery.outcome.output.value_or(""));
  ASSERT_EQ(document["structs"].size(), 1U);
  EXPECT_EQ(document["structs"][0]["target"], "s390x");
}

// The numbers of the shipped interface, in the published form and nothing beside it.
TEST_F(LayoutCommand, prints_the_published_json) {
  const Delivery delivery =
      run({"layout", "abi/spec/vexfs.json", "--target", "x86_64,i386", "--format", "json"});
  const auto document = nlohmann::ordered_json::parse(delivery.outcome.output.value_or(""));
  const auto keys = [](const nlohmann::ordered_json& object) {
    std::string out;
    for (const auto& [key, value] : object.items()) out += key + " ";
    return out;
  };
  EXPECT_EQ(keys(document), "structs commands ");
  EXPECT_EQ(document["structs"].size(), 6U);
  for (const auto& one : document["structs"]) {
    EXPECT_EQ(keys(one), "name target size align fields ");
    for (const auto& field : one["fields"]) EXPECT_EQ(keys(field), "name offset size ");
  }
  std::string commands;
  for (const auto& one : document["commands"]) {
    EXPECT_EQ(keys(one), "name target value dir type nr size ");
    if (one["nr"] == 3) commands += one.dump() + "\n";
  }
  EXPECT_EQ(commands, R"({"name":"VEXFS_IOC_VECTOR_SEARCH","target":"x86_64","value":3224393219,)"
                      R"("dir":"read-write","type":"V","nr":3,"size":48})"
                      "\n"
                      R"({"name":"VEXFS_IOC_VECTOR_SEARCH","target":"i386","value":3223082499,)"
                      R"("dir":"read-write","type":"V","nr":3,"size":28})"
                      "\n");
}

TEST_F(LayoutCommand, covers_every_target_on_request) {
  const Delivery delivery = run({"layout", "abi/spec/vexfs.json", "--target", "all", "--format", "json"});
  const auto document = nlohmann::json::parse(delivery.outcome.output.value_or(""));
  EXPECT_EQ(document["structs"].size(), 3U * 14U);
  EXPECT_EQ(document["commands"].size(), 4U * 14U);
}

TEST_F(LayoutCommand, says_what_is_wrong_with_its_arguments) {
  const std::string name = "iopact layout";
  expect_usage({"layout"}, name, "SPEC is required");
  expect_usage({"layout", "abi/spec/vexfs.json", "--target", "i368"}, name,
               "unknown target 'i368'; did you mean 'i386'?");
  expect_usage(
      {"layout", "abi/spec/vexfs.json", "--target", "vax,i386"}, name,
      "unknown target 'vax'; there are x86_64, i386, x32, aarch64, arm, riscv64, ppc64le, powerpc, s390x, "
      "s390, mips, sparc64, alpha, m68k");
  expect_usage({"layout", "abi/spec/vexfs.json", "vexfs_batch_insert_reqest"}, name,
               "abi/spec/vexfs.json has no struct 'vexfs_batch_insert_reqest'; did you mean "
               "'vexfs_batch_insert_request'?");
  expect_usage({"layout", "abi/spec/vexfs.json", "--format", "jsn"}, name,
               "--format: 'jsn' is none of text, json, svg, html; did you mean 'json'?");
}

TEST_F(LayoutCommand, cannot_run_on_what_is_no_spec) {
  expect({"layout", "abi/spec/nothing.json"}, exit_cannot_run, "",
         "abi/spec/nothing.json: error: the file cannot be opened: No such file or directory [spec-read]\n"
         "  fix: check the path and its permissions\n"
         "1 error\n");
  EXPECT_EQ(run({"layout", "README.md"}).outcome.exit_code, exit_cannot_run);
}

TEST_F(LayoutCommand, finds_errors_in_a_spec) {
  const Delivery delivery = run({"layout", "abi/model/testdata/bad/unknown-key.json"});
  EXPECT_EQ(delivery.outcome.exit_code, exit_findings);
  EXPECT_FALSE(delivery.outcome.output.has_value());
  expect_golden(delivery.outcome.messages, "abi/cli/testdata/layout-unknown-key.messages");
}

}  // namespace
}  // namespace iopact
