// See own_declarations.h.
#include "frontend/read/own_declarations.h"

#include <fmt/format.h>

#include "clang/Lex/Preprocessor.h"

namespace awaitlint {

std::string own_declarations() {
    std::string text = fmt::format(
        "#define {} __extension__\n"
        "#define {} (void)__extension__\n"
        "#define {} ({})\n"
        "struct {} {{}};\n"
        "namespace __awaitlint {{ struct anything {{ template <class T> explicit anything(T&&) noexcept;"
        " template <class T> operator T() const; const anything* begin() const; const anything* end() const; }};\n",
        spelling_of(BlankForm::plain), spelling_of(BlankForm::statement), spelling_of(BlankForm::anything),
        anything_type_name, unknown_type_name);
    for (const char* operation :
         {"+", "-", "*", "/", "%", "&", "|", "^", "<<", ">>", "==", "!=", "<", ">", "<=", ">=", "&&", "||"})
        text += fmt::format(
            "template <class T> anything operator{0}(const T&, const anything&);"
            " template <class T> anything operator{0}(const anything&, const T&);"
            " anything operator{0}(const anything&, const anything&);\n",
            operation);
    for (const char* operation : {"+=", "-=", "*=", "/=", "%=", "|=", "&=", "^=", "<<=", ">>="})
        text += fmt::format("template <class T> T& operator{0}(T&, const anything&);\n", operation);
    return text + "}\n";
}

void add_own_declarations(clang::Preprocessor& preprocessor) {
    if (!preprocessor.getLangOpts().CPlusPlus) return;
    preprocessor.setPredefines(own_declarations() + preprocessor.getPredefines());
}

}  // namespace awaitlint
