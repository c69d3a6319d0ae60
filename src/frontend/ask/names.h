// Names of things in Clang's AST as awaitlint prints them: functions, types, symbols.
//
// In: declarations and types. Out: text and Symbols (facts.h). A lambda is "outer::(lambda)". Types come in two
// forms: as written (for messages) and fully qualified (for machines). Decides nothing.
#pragma once

#include <string>

#include "clang/AST/Decl.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/Type.h"

#include "awaitlint/facts.h"
#include "frontend/read/parse.h"

namespace awaitlint {

bool is_lambda_call_operator(const clang::FunctionDecl* function);
/// A name that would be longer than most_type_bytes is its template's alone: "couple<...>".
std::string type_as_written(const clang::ASTContext& context, clang::QualType type);
std::string type_fully_qualified(const clang::ASTContext& context, clang::QualType type);
/// Equal for equal types, whatever alias they are written by.
std::string canonical_name(const clang::ASTContext& context, clang::QualType type);
/// The class (or class template) of a type, through aliases and references: qualified, without template arguments;
/// empty where it is none.
std::string class_name(clang::QualType type);
std::string function_name(const clang::FunctionDecl* function);
/// Whatever the case. People's words for things: what follows from one is a guess.
bool contains_any_of(llvm::StringRef name, llvm::ArrayRef<llvm::StringRef> words);
/// One of these of namespace std: `std::move`.
bool is_standard_function(const clang::FunctionDecl* function, llvm::ArrayRef<llvm::StringRef> names);
/// This class of namespace std, or a reference to it: "suspend_always", "pair".
bool is_standard_class(clang::QualType type, llvm::StringRef name);

/// Makes an rvalue of the object that it is given: `std::move`, `kj::mv`, and whoever wrote it once more.
bool is_move(const clang::FunctionDecl* function);

/// The template or member that a specialisation was made from, else the function itself: what the user wrote.
const clang::FunctionDecl* written_pattern(const clang::FunctionDecl* function);
std::string usr_of(const clang::Decl* decl);
Symbol symbol_of(const ParsedUnit& unit, const clang::FunctionDecl* function);

/// Whatever has this qualified name, through classes and aliases of namespaces.
std::vector<clang::NamedDecl*> decls_named(clang::ASTContext& context, llvm::StringRef qualified_name);

/// A parameter of this type takes the class itself, or a specialisation of its template with what is deduced.
bool takes_class(clang::QualType parameter, const clang::CXXRecordDecl* record);

}  // namespace awaitlint
