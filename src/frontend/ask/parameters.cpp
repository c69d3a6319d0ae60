// See parameters.h.
#include "frontend/ask/parameters.h"

#include "frontend/ask/names.h"

namespace awaitlint {

std::string parameters_of(const clang::ASTContext& context, const clang::FunctionDecl* function) {
    const clang::FunctionDecl* written = written_pattern(function);
    if (written->getDescribedFunctionTemplate()) return "";
    std::string text = "(";
    for (const clang::ParmVarDecl* parameter : written->parameters()) {
        if (text.size() > 1) text += ", ";
        text += type_fully_qualified(
            context, parameter->getType().getNonReferenceType().getCanonicalType().getUnqualifiedType());
    }
    if (written->isVariadic()) text += text.size() > 1 ? ", ..." : "...";
    return text + ")";
}

}  // namespace awaitlint
