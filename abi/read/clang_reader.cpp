// SPDX-License-Identifier: GPL-2.0-or-later
#include "abi/read/clang_reader.h"

#ifdef IOPACT_HAVE_CLANG_C

#include <fmt/format.h>

#include <memory>

#include "abi/read/clang_library.h"

namespace iopact {
namespace {

constexpr const char* probe_file = "iopact_probe.c";

// clang_visitChildren with a callable.
template <class Visit>
void visit_children(const ClangLibrary& clang, CXCursor parent, Visit visit) {
  clang.visitChildren(
      parent,
      [](CXCursor child, CXCursor, CXClientData data) {
        (*static_cast<Visit*>(data))(child);
        return CXChildVisit_Continue;
      },
      &visit);
}

template <class Visit>
void visit_fields(const ClangLibrary& clang, CXType record, Visit visit) {
  clang.Type_visitFields(
      record,
      [](CXCursor field, CXClientData data) {
        (*static_cast<Visit*>(data))(field);
        return CXVisit_Continue;
      },
      &visit);
}

bool is_unsigned(CXTypeKind kind) {
  return kind == CXType_UChar || kind == CXType_UShort || kind == CXType_UInt || kind == CXType_ULong ||
         kind == CXType_ULongLong || kind == CXType_Bool || kind == CXType_Char_U;
}

bool is_array(CXTypeKind kind) { return kind == CXType_ConstantArray || kind == CXType_IncompleteArray; }

// Turns the declarations of one translation unit into facts.
class Collector {
 public:
  explicit Collector(const ClangLibrary& clang) : clang_(clang) {}

  void collect(CXCursor unit) {
    visit_children(clang_, unit, [this](CXCursor child) { declaration(child); });
  }

  RawFacts facts;

 private:
  void declaration(CXCursor cursor) {
    const auto kind = clang_.getCursorKind(cursor);
    if (kind == CXCursor_EnumDecl)
      enumeration(cursor);
    else if (kind == CXCursor_VarDecl)
      string(cursor);
    else if ((kind == CXCursor_StructDecl || kind == CXCursor_UnionDecl) && clang_.isCursorDefinition(cursor) != 0)
      record(cursor);
  }

  std::string name_of(CXCursor cursor) const { return clang_.text(clang_.getCursorSpelling(cursor)); }

  void enumeration(CXCursor cursor) {
    const auto integer = clang_.getCanonicalType(clang_.getEnumDeclIntegerType(cursor));
    visit_children(clang_, cursor, [&](CXCursor item) {
      if (clang_.getCursorKind(item) != CXCursor_EnumConstantDecl) return;
      const auto value = clang_.getEnumConstantDeclValue(item);
      FoundValue result{name_of(item), static_cast<std::int64_t>(value)};
      if (is_unsigned(integer.kind) || value >= 0)
        result.value = static_cast<std::uint64_t>(clang_.getEnumConstantDeclUnsignedValue(item));
      facts.tags.values.push_back(std::move(result));
    });
  }

  void string(CXCursor cursor) {
    if (!name_of(cursor).starts_with("iopact_string_")) return;
    const auto result = clang_.Cursor_Evaluate(cursor);
    if (result == nullptr) return;
    if (clang_.EvalResult_getKind(result) == CXEval_StrLiteral) {
      facts.strings += clang_.EvalResult_getAsStr(result);
      facts.strings += '\0';
    }
    clang_.EvalResult_dispose(result);
  }

  void record(CXCursor cursor) {
    const auto type = clang_.getCursorType(cursor);
    StructLayout layout;
    layout.name = name_of(cursor);
    layout.size = bytes(clang_.Type_getSizeOf(type));
    layout.align = bytes(clang_.Type_getAlignOf(type));
    fields(type, "", 0, 0, layout.fields);
    facts.tags.structs.push_back(std::move(layout));
  }

  // `start`: bits from the start of the outermost struct.
  void fields(CXType type, const std::string& prefix, std::uint64_t start, int depth, std::vector<FieldLayout>& into) {
    visit_fields(clang_, type, [&](CXCursor field) { add_field(field, prefix, start, depth, into); });
  }

  void add_field(CXCursor cursor, const std::string& prefix, std::uint64_t start, int depth,
                 std::vector<FieldLayout>& into) {
    const auto type = clang_.getCursorType(cursor);
    const auto offset = start + static_cast<std::uint64_t>(clang_.Cursor_getOffsetOfField(cursor));
    if (clang_.Cursor_isAnonymousRecordDecl(clang_.getTypeDeclaration(type)) != 0)
      return fields(type, prefix, offset, depth, into);
    FieldLayout field;
    field.path = name_of(cursor);
    if (field.path.empty() || field.path.front() == '(') return;  // unnamed bitfield
    field.path.insert(0, prefix);
    field.type = clang_.text(clang_.getTypeSpelling(type));
    field.offset = offset / 8;
    field.size = bytes(clang_.Type_getSizeOf(type));
    field.align = 0;
    field.depth = depth;
    if (clang_.Cursor_isBitField(cursor) != 0) {
      field.bit_offset = static_cast<std::uint32_t>(offset);
      field.bit_size = static_cast<std::uint32_t>(clang_.getFieldDeclBitWidth(cursor));
    }
    const std::string path = field.path;
    into.push_back(std::move(field));
    add_members(type, path, offset, depth, into);
  }

  // Members of an aggregate that is written in place and has no tag.
  void add_members(CXType type, std::string path, std::uint64_t start, int depth, std::vector<FieldLayout>& into) {
    for (; is_array(type.kind); type = clang_.getArrayElementType(type)) path += "[0]";
    const auto declaration = clang_.getTypeDeclaration(type);
    const auto kind = clang_.getCursorKind(declaration);
    if ((kind == CXCursor_StructDecl || kind == CXCursor_UnionDecl) && clang_.Cursor_isAnonymous(declaration) != 0)
      fields(type, path + ".", start, depth + 1, into);
  }

  // Flexible arrays have no size.
  static std::uint64_t bytes(long long size) { return size > 0 ? static_cast<std::uint64_t>(size) : 0; }

  const ClangLibrary& clang_;
};

// Index and translation unit of one parse.
class Unit {
 public:
  Unit(const ClangLibrary& clang, const std::string& text, const std::vector<std::string>& options)
      : clang_(clang), index_(clang.createIndex(0, 0)) {
    std::vector<const char*> arguments;
    for (const auto& option : options) arguments.push_back(option.c_str());
    CXUnsavedFile file{probe_file, text.data(), static_cast<unsigned long>(text.size())};
    clang_.parseTranslationUnit2(index_, probe_file, arguments.data(), static_cast<int>(arguments.size()), &file, 1,
                                 CXTranslationUnit_None, &unit_);
  }
  Unit(const Unit&) = delete;
  Unit& operator=(const Unit&) = delete;
  ~Unit() {
    if (unit_ != nullptr) clang_.disposeTranslationUnit(unit_);
    clang_.disposeIndex(index_);
  }

  std::optional<Failure> error() const {
    if (unit_ == nullptr) return Failure{"libclang cannot parse the header"};
    for (unsigned i = 0; i < clang_.getNumDiagnostics(unit_); ++i) {
      const auto diagnostic = clang_.getDiagnostic(unit_, i);
      const bool is_error = clang_.getDiagnosticSeverity(diagnostic) >= CXDiagnostic_Error;
      const auto text = clang_.text(clang_.formatDiagnostic(
          diagnostic, CXDiagnostic_DisplaySourceLocation | CXDiagnostic_DisplayColumn));
      clang_.disposeDiagnostic(diagnostic);
      if (is_error) return first_error(text);
    }
    return std::nullopt;
  }

  CXCursor cursor() const { return clang_.getTranslationUnitCursor(unit_); }

  std::vector<std::string> files() const {
    struct State {
      const ClangLibrary& clang;
      std::vector<std::string> files;
    } state{clang_, {}};
    clang_.getInclusions(
        unit_,
        [](CXFile file, CXSourceLocation*, unsigned, CXClientData data) {
          auto& into = *static_cast<State*>(data);
          auto name = into.clang.text(into.clang.getFileName(file));
          if (name != probe_file) into.files.push_back(std::move(name));
        },
        &state);
    return state.files;
  }

 private:
  const ClangLibrary& clang_;
  CXIndex index_;
  CXTranslationUnit unit_ = nullptr;
};

}  // namespace

Result<ClangReader> find_clang_reader() {
  const auto installed = find_clang_library();
  if (!installed) return Failure{"libclang is not installed: install a package libclang1-*", {}, true};
  return ClangReader{installed->name, file_identity(installed->file)};
}

Result<CellReading> read_cell_with_libclang(const Spec& spec, const std::string& header, const Target& target) {
  const auto* clang = clang_library();
  if (clang == nullptr) return Failure{"libclang cannot be loaded", {}, true};
  auto options = clang_options(target);
  if (!options) return Failure{options.error(), {}, true};
  options->insert(options->end(),
                  {"-std=gnu11", "-w", "-ffreestanding", "-D" + no_assertions_macro(spec), "-include", header});
  CellReading reading;
  auto found = read_header(spec, [&](const Probe& probe) -> Result<RawFacts> {
    const Unit unit(*clang, probe.text, *options);
    if (auto error = unit.error()) return std::move(*error);
    Collector collector(*clang);
    collector.collect(unit.cursor());
    reading.files = unit.files();
    return std::move(collector.facts);
  });
  if (!found) return found.failure();
  reading.found = std::move(*found);
  return reading;
}

}  // namespace iopact

#else

namespace iopact {
namespace {
const Failure built_without{"this program was built without libclang's headers (package libclang-dev)", {}, true};
}

Result<ClangReader> find_clang_reader() { return built_without; }
Result<CellReading> read_cell_with_libclang(const Spec&, const std::string&, const Target&) { return built_without; }

}  // namespace iopact

#endif
