// See statements.h.
#include "frontend/read/statements.h"

#include <algorithm>

#include "clang/Basic/CharInfo.h"

#include "frontend/read/raw_tokens.h"

namespace awaitlint {
namespace {

bool is_one_of(std::string_view word, std::initializer_list<std::string_view> words) {
    return std::find(words.begin(), words.end(), word) != words.end();
}

bool is_keyword(std::string_view word) {
    return is_one_of(word, {"auto",     "const",     "constexpr", "static",   "if",   "for",      "while",
                            "switch",   "return",    "co_return", "co_await", "std",  "decltype", "volatile",
                            "co_yield", "constinit", "unsigned",  "int",      "bool", "char",     "long",
                            "double",   "float",     "void",      "else",     "do",   "try",      "catch",
                            "using",    "typename",  "template",  "case",     "new",  "delete",   "this"});
}

bool deduces(std::string_view word) {
    return is_one_of(word, {"auto", "decltype", "using"});
}

/// A brace behind this word begins a list of values, and no block. `may_be_type`: since the last statement began there
/// was a class, or the arrow of a return type.
bool opens_value(const std::string& previous, bool is_block_around, bool may_be_type) {
    if (!is_block_around) return !is_one_of(previous, {")", "]"}) && !may_be_type;
    if (is_one_of(previous, {"=", ",", "(", "return", "co_return", "co_yield", "co_await"})) return true;
    if (may_be_type || previous.empty()) return false;
    const bool is_behind_name = previous == ">" || clang::isAsciiIdentifierContinue(previous.back());
    return is_behind_name &&
           !is_one_of(previous, {"else", "do", "try", "const", "noexcept", "override", "final", "mutable"});
}

}  // namespace

Statements::Statements(std::string_view text) {
    std::vector<bool> open;    // brackets: true for the brace of a block
    bool may_be_type = false;  // since the last boundary: a trailing return type, a class
    std::string previous;
    const auto begin_statement = [&](std::uint32_t at) {
        begins_.push_back(at);
        first_words_.push_back(words_.size());
        may_be_type = false;
    };
    begin_statement(0);
    each_raw_token(text, [&](const clang::Token& token, std::uint32_t offset) {
        if (token.is(clang::tok::eof)) return false;
        const std::uint32_t end = offset + token.getLength();
        std::string word(text.substr(offset, token.getLength()));
        const bool is_block_around = open.empty() || open.back();
        if (token.is(clang::tok::l_brace)) {
            const bool is_block = !opens_value(previous, is_block_around, may_be_type);
            open.push_back(is_block);
            if (is_block) begin_statement(end);
        } else if (token.is(clang::tok::r_brace)) {
            const bool was_block = open.empty() || open.back();
            if (!open.empty()) open.pop_back();
            if (was_block) begin_statement(end);
        } else if (token.isOneOf(clang::tok::l_paren, clang::tok::l_square)) {
            open.push_back(false);
        } else if (token.isOneOf(clang::tok::r_paren, clang::tok::r_square)) {
            if (!open.empty() && !open.back()) open.pop_back();
        } else if (token.is(clang::tok::semi) && is_block_around) {
            begin_statement(end);
        }
        may_be_type |= (token.is(clang::tok::arrow) && previous == ")") ||
                       is_one_of(word, {"struct", "class", "union", "enum", "namespace", "requires"});
        const bool is_name = token.is(clang::tok::raw_identifier);
        if (is_name || token.isOneOf(clang::tok::equal, clang::tok::colon)) words_.push_back({offset, word, is_name});
        previous = std::move(word);
        return true;
    });
}

std::size_t Statements::around(std::uint32_t offset) const {
    return static_cast<std::size_t>(std::upper_bound(begins_.begin(), begins_.end(), offset) - begins_.begin()) - 1;
}

std::map<std::size_t, std::set<std::size_t>> Statements::flows(std::uint32_t begin, std::uint32_t end,
                                                               const std::vector<Source>& sources) const {
    std::map<std::size_t, std::set<std::size_t>> result;
    std::map<std::size_t, std::vector<Source>> standing;
    for (const Source& source : sources) standing[around(source.offset)].push_back(source);
    std::map<std::string, std::set<std::size_t>> tainted;
    for (std::size_t statement = around(begin); statement < begins_.size() && begins_[statement] < end; ++statement) {
        const std::size_t last = statement + 1 < begins_.size() ? first_words_[statement + 1] : words_.size();
        std::set<std::size_t>& in = result[statement];
        bool is_deduced = false;
        for (std::size_t i = first_words_[statement]; i < last; ++i) {
            is_deduced |= deduces(words_[i].text);
            if (const auto found = tainted.find(words_[i].text); found != tainted.end())
                in.insert(found->second.begin(), found->second.end());
        }
        if (const auto here = standing.find(statement); here != standing.end())
            for (const Source& source : here->second) in.insert(source.index);
        if (in.empty()) {
            result.erase(statement);
            continue;
        }
        if (!is_deduced) continue;
        const std::set<std::size_t> all = in;
        for (std::size_t i = first_words_[statement]; i < last && words_[i].is_name; ++i)
            if (!is_keyword(words_[i].text)) tainted[words_[i].text].insert(all.begin(), all.end());
    }
    return result;
}

}  // namespace awaitlint
