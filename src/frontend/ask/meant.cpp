// See meant.h.
#include "frontend/ask/meant.h"

#include <algorithm>

#include <fmt/format.h>

#include "clang/AST/DeclCXX.h"
#include "clang/AST/DeclTemplate.h"
#include "llvm/ADT/StringExtras.h"

#include "frontend/ask/names.h"

namespace awaitlint {
namespace {

/// A class of values without functions. Whatever its name is, there is nothing to wait for.
bool is_plain_data(const clang::CXXRecordDecl* record) {
    return !record->field_empty() && !record->isPolymorphic() &&
           std::all_of(record->method_begin(), record->method_end(),
                       [](const clang::CXXMethodDecl* method) { return method->isImplicit(); });
}

bool is_called_without_arguments(Prober& prober, clang::QualType type, llvm::StringRef member) {
    return prober.has_member(type, member) && !prober.member_result(type, member).isNull();
}

/// What only something in progress has.
std::string telling_member(Prober& prober, clang::QualType type) {
    const auto has = [&](const char* member) { return is_called_without_arguments(prober, type, member); };
    if (has("GetResults")) return "GetResults";
    if (has("wait") && has("get")) return "wait";
    if (prober.has_member(type, "then") && (has("get") || has("wait"))) return "then";
    if (prober.has_member(type, "joinable") && has("join")) return "join";
    return "";
}

/// What something in progress has beside its name.
bool has_fitting_member(Prober& prober, clang::QualType type) {
    static constexpr llvm::StringRef called[] = {"get", "wait", "resume", "cancel", "Cancel"};
    static constexpr llvm::StringRef present[] = {"then", "Completed", "on_completed"};
    return std::any_of(std::begin(called), std::end(called),
                       [&](llvm::StringRef member) { return is_called_without_arguments(prober, type, member); }) ||
           std::any_of(std::begin(present), std::end(present),
                       [&](llvm::StringRef member) { return prober.has_member(type, member); });
}

/// `std::unique_ptr<task<int>>`, `std::vector<task<>>`, `task<>*`: what is dropped with it is the task. Null where
/// there is none.
clang::QualType held_task(Prober& prober, clang::QualType type) {
    const auto is_task = [&](clang::QualType held) {
        held = held.getNonReferenceType().getUnqualifiedType();
        return !held->isDependentType() && held->getAsCXXRecordDecl() && prober.is_task_like(held);
    };
    if (type->isPointerType()) return is_task(type->getPointeeType()) ? type->getPointeeType() : clang::QualType();
    const auto* made = llvm::dyn_cast_or_null<clang::ClassTemplateSpecializationDecl>(type->getAsCXXRecordDecl());
    if (!made || !made->isInStdNamespace() || made->getName().contains("coroutine")) return {};
    for (const clang::TemplateArgument& argument : made->getTemplateArgs().asArray())
        if (argument.getKind() == clang::TemplateArgument::Type && is_task(argument.getAsType()))
            return argument.getAsType();
    return {};
}

}  // namespace

bool is_named_async(llvm::StringRef name) {
    if (name.ends_with("Async") || name.ends_with("_async") || name.starts_with("async_")) return name.size() > 6;
    if (name.ends_with("_coro") || name.ends_with("Coro")) return name.size() > 5;
    llvm::StringRef rest = name;
    return (rest.consume_front("async") || rest.consume_front("Async")) && !rest.empty() && llvm::isUpper(rest.front());
}

std::string why_meant(const ParsedUnit& unit, Prober& prober, clang::QualType type, const clang::FunctionDecl* callee) {
    if (type.isNull()) return "";
    if (const clang::QualType held = held_task(prober, type.getNonReferenceType()); !held.isNull())
        return fmt::format("it holds '{}', which can be", type_as_written(unit.context(), held));
    const auto* record = type.getNonReferenceType()->getAsCXXRecordDecl();
    if (!record || record->isLambda() || !record->getDeclName().isIdentifier()) return "";
    const clang::QualType plain = type.getNonReferenceType().getUnqualifiedType();
    const std::string full_name = class_name(plain);
    const std::vector<std::string>& known = unit.request.types;
    if (std::find(known.begin(), known.end(), full_name) != known.end()) return "its library awaits it";
    static constexpr llvm::StringRef strong[] = {"future", "awaitable", "awaiter", "coroutine", "iasync"};
    static constexpr llvm::StringRef weak[] = {"task", "operation", "promise", "deferred", "async", "action"};
    const llvm::StringRef name = record->getName();
    const bool is_standard = record->isInStdNamespace();
    if (is_standard && name.contains("coroutine")) return "";
    if (contains_any_of(name, strong) && !is_plain_data(record)) return "its name says that its result comes later";
    if (is_standard) {
        const bool is_thread = name == "thread" || name == "jthread";
        return is_thread ? "it runs until it is joined" : "";
    }
    if (!record->hasDefinition()) return "";
    const clang::QualType promise = prober.promise_of_result(plain);
    const bool is_generator = !promise.isNull() && prober.has_member(promise, "yield_value");
    if (!promise.isNull() && !is_generator) return "it is what a coroutine returns";
    if (is_plain_data(record->getDefinition())) return "";
    if (const std::string member = telling_member(prober, plain); !member.empty())
        return fmt::format("it has a member '{}'", member);
    if (contains_any_of(name, weak) && has_fitting_member(prober, plain))
        return "its name says that its result comes later";
    if (callee && callee->getDeclName().isIdentifier() && is_named_async(callee->getName()))
        return fmt::format("'{}' is named as an asynchronous operation", callee->getNameAsString());
    return "";
}

}  // namespace awaitlint
