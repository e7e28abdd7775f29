// SPDX-License-Identifier: GPL-2.0-or-later
// Ways in which an interface has gone wrong in the field. Each must be found, by name, with exit 1.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "abi/cli/run.h"

namespace iopact {
namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::HasSubstr;

const fs::path root = IOPACT_SOURCE_DIR;

std::string read(const fs::path& file) {
  std::ostringstream text;
  text << std::ifstream(file).rdbuf();
  return text.str();
}

// A copy of the spec and of the generated files, to be tampered with.
class Sabotage : public testing::Test {
 protected:
  Sabotage() : folder_(fs::temp_directory_path() / ("iopact-sabotage-" + std::to_string(getpid()))) {
    fs::remove_all(folder_);
    fs::create_directories(folder_ / ".git");  // so that banners name the spec as in the repository
    fs::create_directories(folder_ / "abi/spec");
    fs::copy_file(root / "abi/spec/vexfs.json", spec());
    fs::copy(root / "abi/gen", folder_ / "abi/gen", fs::copy_options::recursive);
  }
  ~Sabotage() override { fs::remove_all(folder_); }

  fs::path spec() const { return folder_ / "abi/spec/vexfs.json"; }
  fs::path header() const { return folder_ / "abi/gen/uapi/vexfs_v2_uapi.h"; }
  fs::path dispatch() const { return folder_ / "abi/gen/kernel/vexfs_v2_abi.c"; }
  fs::path below(const std::string& name) const { return folder_ / name; }

  // Replaces the first `from` after `anchor`.
  static void edit(const fs::path& file, const std::string& anchor, const std::string& from,
                   const std::string& to) {
    std::string text = read(file);
    const std::size_t start = text.find(anchor);
    ASSERT_NE(start, std::string::npos) << anchor;
    const std::size_t at = text.find(from, start);
    ASSERT_NE(at, std::string::npos) << from;
    std::ofstream(file) << text.replace(at, from.size(), to);
  }

  static std::string findings(std::vector<std::string> arguments) {
    const Outcome outcome = run(std::move(arguments)).outcome;
    EXPECT_EQ(outcome.exit_code, exit_findings) << outcome.output.value_or("") << outcome.messages;
    return outcome.output.value_or("") + outcome.messages;
  }

  std::string drift() const { return findings({"gen", spec(), "--check"}); }
  std::string layouts() const {
    return findings({"check", spec(), "--target", "x86_64,i386", "--cc", "gcc,clang-14"});
  }

  // An object with DWARF that holds the header's structs as they are now.
  fs::path object() const {
    std::ofstream(below("probe.c"))
        << "#define VEXFS_V2_NO_ABI_ASSERTS\n#include \"abi/gen/uapi/vexfs_v2_uapi.h\"\n"
           "struct vexfs_vector_file_info info;\n"
           "struct vexfs_vector_search_request search;\n"
           "struct vexfs_batch_insert_request insert;\n";
    const std::string command = "gcc -g -c -I " + folder_.string() + " -o " + below("probe.o").string() +
                                " " + below("probe.c").string();
    EXPECT_EQ(std::system(command.c_str()), 0);
    return below("probe.o");
  }

 private:
  fs::path folder_;
};

constexpr const char* insert_struct = "struct vexfs_batch_insert_request {";

TEST_F(Sabotage, untouched_files_are_clean) {
  EXPECT_EQ(run({"gen", spec(), "--check"}).outcome.exit_code, exit_clean);
  EXPECT_EQ(run({"check", spec(), "--target", "x86_64,i386", "--cc", "gcc,clang-14"}).outcome.exit_code,
            exit_clean);
  EXPECT_EQ(run({"check", spec(), "--object", object()}).outcome.exit_code, exit_clean);
}

TEST_F(Sabotage, fields_of_the_header_swapped) {
  edit(header(), insert_struct, "__u32 vector_count;", "__u32 swapped;");
  edit(header(), insert_struct, "__u32 dimensions;", "__u32 vector_count;");
  edit(header(), insert_struct, "__u32 swapped;", "__u32 dimensions;");
  EXPECT_THAT(drift(), AllOf(HasSubstr("struct vexfs_batch_insert_request.dimensions"),
                             HasSubstr("vexfs_v2_uapi.h:")));
  EXPECT_THAT(layouts(),
              AllOf(HasSubstr("vector_count"), HasSubstr("dimensions"), HasSubstr("layout-mismatch")));
}

TEST_F(Sabotage, flags_removed_from_the_header) {
  edit(header(), insert_struct, "\t__u32 flags;\n", "");
  EXPECT_THAT(drift(), HasSubstr("struct vexfs_batch_insert_request.flags"));
  EXPECT_THAT(layouts(), AllOf(HasSubstr("vexfs_batch_insert_request"), HasSubstr("flags")));
}

TEST_F(Sabotage, a_type_of_the_header_widened) {
  edit(header(), insert_struct, "__u32 flags;", "__u64 flags;");
  EXPECT_THAT(drift(), HasSubstr("struct vexfs_batch_insert_request.flags"));
  EXPECT_THAT(layouts(), AllOf(HasSubstr("vexfs_batch_insert_request"), HasSubstr("flags")));
}

TEST_F(Sabotage, the_spec_changed_without_regeneration) {
  edit(spec(), "vexfs_batch_insert_request", "\"max\": 1000000", "\"max\": 2000000");
  EXPECT_THAT(drift(),
              AllOf(HasSubstr("check_vexfs_batch_insert_request: vector_count"), HasSubstr("2000000")));
}

TEST_F(Sabotage, a_field_of_the_compat_translator_dropped) {
  edit(dispatch(), "vexfs_batch_insert_request_from_compat", "\tto->flags = from->flags;\n", "");
  EXPECT_THAT(drift(), HasSubstr("vexfs_batch_insert_request_from_compat: flags"));
}

TEST_F(Sabotage, a_struct_packed_under_one_compiler_only) {
  edit(header(), "struct vexfs_vector_search_request {", "\n};",
       "\n}\n#ifdef __clang__\n__attribute__((packed))\n#endif\n;");
  const std::string text = layouts();
  EXPECT_THAT(text,
              AllOf(HasSubstr("vexfs_vector_search_request"), HasSubstr("results"), HasSubstr("clang-14")));
}

TEST_F(Sabotage, an_object_built_from_an_older_header) {
  edit(header(), insert_struct, "\t__u32 flags;\n", "");
  const fs::path old = object();
  EXPECT_THAT(findings({"check", spec(), "--object", old}),
              AllOf(HasSubstr("probe.o"), HasSubstr("vexfs_batch_insert_request"), HasSubstr("flags")));
}

TEST_F(Sabotage, the_number_of_a_command_changed) {
  edit(header(), "#define VEXFS_IOC_BATCH_INSERT", "_IOW(VEXFS_IOC_MAGIC, 4,", "_IOW(VEXFS_IOC_MAGIC, 3,");
  EXPECT_THAT(drift(), HasSubstr("VEXFS_IOC_BATCH_INSERT"));
  EXPECT_THAT(layouts(),
              AllOf(HasSubstr("VEXFS_IOC_BATCH_INSERT"), HasSubstr("0x40205604"), HasSubstr("0x40205603")));
}

TEST_F(Sabotage, a_generated_file_deleted_or_left_over) {
  fs::remove(dispatch());
  std::ofstream(below("abi/gen/kernel/old.c")) << "/* Generated by iopact from abi/spec/vexfs.json. */\n";
  EXPECT_THAT(drift(), AllOf(HasSubstr("the generated file is missing"),
                             HasSubstr("no back-end generates this file")));
}

TEST_F(Sabotage, generating_again_mends_it_and_touches_nothing_else) {
  edit(header(), insert_struct, "__u32 flags;", "__u64 flags;");
  const auto before = fs::last_write_time(dispatch());
  EXPECT_EQ(run({"gen", spec()}).outcome.exit_code, exit_clean);
  EXPECT_EQ(read(header()), read(root / "abi/gen/uapi/vexfs_v2_uapi.h"));
  EXPECT_EQ(fs::last_write_time(dispatch()), before);
}

}  // namespace
}  // namespace iopact
