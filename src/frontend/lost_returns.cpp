// See lost_returns.h.
#include "frontend/lost_returns.h"

#include <algorithm>
#include <set>

#include "clang/Basic/LangOptions.h"
#include "clang/Lex/Lexer.h"

#include "frontend/ask.h"

namespace awaitlint {
namespace {

/// A cast that takes as many bytes as the keyword: every offset stays true.
void blank(std::string& text, const FileOffset& at) {
    static constexpr std::string_view cast = "(void)";
    const bool is_of_coroutine = text.compare(at.offset, 9, "co_return") == 0;
    text.replace(at.offset, is_of_coroutine ? 9 : cast.size(), is_of_coroutine ? "(void)   " : "(void)");
}

}  // namespace

std::vector<ReturnWord> return_words(std::string_view text) {
    clang::LangOptions options;
    options.CPlusPlus = options.CPlusPlus11 = options.CPlusPlus14 = options.CPlusPlus17 = options.CPlusPlus20 = true;
    options.LineComment = options.RawStringLiterals = true;
    clang::Lexer lexer(clang::SourceLocation(), options, text.data(), text.data(), text.data() + text.size());
    std::vector<ReturnWord> words;
    std::vector<std::pair<std::size_t, int>> open;  // words whose operand has not ended, with their depth
    int depth = 0;
    clang::Token token;
    for (bool at_end = false; !at_end;) {
        at_end = lexer.LexFromRawLexer(token);
        const auto end = static_cast<std::uint32_t>(lexer.getBufferLocation() - text.data());
        const std::uint32_t offset = end - token.getLength();
        depth += token.isOneOf(clang::tok::l_paren, clang::tok::l_square, clang::tok::l_brace) -
                 token.isOneOf(clang::tok::r_paren, clang::tok::r_square, clang::tok::r_brace);
        while (!open.empty() &&
               (depth < open.back().second || (token.is(clang::tok::semi) && depth == open.back().second))) {
            words[open.back().first].end_of_operand = offset;
            open.pop_back();
        }
        if (token.isNot(clang::tok::raw_identifier)) continue;
        const std::string_view word = text.substr(offset, token.getLength());
        if (word != "return" && word != "co_return") continue;
        open.emplace_back(words.size(), depth);
        words.push_back({offset, token.getLength(), offset});
    }
    return words;
}

std::vector<FileOffset> returns_around(const std::string& file, std::string_view text,
                                       const std::vector<Diagnostic>& errors) {
    std::vector<FileOffset> found;
    for (const ReturnWord& word : return_words(text)) {
        const bool has_error = std::any_of(errors.begin(), errors.end(), [&](const Diagnostic& error) {
            return std::any_of(error.places.begin(), error.places.end(), [&](const FileOffset& at) {
                return at.file == file && at.offset >= word.offset && at.offset <= word.end_of_operand;
            });
        });
        if (has_error) found.push_back({file, word.offset});
    }
    return found;
}

llvm::Expected<std::vector<Value>> values_of_lost_returns(LostReturns lost, Asking& asking) {
    std::set<std::string> files;
    for (const Diagnostic& error : lost.errors)
        for (const FileOffset& at : error.places)
            if (is_users_file(lost.request.user_files, at.file)) files.insert(at.file);
    std::set<FileOffset> blanked;
    for (const std::string& file : files) {
        if (!lost.texts.overlays.count(file)) {
            auto bytes = read_bytes(file, lost.recorder);
            if (!bytes) return bytes.takeError();
            lost.texts.originals[file] = *bytes;
            lost.texts.overlays[file] = std::move(*bytes);
        }
        std::string& text = lost.texts.overlays[file];
        for (const FileOffset& at : returns_around(file, text, lost.errors)) {
            blank(text, at);
            blanked.insert(at);
        }
    }
    std::vector<Value> values;
    if (blanked.empty()) return values;
    ParseQuestion question;
    question.texts = std::move(lost.texts.overlays);
    question.originals = std::move(lost.texts.originals);
    question.with_values = question.is_last = true;
    question.lost_returns = blanked;
    // What is wrong is what was wrong before.
    question.told = lost.errors;
    auto answer = asking.ask(question, lost.skip_bodies);
    if (!answer) return answer.takeError();
    for (Value& value : answer->collected.facts.values)
        if (value.fate == Fate::misused && value.how == "return") values.push_back(std::move(value));
    return values;
}

}  // namespace awaitlint
