// SPDX-License-Identifier: GPL-2.0-or-later
// The fuzzer's dictionary holds the words that the loader knows. IOPACT_UPDATE=1 writes it anew.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>

#include "abi/model/scalars.h"
#include "abi/model/shapes.h"
#include "abi/model/words.h"

namespace iopact {
namespace {

template <typename Value, std::size_t size>
void add(std::set<std::string>& out, const Word<Value> (&table)[size]) {
  for (const auto& [word, value] : table) out.insert(fmt::format("\\\"{}\\\"", word));
}

std::set<std::string> words() {
  std::set<std::string> out{"struct ", "union ", "enum ",      "const ", "[4]",
                            "[]",      " *",     "0x80000000", "true",   "false"};
  for (const Shape* shape : all_shapes())
    for (const Key& key : shape->keys) out.insert(fmt::format("\\\"{}\\\":", key.name));
  for (int i = 0; i <= static_cast<int>(Scalar::void_type); ++i)
    out.insert(std::string(spell(static_cast<Scalar>(i))));
  add(out, level_words);
  add(out, style_words);
  add(out, aggregate_words);
  add(out, direction_words);
  add(out, meaning_words);
  add(out, transfer_words);
  add(out, access_words);
  return out;
}

TEST(Dictionary, HoldsTheLoadersWords) {
  std::string wanted = "# Words of a spec, for libFuzzer's -dict; abi/model/dictionary_test.cpp writes it.\n";
  for (const std::string& word : words()) wanted += fmt::format("\"{}\"\n", word);
  const std::filesystem::path path = std::filesystem::path(IOPACT_SOURCE_DIR) / "fuzz/corpus/load.dict";
  if (std::getenv("IOPACT_UPDATE") != nullptr) std::ofstream(path) << wanted;
  std::ifstream stream(path);
  EXPECT_EQ(std::string((std::istreambuf_iterator<char>(stream)), {}), wanted);
}

}  // namespace
}  // namespace iopact
