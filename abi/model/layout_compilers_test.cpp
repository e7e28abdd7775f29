// SPDX-License-Identifier: GPL-2.0-or-later
// The layout engine against every compiler that is installed: gcc, its cross compilers, and clang with
// --target. Random aggregates are compiled once per compiler and target; sizes, alignments, offsets and the
// bits of each bitfield are constant data of the object file, found behind a marker. Nothing runs on the
// target.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

#include "abi/model/compilers_test.h"
#include "abi/model/layout.h"
#include "abi/model/random_spec_test.h"

namespace iopact {
namespace {

constexpr unsigned long usual_seed = 20240;
constexpr int aggregates = 250;
constexpr std::string_view numbers_marker = "iopact<numbers>";
constexpr std::string_view bits_marker = "iopact<bits>";

std::string type_name(const StructLayout& layout) {
  return fmt::format("{} {}", layout.aggregate->kind == AggregateKind::unite ? "union" : "struct",
                     layout.name);
}

bool has_size(const FieldLayout& field) {
  const auto* array = std::get_if<ArrayType>(&field.field->type.is);
  return array == nullptr || array->count.has_value();
}

// One question to the compiler and the engine's answer to it.
struct Question {
  std::string expression;
  std::uint64_t expected;
};

std::vector<Question> questions_about(const StructLayout& layout) {
  const std::string type = type_name(layout);
  std::vector<Question> out{{fmt::format("sizeof({})", type), layout.size},
                            {fmt::format("_Alignof({})", type), layout.align}};
  for (const FieldLayout& field : layout.fields) {
    if (field.path.empty() || field.field->bits) continue;
    out.push_back({fmt::format("__builtin_offsetof({}, {})", type, field.path), field.offset});
    if (has_size(field)) {
      out.push_back({fmt::format("sizeof((({} *)0)->{})", type, field.path), field.size});
    }
  }
  return out;
}

std::uint32_t seed() {
  const char* other = std::getenv("IOPACT_SEED");
  return static_cast<std::uint32_t>(other == nullptr ? usual_seed : std::strtoul(other, nullptr, 0));
}

struct Probe {
  const StructLayout* layout;
  const FieldLayout* field;
};

std::vector<Probe> bitfields_of(const Layout& layout) {
  std::vector<Probe> out;
  for (const StructLayout& one : layout.structs) {
    for (const FieldLayout& field : one.fields) {
      if (field.bit_size != 0 && !field.path.empty()) out.push_back({&one, &field});
    }
  }
  return out;
}

// Each number as four bytes, least significant first on every target.
std::string numbers_source(const std::vector<Question>& questions) {
  std::string out = "const unsigned char numbers[] = {";
  for (const char c : numbers_marker) out += fmt::format("{},", int{c});
  for (const Question& question : questions) {
    for (int shift = 0; shift < 32; shift += 8) {
      out += fmt::format("(unsigned long long)({}) >> {} & 255,", question.expression, shift);
    }
    out += '\n';
  }
  return out + "};\n";
}

// One object per bitfield in which that bitfield alone is all ones, all objects side by side.
std::string bits_source(const std::vector<Probe>& probes) {
  std::string types =
      fmt::format("struct __attribute__((packed)) all {{ char marker[{}];\n", bits_marker.size());
  std::string values = fmt::format("}};\nconst struct all all = {{ \"{}\",\n", bits_marker);
  for (std::size_t i = 0; i < probes.size(); ++i) {
    types += fmt::format("{} p{};\n", type_name(*probes[i].layout), i);
    values += fmt::format(".p{}.{} = -1,\n", i, probes[i].field->path);
  }
  return types + values + "};\n";
}

std::string compile(const std::string& compiler, const std::string& name, const std::string& source) {
  const std::string stem = testing::TempDir() + "iopact_layout_" + name;
  std::ofstream(stem + ".c") << source;
  const std::string line = fmt::format("{0} -w -O0 -std=gnu11 -c '{1}.c' -o '{1}.o'", compiler, stem);
  EXPECT_EQ(std::system(line.c_str()), 0) << line;
  std::ostringstream object;
  object << std::ifstream(stem + ".o", std::ios::binary).rdbuf();
  return object.str();
}

std::string_view behind(std::string_view object, std::string_view marker) {
  const std::size_t at = object.find(marker);
  EXPECT_NE(at, std::string_view::npos) << "no " << marker << " in the object file";
  return at == std::string_view::npos ? "" : object.substr(at + marker.size());
}

std::uint64_t number_at(std::string_view bytes, std::size_t index) {
  std::uint64_t value = 0;
  for (int i = 3; i >= 0; --i) value = value << 8 | static_cast<unsigned char>(bytes[index * 4 + i]);
  return value;
}

// Positions of the ones, in memory order.
std::vector<std::uint64_t> ones(std::string_view bytes, bool big_endian) {
  std::vector<std::uint64_t> out;
  for (std::uint64_t bit = 0; bit < bytes.size() * 8; ++bit) {
    const unsigned shift = big_endian ? 7 - bit % 8 : bit % 8;
    if ((static_cast<unsigned char>(bytes[bit / 8]) >> shift & 1) != 0) out.push_back(bit);
  }
  return out;
}

void compare_bits(const std::vector<Probe>& probes, std::string_view bytes, const Target& target) {
  for (const Probe& probe : probes) {
    ASSERT_LE(probe.layout->size, bytes.size());
    const auto found = ones(bytes.substr(0, probe.layout->size), target.big_endian);
    bytes.remove_prefix(probe.layout->size);
    const std::string what = type_name(*probe.layout) + "." + probe.field->path;
    ASSERT_EQ(found.size(), probe.field->bit_size) << what;
    EXPECT_EQ(found.front(), probe.field->bit_offset) << what;
    EXPECT_EQ(found.back(), probe.field->bit_offset + probe.field->bit_size - 1) << what;
  }
}

class LayoutCompilers : public testing::TestWithParam<TestCompiler> {};

INSTANTIATE_TEST_SUITE_P(All, LayoutCompilers, testing::ValuesIn(every_test_compiler()),
                         [](const auto& test) { return name_of(test.param); });

TEST_P(LayoutCompilers, agree_with_the_engine) {
  const Target& target = *GetParam().target;
  const std::string compiler = command_of(GetParam());
  ASSERT_FALSE(HasFailure());
  if (compiler.empty()) GTEST_SKIP() << "no compiler for " << target.name;
  const Spec spec = random_spec(seed(), aggregates);
  const Layout layout = lay_out(spec, target);
  std::vector<Question> questions;
  for (const StructLayout& one : layout.structs) {
    for (Question& question : questions_about(one)) questions.push_back(std::move(question));
  }
  const std::vector<Probe> probes = bitfields_of(layout);
  const std::string object = compile(compiler, name_of(GetParam()),
                                     c_source(spec) + numbers_source(questions) + bits_source(probes));

  ASSERT_FALSE(HasFailure());
  const std::string_view numbers = behind(object, numbers_marker);
  ASSERT_GE(numbers.size(), questions.size() * 4);
  for (std::size_t i = 0; i < questions.size(); ++i) {
    ASSERT_EQ(number_at(numbers, i), questions[i].expected) << questions[i].expression;
  }
  compare_bits(probes, behind(object, bits_marker), target);
}

}  // namespace
}  // namespace iopact
