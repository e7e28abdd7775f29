// SPDX-License-Identifier: GPL-2.0-or-later
#include <algorithm>
#include <nlohmann/json.hpp>

#include "abi/cli/run_test.h"
#include "abi/judge/rule.h"

namespace iopact {
namespace {

class ExplainCommand : public CommandTest {};

TEST_F(ExplainCommand, explains_every_rule) {
  for (const Rule* rule : all_rules()) {
    const Delivery delivery = run({"explain", std::string(rule->id)});
    EXPECT_EQ(delivery.outcome.exit_code, exit_clean);
    EXPECT_TRUE(delivery.outcome.output->starts_with(rule->id)) << rule->id;
    EXPECT_NE(delivery.outcome.output->find(rule->purpose), std::string::npos) << rule->id;
  }
}

TEST_F(ExplainCommand, shows_all_parts_of_a_rule) {
  const Rule& rule = *all_rules().front();
  const std::string text = run({"explain", std::string(rule.id)}).outcome.output.value_or("");
  for (const char* heading :
       {"\nWhy\n  ", "\nExample of what is found\n  ", "\nWhat to do\n  ", "\nSource\n  "}) {
    EXPECT_NE(text.find(heading), std::string::npos) << heading << text;
  }
}

TEST_F(ExplainCommand, lists_the_rules_by_name) {
  const std::string text = run({"explain"}).outcome.output.value_or("");
  EXPECT_EQ(static_cast<std::size_t>(std::ranges::count(text, '\n')), all_rules().size());
  const auto document =
      nlohmann::json::parse(run({"explain", "--format", "json"}).outcome.output.value_or(""));
  ASSERT_EQ(document["rules"].size(), all_rules().size());
  const auto id = [](const nlohmann::json& rule) { return rule["id"].get<std::string>(); };
  EXPECT_TRUE(std::ranges::is_sorted(document["rules"], {}, id));
}

TEST_F(ExplainCommand, suggests_a_rule) {
  expect_usage({"explain", "aligned-u46"}, "iopact explain",
               "no rule 'aligned-u46'; did you mean 'aligned-u64'?");
  expect_usage({"explain", "make-it-blue"}, "iopact explain",
               "no rule 'make-it-blue'; without a name all are listed");
}

}  // namespace
}  // namespace iopact
