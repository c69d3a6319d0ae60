// See source_text.h.
#include "frontend/read/source_text.h"

#include <algorithm>
#include <iterator>

#include "clang/Basic/CharInfo.h"
#include "clang/Basic/SourceManager.h"
#include "clang/Lex/Lexer.h"
#include "llvm/Support/Path.h"

#include "awaitlint/excerpt.h"

namespace awaitlint {

TokenKey SourceText::key(clang::SourceLocation location) const {
    const clang::SourceManager& sources = unit_.sources();
    return {unit_.file_offset(sources.getSpellingLoc(location)), unit_.file_offset(sources.getExpansionLoc(location))};
}

clang::SourceLocation SourceText::blanked_token(clang::SourceLocation location) const {
    const clang::SourceManager& sources = unit_.sources();
    while (location.isMacroID() && sources.isMacroArgExpansion(location))
        location = sources.getImmediateSpellingLoc(location);
    if (!location.isMacroID()) return {};
    const clang::SourceLocation token = sources.getImmediateExpansionRange(location).getBegin();
    const llvm::StringRef name(sources.getCharacterData(sources.getSpellingLoc(token)), 8);
    const bool is_ours = std::any_of(std::begin(blank_forms), std::end(blank_forms),
                                     [&](BlankForm form) { return name == spelling_of(form); });
    return is_ours ? token : clang::SourceLocation();
}

std::string SourceText::macro_body(clang::SourceLocation location) const {
    const clang::SourceManager& sources = unit_.sources();
    while (location.isMacroID() && sources.isMacroArgExpansion(location))
        location = sources.getImmediateSpellingLoc(location);
    if (!location.isMacroID()) return "";
    return clang::Lexer::getImmediateMacroName(location, sources, unit_.compiler.getLangOpts()).str();
}

std::optional<Span> SourceText::await_before(const Span& span) const {
    constexpr std::uint32_t most_space = 80;
    constexpr llvm::StringRef word = "co_await";
    Span before = span;
    before.length = std::min(span.offset, most_space);
    before.offset = span.offset - before.length;
    const std::string written = text(before);
    llvm::StringRef rest = llvm::StringRef(written).rtrim();
    if (!rest.consume_back(word) || (!rest.empty() && clang::isAsciiIdentifierContinue(rest.back())))
        return std::nullopt;
    // On the value's own line, so that the column is known.
    const auto distance = static_cast<std::uint32_t>(written.size() - rest.size());
    if (llvm::StringRef(written).substr(rest.size()).contains('\n') || distance >= span.column) return std::nullopt;
    Span keyword = span;
    keyword.offset = span.offset - distance;
    keyword.column = span.column - distance;
    keyword.length = static_cast<std::uint32_t>(word.size());
    keyword.end_line = keyword.line;
    keyword.end_column = keyword.column + keyword.length;
    return keyword;
}

bool SourceText::is_behind_await(const Span& span) const {
    constexpr std::uint32_t most_space = 80;
    Span before = span;
    before.length = std::min(span.offset, most_space);
    before.offset = span.offset - before.length;
    const std::string written = text(before);
    llvm::StringRef rest = llvm::StringRef(written).rtrim();
    while (rest.consume_back("(")) rest = rest.rtrim();
    return rest.consume_back("co_await") && (rest.empty() || !clang::isAsciiIdentifierContinue(rest.back()));
}

Span SourceText::span_of(clang::FileID file, unsigned begin, unsigned end) const {
    if (unit_.main_size && file == unit_.sources().getMainFileID()) {
        begin = std::min(begin, *unit_.main_size);
        end = std::min(end, *unit_.main_size);
    }
    const clang::SourceManager& sources = unit_.sources();
    Span span;
    span.file = relative_to_root(unit_.request.user_files, unit_.path_of(file));
    span.line = sources.getLineNumber(file, begin);
    span.column = sources.getColumnNumber(file, begin);
    span.end_line = sources.getLineNumber(file, end);
    span.end_column = sources.getColumnNumber(file, end);
    span.offset = begin;
    span.length = end - begin;
    return span;
}

std::optional<Span> SourceText::span(clang::SourceRange tokens) const {
    const clang::SourceManager& sources = unit_.sources();
    const clang::CharSourceRange range = clang::Lexer::makeFileCharRange(clang::CharSourceRange::getTokenRange(tokens),
                                                                         sources, unit_.compiler.getLangOpts());
    if (range.isInvalid()) return std::nullopt;
    const auto [file, begin] = sources.getDecomposedLoc(range.getBegin());
    const auto [end_file, end] = sources.getDecomposedLoc(range.getEnd());
    if (file != end_file || end < begin) return std::nullopt;
    return span_of(file, begin, end);
}

Span SourceText::token_span(clang::SourceLocation location) const {
    const clang::SourceManager& sources = unit_.sources();
    const clang::SourceLocation at = sources.getSpellingLoc(location);
    const auto [file, begin] = sources.getDecomposedLoc(at);
    return span_of(file, begin, begin + clang::Lexer::MeasureTokenLength(at, sources, unit_.compiler.getLangOpts()));
}

Span SourceText::macro_use(clang::SourceLocation location) const {
    const clang::SourceManager& sources = unit_.sources();
    const clang::CharSourceRange range = sources.getExpansionRange(location);
    const auto [file, begin] = sources.getDecomposedLoc(range.getBegin());
    const auto [end_file, last] = sources.getDecomposedLoc(range.getEnd());
    if (file != end_file) return token_span(range.getBegin());
    const unsigned length =
        range.isTokenRange() ? clang::Lexer::MeasureTokenLength(range.getEnd(), sources, unit_.compiler.getLangOpts())
                             : 0;
    return span_of(file, begin, last + length);
}

std::string_view SourceText::bytes(const std::string& path) const {
    if (const auto original = originals_.find(path); original != originals_.end()) return original->second;
    const auto file = unit_.compiler.getFileManager().getOptionalFileRef(path);
    if (!file) return {};
    const auto buffer = unit_.sources().getMemoryBufferForFileOrNone(*file);
    return buffer ? std::string_view(buffer->getBufferStart(), buffer->getBufferSize()) : std::string_view();
}

std::string SourceText::text(const Span& span) const {
    return std::string(view(span));
}

std::string SourceText::shown(const Span& span) const {
    return excerpt(view(span), most_source_bytes);
}

std::string_view SourceText::view(const Span& span) const {
    llvm::SmallString<256> path(span.file);
    if (!llvm::sys::path::is_absolute(path)) {
        path = unit_.request.user_files.root;
        llvm::sys::path::append(path, span.file);
    }
    const std::string_view all = bytes(std::string(path));
    return span.offset > all.size() ? std::string_view() : all.substr(span.offset, span.length);
}

}  // namespace awaitlint
