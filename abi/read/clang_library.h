// SPDX-License-Identifier: GPL-2.0-or-later
// libclang's C API, loaded when first asked for: only `iopact check` uses it, no other command may pay for LLVM.
// Include it only where IOPACT_HAVE_CLANG_C is defined (clang-c/Index.h was there at build time).
#pragma once

#include <clang-c/Index.h>

#include <optional>
#include <string>

namespace iopact {

// The newest libclang in the system's library folders. Loads nothing.
struct InstalledClang {
  std::string file;
  std::string name;  // "libclang-19"
};
std::optional<InstalledClang> find_clang_library();

// The functions used here, without their prefix.
struct ClangLibrary {
  decltype(&::clang_getClangVersion) getClangVersion;
  decltype(&::clang_getCString) getCString;
  decltype(&::clang_disposeString) disposeString;
  decltype(&::clang_createIndex) createIndex;
  decltype(&::clang_disposeIndex) disposeIndex;
  decltype(&::clang_parseTranslationUnit2) parseTranslationUnit2;
  decltype(&::clang_disposeTranslationUnit) disposeTranslationUnit;
  decltype(&::clang_getNumDiagnostics) getNumDiagnostics;
  decltype(&::clang_getDiagnostic) getDiagnostic;
  decltype(&::clang_disposeDiagnostic) disposeDiagnostic;
  decltype(&::clang_getDiagnosticSeverity) getDiagnosticSeverity;
  decltype(&::clang_formatDiagnostic) formatDiagnostic;
  decltype(&::clang_getTranslationUnitCursor) getTranslationUnitCursor;
  decltype(&::clang_visitChildren) visitChildren;
  decltype(&::clang_getInclusions) getInclusions;
  decltype(&::clang_getFileName) getFileName;
  decltype(&::clang_getCursorKind) getCursorKind;
  decltype(&::clang_getCursorSpelling) getCursorSpelling;
  decltype(&::clang_getCursorType) getCursorType;
  decltype(&::clang_isCursorDefinition) isCursorDefinition;
  decltype(&::clang_Cursor_isAnonymous) Cursor_isAnonymous;
  decltype(&::clang_Cursor_isAnonymousRecordDecl) Cursor_isAnonymousRecordDecl;
  decltype(&::clang_Cursor_isBitField) Cursor_isBitField;
  decltype(&::clang_getFieldDeclBitWidth) getFieldDeclBitWidth;
  decltype(&::clang_Cursor_getOffsetOfField) Cursor_getOffsetOfField;
  decltype(&::clang_Cursor_Evaluate) Cursor_Evaluate;
  decltype(&::clang_EvalResult_getKind) EvalResult_getKind;
  decltype(&::clang_EvalResult_getAsStr) EvalResult_getAsStr;
  decltype(&::clang_EvalResult_dispose) EvalResult_dispose;
  decltype(&::clang_Type_visitFields) Type_visitFields;
  decltype(&::clang_Type_getSizeOf) Type_getSizeOf;
  decltype(&::clang_Type_getAlignOf) Type_getAlignOf;
  decltype(&::clang_getTypeSpelling) getTypeSpelling;
  decltype(&::clang_getCanonicalType) getCanonicalType;
  decltype(&::clang_getTypeDeclaration) getTypeDeclaration;
  decltype(&::clang_getArrayElementType) getArrayElementType;
  decltype(&::clang_getEnumDeclIntegerType) getEnumDeclIntegerType;
  decltype(&::clang_getEnumConstantDeclValue) getEnumConstantDeclValue;
  decltype(&::clang_getEnumConstantDeclUnsignedValue) getEnumConstantDeclUnsignedValue;

  // Takes over a string of libclang's.
  std::string text(CXString owned) const;
};

// Loaded once and kept; nullptr where there is none or it lacks a function.
const ClangLibrary* clang_library();

}  // namespace iopact
