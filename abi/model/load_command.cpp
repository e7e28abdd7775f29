// SPDX-License-Identifier: GPL-2.0-or-later
// Commands, what is retired, waivers.
#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "abi/model/loading.h"
#include "abi/model/suggest.h"
#include "abi/model/words.h"

namespace iopact {

namespace {

constexpr std::uint64_t nr_limit = 255;  // _IOC_NRBITS is 8 everywhere

std::uint32_t load_nr(Loading& loading, const JsonNode& node) {
  return static_cast<std::uint32_t>(loading.reader.natural(node, "nr", nr_limit).value_or(0));
}

std::vector<ErrorCase> load_errors(const Reader& reader, const JsonNode& command) {
  std::vector<ErrorCase> out;
  for (const JsonNode* node : reader.objects(command, "errors"))
    out.push_back({reader.text(*node, "errno"), reader.text(*node, "when"), reader.place(*node)});
  return out;
}

Command load_command(Loading& loading, const JsonNode& node) {
  Reader& reader = loading.reader;
  Command command;
  command.name = reader.text(node, "name");
  command.nr = load_nr(loading, node);
  command.transfer = reader.choice<Transfer>(node, "direction", transfer_words, Transfer::none);
  command.argument = reader.type(node, "argument", loading.scope);
  command.access = reader.choice<Access>(node, "access", access_words, Access::any);
  command.capability = reader.text(node, "capability");
  command.errors = load_errors(reader, node);
  command.after = reader.texts(node, "after");
  command.since = reader.text(node, "since");
  command.deprecated = reader.text(node, "deprecated");
  command.replaced_by = reader.text(node, "replaced_by");
  command.doc = reader.text(node, "doc");
  command.at = reader.place(node);
  return command;
}

void load_retired_flag(Loading& loading, const JsonNode& node) {
  Reader& reader = loading.reader;
  const std::string name = reader.text(node, "set");
  auto& sets = loading.spec.flag_sets;
  const auto set =
      std::find_if(sets.begin(), sets.end(), [&](const FlagSet& item) { return item.name == name; });
  Enumerator flag;
  flag.name = reader.text(node, "name");
  flag.value = static_cast<std::int64_t>(
      reader.natural(node, "value", std::numeric_limits<std::uint64_t>::max()).value_or(0));
  flag.retired = true;
  flag.doc = reader.text(node, "reason");
  flag.at = reader.place(node);
  if (set != sets.end()) {
    set->flags.push_back(std::move(flag));
  } else if (const JsonNode* key = node.find("set"); key != nullptr && key->kind == JsonKind::string) {
    reader.diagnostics().error("spec-reference", key->at, key->pointer(),
                               fmt::format("the flag set {} is not defined", clip(name)),
                               "name one that stands under \"flag_sets\"");
  }
}

}  // namespace

void load_commands(Loading& loading) {
  for (const JsonNode* node : loading.reader.objects(loading.root, "commands"))
    loading.spec.commands.push_back(load_command(loading, *node));
}

void load_retired(Loading& loading) {
  Reader& reader = loading.reader;
  const JsonNode* retired = reader.object(loading.root, "retired");
  if (retired == nullptr) return;
  for (const JsonNode* node : reader.objects(*retired, "numbers"))
    loading.spec.retired_numbers.push_back({load_nr(loading, *node), reader.text(*node, "name"),
                                            reader.text(*node, "reason"), reader.place(*node)});
  for (const JsonNode* node : reader.objects(*retired, "flags")) load_retired_flag(loading, *node);
}

void load_waivers(Loading& loading) {
  const Reader& reader = loading.reader;
  for (const JsonNode* node : reader.objects(loading.root, "waivers"))
    loading.spec.waivers.push_back({reader.text(*node, "rule"), reader.text(*node, "at"),
                                    reader.text(*node, "reason"), reader.text(*node, "owner"),
                                    reader.text(*node, "expires"), reader.place(*node)});
}

}  // namespace iopact
