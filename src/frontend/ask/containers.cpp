// See containers.h.
#include "frontend/ask/containers.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringRef.h"

#include "frontend/ask/names.h"

namespace awaitlint {
namespace {

/// How a container keeps its elements.
enum class Keeps { nothing, in_a_row, in_rows, in_nodes, in_buckets };

Keeps way_of(const clang::CXXRecordDecl* record) {
    static constexpr llvm::StringRef in_a_row[] = {"vector",        "basic_string", "flat_map",
                                                   "flat_multimap", "flat_set",     "flat_multiset"};
    static constexpr llvm::StringRef in_nodes[] = {"list", "forward_list", "map", "multimap", "set", "multiset"};
    static constexpr llvm::StringRef in_buckets[] = {"unordered_map", "unordered_multimap", "unordered_set",
                                                     "unordered_multiset"};
    if (!record->isInStdNamespace() || !record->getDeclName().isIdentifier()) return Keeps::nothing;
    const llvm::StringRef name = record->getName();
    if (llvm::is_contained(in_a_row, name)) return Keeps::in_a_row;
    if (llvm::is_contained(in_nodes, name)) return Keeps::in_nodes;
    if (llvm::is_contained(in_buckets, name)) return Keeps::in_buckets;
    return name == "deque" ? Keeps::in_rows : Keeps::nothing;
}

/// An element may be gone behind it.
bool takes_out(const clang::CXXMethodDecl* method) {
    static constexpr llvm::StringRef words[] = {"erase",        "clear",     "extract",    "assign",
                                                "assign_range", "pop_front", "pop_back",   "remove",
                                                "unique",       "remove_if", "erase_after"};
    if (method->getOverloadedOperator() == clang::OO_Equal) return true;
    return method->getDeclName().isIdentifier() && llvm::is_contained(words, method->getName());
}

bool is_at_an_end(llvm::StringRef name) {
    static constexpr llvm::StringRef words[] = {"push_back",    "emplace_back",  "push_front",    "emplace_front",
                                                "append_range", "prepend_range", "shrink_to_fit", "resize"};
    return llvm::is_contained(words, name);
}

/// `numbers["one"]`, which puts one in where there is none.
bool is_making_lookup(const clang::CXXMethodDecl* method) {
    return method->getOverloadedOperator() == clang::OO_Subscript && !method->isConst();
}

}  // namespace

bool puts_in(const clang::CXXMethodDecl* method) {
    static constexpr llvm::StringRef words[] = {"insert",       "insert_range",  "insert_or_assign", "emplace",
                                                "emplace_hint", "try_emplace",   "push_back",        "emplace_back",
                                                "append",       "append_range",  "push_front",       "emplace_front",
                                                "merge",        "prepend_range", "replace",          "resize",
                                                "rehash",       "reserve",       "shrink_to_fit"};
    return method->getDeclName().isIdentifier() && llvm::is_contained(words, method->getName());
}

Loses lost_by(const clang::CXXMethodDecl* method) {
    const Keeps way = way_of(method->getParent());
    if (way == Keeps::nothing) return Loses::nothing;
    if (takes_out(method)) return Loses::all;
    switch (way) {
        case Keeps::in_a_row: {
            const bool is_map = method->getParent()->getName() == "flat_map";
            const bool grows = method->getOverloadedOperator() == clang::OO_PlusEqual;
            return puts_in(method) || grows || (is_map && is_making_lookup(method)) ? Loses::all : Loses::nothing;
        }
        case Keeps::in_rows:
            if (!puts_in(method)) return Loses::nothing;
            return is_at_an_end(method->getName()) ? Loses::iterators : Loses::all;
        case Keeps::in_buckets:
            return puts_in(method) || is_making_lookup(method) ? Loses::iterators : Loses::nothing;
        default:
            return Loses::nothing;
    }
}

bool erases_from_first(const clang::FunctionDecl* function) {
    return is_standard_function(function, {"erase", "erase_if"}) && !llvm::isa<clang::CXXMethodDecl>(function);
}

bool gives_new_element(const clang::CXXMethodDecl* method) {
    static constexpr llvm::StringRef words[] = {"insert",      "emplace",          "emplace_hint", "emplace_back",
                                                "try_emplace", "insert_or_assign", "emplace_front"};
    return way_of(method->getParent()) != Keeps::nothing && method->getDeclName().isIdentifier() &&
           llvm::is_contained(words, method->getName());
}

}  // namespace awaitlint
