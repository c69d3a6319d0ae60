// What every unit of C++ begins with: what a blanked keyword becomes, a type that no promise knows, and one that fits
// any place of an expression.
//
// The latter's operators are found by its namespace alone (ADL), so that no other expression sees them. All of it
// stands in front of what the command defines: an open comment in a -D must not swallow it.
#pragma once

#include <string>

namespace clang {
class Preprocessor;
}

namespace awaitlint {

/// What a blanked `co_await` becomes: a macro of its length, so that every offset stays true. Tried in this order.
enum class BlankForm {
    plain,      // __extension__: an operator of exactly co_await's precedence that changes neither type nor category
    statement,  // (void)__extension__: where `co_await T(v);` would become a declaration
    anything,   // a cast to a class that converts to anything: where the operand's own type does not fit its place
};
inline constexpr BlankForm blank_forms[] = {BlankForm::plain, BlankForm::statement, BlankForm::anything};
constexpr const char* spelling_of(BlankForm form) {
    return form == BlankForm::plain ? "__awlint" : form == BlankForm::statement ? "__awlstm" : "__awlany";
}
/// An empty class that no promise knows: what accepts it accepts anything.
inline constexpr const char* unknown_type_name = "__awaitlint_unknown";
inline constexpr const char* anything_type_name = "__awaitlint::anything";

std::string own_declarations();

/// Before the first token is read.
void add_own_declarations(clang::Preprocessor& preprocessor);

}  // namespace awaitlint
