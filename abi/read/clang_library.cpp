// SPDX-License-Identifier: GPL-2.0-or-later
#ifdef IOPACT_HAVE_CLANG_C
#include "abi/read/clang_library.h"

#include <dlfcn.h>
#include <fmt/format.h>

#include <filesystem>
#include <memory>

namespace iopact {
namespace {

constexpr int newest_version = 25;
constexpr int oldest_version = 13;  // first with all the functions used here

constexpr std::string_view library_folders[] = {"/usr/lib/" IOPACT_LIBRARY_ARCHITECTURE, "/usr/lib64", "/usr/lib",
                                               "/usr/local/lib"};

class Symbols {
 public:
  explicit Symbols(void* handle) : handle_(handle) {}

  template <class Function>
  void get(Function& function, const char* name) {
    function = reinterpret_cast<Function>(dlsym(handle_, name));
    complete_ &= function != nullptr;
  }
  bool complete() const { return complete_; }

 private:
  void* handle_;
  bool complete_ = true;
};

bool fill(ClangLibrary& library, Symbols symbols) {
#define IOPACT_CLANG(name) symbols.get(library.name, "clang_" #name)
  IOPACT_CLANG(getClangVersion);
  IOPACT_CLANG(getCString);
  IOPACT_CLANG(disposeString);
  IOPACT_CLANG(createIndex);
  IOPACT_CLANG(disposeIndex);
  IOPACT_CLANG(parseTranslationUnit2);
  IOPACT_CLANG(disposeTranslationUnit);
  IOPACT_CLANG(getNumDiagnostics);
  IOPACT_CLANG(getDiagnostic);
  IOPACT_CLANG(disposeDiagnostic);
  IOPACT_CLANG(getDiagnosticSeverity);
  IOPACT_CLANG(formatDiagnostic);
  IOPACT_CLANG(getTranslationUnitCursor);
  IOPACT_CLANG(visitChildren);
  IOPACT_CLANG(getInclusions);
  IOPACT_CLANG(getFileName);
  IOPACT_CLANG(getCursorKind);
  IOPACT_CLANG(getCursorSpelling);
  IOPACT_CLANG(getCursorType);
  IOPACT_CLANG(isCursorDefinition);
  IOPACT_CLANG(Cursor_isAnonymous);
  IOPACT_CLANG(Cursor_isAnonymousRecordDecl);
  IOPACT_CLANG(Cursor_isBitField);
  IOPACT_CLANG(getFieldDeclBitWidth);
  IOPACT_CLANG(Cursor_getOffsetOfField);
  IOPACT_CLANG(Cursor_Evaluate);
  IOPACT_CLANG(EvalResult_getKind);
  IOPACT_CLANG(EvalResult_getAsStr);
  IOPACT_CLANG(EvalResult_dispose);
  IOPACT_CLANG(Type_visitFields);
  IOPACT_CLANG(Type_getSizeOf);
  IOPACT_CLANG(Type_getAlignOf);
  IOPACT_CLANG(getTypeSpelling);
  IOPACT_CLANG(getCanonicalType);
  IOPACT_CLANG(getTypeDeclaration);
  IOPACT_CLANG(getArrayElementType);
  IOPACT_CLANG(getEnumDeclIntegerType);
  IOPACT_CLANG(getEnumConstantDeclValue);
  IOPACT_CLANG(getEnumConstantDeclUnsignedValue);
#undef IOPACT_CLANG
  return symbols.complete();
}

std::unique_ptr<const ClangLibrary> load() {
  const auto installed = find_clang_library();
  void* handle = installed ? dlopen(installed->file.c_str(), RTLD_NOW | RTLD_LOCAL) : nullptr;
  if (handle == nullptr) return nullptr;
  auto library = std::make_unique<ClangLibrary>();
  return fill(*library, Symbols(handle)) ? std::move(library) : nullptr;
}

}  // namespace

std::optional<InstalledClang> find_clang_library() {
  for (int version = newest_version; version >= oldest_version; --version)
    for (const auto folder : library_folders) {
      auto file = fmt::format("{}/libclang-{}.so.1", folder, version);
      if (std::filesystem::exists(file)) return InstalledClang{std::move(file), fmt::format("libclang-{}", version)};
    }
  return std::nullopt;
}

std::string ClangLibrary::text(CXString owned) const {
  const char* characters = getCString(owned);
  std::string result = characters != nullptr ? characters : "";
  disposeString(owned);
  return result;
}

const ClangLibrary* clang_library() {
  static const std::unique_ptr<const ClangLibrary> library = load();
  return library.get();
}

}  // namespace iopact
#endif
