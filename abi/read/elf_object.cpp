// SPDX-License-Identifier: GPL-2.0-or-later
#include "abi/read/elf_object.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <gelf.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <system_error>

namespace iopact {
namespace {

// File, descriptor and libelf handle, closed together.
class ElfFile {
 public:
  explicit ElfFile(const std::string& file) {
    elf_version(EV_CURRENT);
    fd_ = ::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd_ < 0 || fstat(fd_, &info_) != 0)
      error_ = std::generic_category().message(errno);
    else if (S_ISDIR(info_.st_mode))
      error_ = "is a directory";
    else if (!S_ISREG(info_.st_mode))
      error_ = "not a regular file";
    else
      elf_ = elf_begin(fd_, ELF_C_READ_MMAP, nullptr);
  }
  ElfFile(const ElfFile&) = delete;
  ElfFile& operator=(const ElfFile&) = delete;
  ~ElfFile() {
    if (elf_ != nullptr) elf_end(elf_);
    if (fd_ >= 0) ::close(fd_);
  }

  const std::string& error() const { return error_; }
  Elf* elf() const { return elf_; }
  std::uint64_t size() const { return static_cast<std::uint64_t>(info_.st_size); }
  std::string start() const {
    std::array<char, 8> bytes{};
    const ssize_t count = pread(fd_, bytes.data(), bytes.size(), 0);
    return {bytes.data(), static_cast<std::size_t>(count > 0 ? count : 0)};
  }

 private:
  int fd_ = -1;
  struct stat info_ {};
  Elf* elf_ = nullptr;
  std::string error_;
};

struct Magic {
  std::string_view bytes;
  std::string_view what;
};

using namespace std::string_view_literals;

// Files that people hand in for objects.
constexpr Magic magics[] = {
    {"\xfd"
     "7zXZ"sv,
     "xz-compressed: unpack it with unxz first"sv},
    {"\x28\xb5\x2f\xfd"sv, "zstd-compressed: unpack it with unzstd first"sv},
    {"\x1f\x8b"sv, "gzip-compressed: unpack it with gunzip first"sv},
    {"!<arch>"sv, "an archive: unpack it with ar x and check its members"sv},
    {"MZ"sv, "a kernel image: get its vmlinux with the kernel's scripts/extract-vmlinux"sv},
    {"BC\xc0\xde"sv, "LLVM bitcode: compile without -flto"sv},
};

std::string not_elf(const ElfFile& file) {
  if (file.size() == 0) return "is empty, not an ELF object";
  const std::string start = file.start();
  for (const auto& magic : magics)
    if (start.starts_with(magic.bytes)) return fmt::format("is not an ELF object but {}", magic.what);
  return "is not an ELF object";
}

struct Machine {
  unsigned machine;
  int elf_class;  // ELFCLASS32, ELFCLASS64
  int data;       // ELFDATA2LSB, ELFDATA2MSB
  std::string_view target;
};

constexpr Machine machines[] = {
    {EM_X86_64, ELFCLASS64, ELFDATA2LSB, "x86_64"},    {EM_X86_64, ELFCLASS32, ELFDATA2LSB, "x32"},
    {EM_386, ELFCLASS32, ELFDATA2LSB, "i386"},         {EM_AARCH64, ELFCLASS64, ELFDATA2LSB, "aarch64"},
    {EM_ARM, ELFCLASS32, ELFDATA2LSB, "arm"},          {EM_RISCV, ELFCLASS64, ELFDATA2LSB, "riscv64"},
    {EM_PPC64, ELFCLASS64, ELFDATA2LSB, "ppc64le"},    {EM_PPC, ELFCLASS32, ELFDATA2MSB, "powerpc"},
    {EM_S390, ELFCLASS64, ELFDATA2MSB, "s390x"},       {EM_S390, ELFCLASS32, ELFDATA2MSB, "s390"},
    {EM_MIPS, ELFCLASS32, ELFDATA2MSB, "mips"},        {EM_SPARCV9, ELFCLASS64, ELFDATA2MSB, "sparc64"},
    {EM_ALPHA, ELFCLASS64, ELFDATA2LSB, "alpha"},      {EM_68K, ELFCLASS32, ELFDATA2MSB, "m68k"},
};

const Target* target_of(const GElf_Ehdr& header) {
  for (const auto& row : machines)
    if (row.machine == header.e_machine && row.elf_class == header.e_ident[EI_CLASS] &&
        row.data == header.e_ident[EI_DATA])
      return find_target(row.target);
  return nullptr;
}

std::string describe_machine(const GElf_Ehdr& header) {
  return fmt::format("{}-bit {}-endian ELF machine {}", header.e_ident[EI_CLASS] == ELFCLASS64 ? 64 : 32,
                     header.e_ident[EI_DATA] == ELFDATA2MSB ? "big" : "little", header.e_machine);
}

struct Sections {
  bool complete = true;  // the section table and each section lie within the file
  bool has_types = false;
  bool has_lto = false;
};

Sections survey(const ElfFile& file, const GElf_Ehdr& header) {
  Sections result;
  std::size_t count = 0;
  std::size_t names = 0;
  if (header.e_shoff >= file.size() || elf_getshdrnum(file.elf(), &count) != 0 ||
      elf_getshdrstrndx(file.elf(), &names) != 0)
    return {.complete = header.e_shoff == 0};
  for (std::size_t i = 1; i < count; ++i) {
    GElf_Shdr section;
    if (gelf_getshdr(elf_getscn(file.elf(), i), &section) == nullptr) return {.complete = false};
    if (section.sh_type == SHT_NOBITS) continue;
    if (section.sh_offset > file.size() || section.sh_size > file.size() - section.sh_offset)
      return {.complete = false};
    const char* name = elf_strptr(file.elf(), names, section.sh_name);
    const std::string_view title = name != nullptr ? name : "";
    result.has_types |= title == ".debug_info" || title == ".zdebug_info" || title == ".BTF";
    result.has_lto |= title.starts_with(".gnu.lto_");
  }
  return result;
}

}  // namespace

Result<ElfObject> open_elf_object(const std::string& name) {
  const ElfFile file(name);
  if (!file.error().empty()) return Failure{fmt::format("cannot read {}: {}", name, file.error())};
  GElf_Ehdr header;
  const bool starts_as_elf = file.start().starts_with(ELFMAG);
  if (!starts_as_elf) return Failure{fmt::format("{} {}", name, not_elf(file))};
  if (file.elf() == nullptr || gelf_getehdr(file.elf(), &header) == nullptr)
    return Failure{fmt::format("{} is truncated: its ELF header is incomplete", name)};
  const Target* target = target_of(header);
  if (target == nullptr)
    return Failure{fmt::format("{} is for an unknown target: {}", name, describe_machine(header))};
  const auto sections = survey(file, header);
  if (!sections.complete)
    return Failure{fmt::format("{} is truncated: its sections reach past its end ({} bytes)", name, file.size())};
  if (!sections.has_types)
    return Failure{fmt::format("{} has no type information: {}", name,
                               sections.has_lto ? "compile without -flto" : "compile with -g and do not strip it")};
  return ElfObject{name, target, header.e_type == ET_REL};
}

std::string section_contents(const std::string& name, std::string_view wanted) {
  const ElfFile file(name);
  std::size_t names = 0;
  if (file.elf() == nullptr || elf_getshdrstrndx(file.elf(), &names) != 0) return "";
  for (Elf_Scn* section = nullptr; (section = elf_nextscn(file.elf(), section)) != nullptr;) {
    GElf_Shdr header;
    if (gelf_getshdr(section, &header) == nullptr) continue;
    const char* title = elf_strptr(file.elf(), names, header.sh_name);
    if (title == nullptr || title != wanted) continue;
    const Elf_Data* data = elf_getdata(section, nullptr);
    if (data != nullptr && data->d_buf != nullptr) return {static_cast<const char*>(data->d_buf), data->d_size};
  }
  return "";
}

}  // namespace iopact
