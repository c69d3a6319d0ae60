// See locks.h.
#include "frontend/ask/locks.h"

#include <algorithm>
#include <array>
#include <iterator>

#include "clang/AST/Attr.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/DeclTemplate.h"

#include "frontend/ask/names.h"

namespace awaitlint {
namespace {

/// Of any lock: which one is their first template argument.
constexpr llvm::StringRef guards_of_any[] = {"std::lock_guard",    "std::unique_lock",    "std::scoped_lock",
                                             "std::shared_lock",   "boost::lock_guard",   "boost::unique_lock",
                                             "boost::shared_lock", "boost::upgrade_lock", "QMutexLocker"};
constexpr llvm::StringRef guards[] = {"absl::MutexLock",      "absl::ReaderMutexLock",     "absl::WriterMutexLock",
                                      "absl::MutexLockMaybe", "absl::ReleasableMutexLock", "QReadLocker",
                                      "QWriteLocker",         "folly::LockedPtr",          "kj::Locked"};

template <class Names>
bool is_one_of(const std::string& name, const Names& names) {
    return std::find(std::begin(names), std::end(names), name) != std::end(names);
}

const clang::CXXRecordDecl* definition_of(clang::QualType type) {
    const auto* record = type.isNull() ? nullptr : type.getNonReferenceType()->getAsCXXRecordDecl();
    return record ? record->getDefinition() : nullptr;
}

/// A base may have what a class itself has not; a base that is not known may have anything.
template <class Visit>
bool each_method(const clang::CXXRecordDecl* record, const Visit& visit) {
    const auto visit_own = [&](const clang::CXXRecordDecl* own) {
        for (const clang::CXXMethodDecl* method : own->methods())
            if (method->getDeclName().isIdentifier()) visit(method);
        return true;
    };
    return visit_own(record) && record->forallBases(visit_own);
}

bool locks_all(const clang::ClassTemplateSpecializationDecl* guard) {
    const clang::TemplateArgumentList& arguments = guard->getTemplateArgs();
    if (arguments.size() == 0) return false;
    const clang::TemplateArgument& first = arguments[0];
    if (first.getKind() == clang::TemplateArgument::Type) return is_thread_lock(first.getAsType());
    if (first.getKind() != clang::TemplateArgument::Pack) return false;
    return first.pack_size() != 0 && std::any_of(first.pack_begin(), first.pack_end(), [](const auto& lock) {
               return lock.getKind() == clang::TemplateArgument::Type && is_thread_lock(lock.getAsType());
           });
}

}  // namespace

bool is_thread_lock(clang::QualType type) {
    const clang::CXXRecordDecl* record = definition_of(type);
    // One without anything in it stands in for a lock where there is only one thread.
    if (!record || record->isDependentContext() || record->isEmpty()) return false;
    bool has_lock = false, has_unlock = false, is_of_coroutines = false;
    const bool are_known = each_method(record, [&](const clang::CXXMethodDecl* method) {
        const llvm::StringRef name = method->getName();
        const bool is_plain = method->getNumParams() == 0 && !method->getReturnType()->isRecordType();
        has_lock |= is_plain && (name == "lock" || name == "lock_shared");
        has_unlock |= is_plain && (name == "unlock" || name == "unlock_shared");
        is_of_coroutines |= name.contains_insensitive("lock") && method->getReturnType()->isRecordType();
    });
    return are_known && has_lock && has_unlock && !is_of_coroutines;
}

bool is_thread_guard(clang::QualType type) {
    const clang::CXXRecordDecl* record = definition_of(type);
    if (!record || record->isDependentContext()) return false;
    if (record->hasAttr<clang::ScopedLockableAttr>()) return true;
    const std::string name = class_name(type);
    if (is_one_of(name, guards)) return true;
    if (!is_one_of(name, guards_of_any)) return false;
    const auto* specialisation = llvm::dyn_cast<clang::ClassTemplateSpecializationDecl>(record);
    return !specialisation || locks_all(specialisation);
}

bool is_guard_by_name(clang::QualType type) {
    const std::string qualified = class_name(type.getNonReferenceType());
    const llvm::StringRef name = llvm::StringRef(qualified).rsplit("::").second.empty()
                                     ? llvm::StringRef(qualified)
                                     : llvm::StringRef(qualified).rsplit("::").second;
    const auto* record = type.getNonReferenceType()->getAsCXXRecordDecl();
    if (record && record->hasDefinition() && record->hasTrivialDestructor()) return false;
    static constexpr std::array<llvm::StringRef, 3> words = {"lock", "guard", "critical_section"};
    return contains_any_of(name, words);
}

}  // namespace awaitlint
