// See source_text.h.
#include "frontend/read/source_text.h"

#include <algorithm>
#include <iterator>

#include "clang/Basic/SourceManager.h"
#include "clang/Lex/Lexer.h"
#include "llvm/Support/Path.h"

#include "awaitlint/excerpt.h"
#include "frontend/read/own_declarations.h"

namespace awaitlint {

static constexpr std::string_view await_word = "co_await";

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
    const std::string path = path_of(span);
    const std::string_view text = bytes(path);
    const RawTokens& all = tokens(path);
    const std::size_t behind = all.from(span.offset);
    if (behind == 0 || !all.all()[behind - 1].is_word(await_word, text)) return std::nullopt;
    const RawTokens::Token& token = all.all()[behind - 1];
    // On the value's own line, so that the column is known.
    const std::uint32_t distance = span.offset - token.offset;
    const bool is_on_line = text.substr(token.offset, distance).find('\n') == std::string_view::npos;
    if (!is_on_line || distance >= span.column) return std::nullopt;
    Span keyword = span;
    keyword.offset = token.offset;
    keyword.column = span.column - distance;
    keyword.length = token.length;
    keyword.end_line = keyword.line;
    keyword.end_column = keyword.column + keyword.length;
    return keyword;
}

bool SourceText::is_behind_blank(const Span& span) const {
    const std::string path = path_of(span);
    if (!originals_.count(path)) return false;
    const std::string_view text = bytes(path);
    const RawTokens& all = tokens(path);
    std::size_t at = all.from(span.offset);
    while (at > 0 && all.all()[at - 1].kind == clang::tok::l_paren) --at;
    if (at == 0 || !all.all()[at - 1].is_word(await_word, text)) return false;
    return parsed_bytes(path).substr(all.all()[at - 1].offset, await_word.size()) != await_word;
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

bool SourceText::begins_macro(clang::SourceLocation location) const {
    return location.isMacroID() &&
           clang::Lexer::isAtStartOfMacroExpansion(location, unit_.sources(), unit_.compiler.getLangOpts());
}

std::string_view SourceText::bytes(const std::string& path) const {
    const auto original = originals_.find(path);
    return original != originals_.end() ? std::string_view(original->second) : parsed_bytes(path);
}

const RawTokens& SourceText::tokens(const std::string& path) const {
    const auto known = tokens_.find(path);
    return known != tokens_.end() ? known->second : tokens_.emplace(path, RawTokens(bytes(path))).first->second;
}

std::string_view SourceText::parsed_bytes(const std::string& path) const {
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

std::string SourceText::path_of(const Span& span) const {
    if (llvm::sys::path::is_absolute(span.file)) return span.file;
    llvm::SmallString<256> path(unit_.request.user_files.root);
    llvm::sys::path::append(path, span.file);
    return std::string(path);
}

std::string_view SourceText::view(const Span& span) const {
    const std::string_view all = bytes(path_of(span));
    return span.offset > all.size() ? std::string_view() : all.substr(span.offset, span.length);
}

}  // namespace awaitlint
