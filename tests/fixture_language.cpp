// See fixture_language.h.
#include "fixture_language.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <functional>
#include <optional>

#include <fmt/format.h>

#include "clang/Basic/LangOptions.h"
#include "clang/Basic/TokenKinds.h"
#include "clang/Lex/Lexer.h"

#include "awaitlint/edits.h"
#include "awaitlint/rule.h"

namespace awaitlint::fixtures {
namespace {

constexpr std::array suggestion_kinds = {"async", "sync",        "await",     "call",          "move",    "using",
                                         "group", "type",        "co_return", "spawn",         "at_once", "name",
                                         "value", "await_first", "unlock",    "coroutine_lock"};

bool is_suggestion_kind(std::string_view word) {
    return std::find(suggestion_kinds.begin(), suggestion_kinds.end(), word) != suggestion_kinds.end();
}

std::string_view trimmed(std::string_view text) {
    const auto is_space = [](char c) { return std::isspace(static_cast<unsigned char>(c)) != 0; };
    while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
    while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
    return text;
}

/// Every token of a text with its spelling and where it stands, comments included.
void for_each_token(std::string_view text,
                    const std::function<void(const clang::Token&, std::string_view, std::uint32_t)>& visit) {
    const std::string terminated(text);
    clang::LangOptions options;
    options.CPlusPlus = options.CPlusPlus11 = options.CPlusPlus14 = options.CPlusPlus20 = true;
    options.RawStringLiterals = options.LineComment = true;
    const char* begin = terminated.data();
    clang::Lexer lexer(clang::SourceLocation(), options, begin, begin, begin + terminated.size());
    lexer.SetCommentRetentionState(true);
    clang::Token token;
    for (bool at_end = false; !at_end;) {
        at_end = lexer.LexFromRawLexer(token);
        if (token.is(clang::tok::eof)) return;
        const auto end = static_cast<std::uint32_t>(lexer.getBufferLocation() - begin);
        const std::uint32_t offset = end - token.getLength();
        visit(token, std::string_view(begin, terminated.size()).substr(offset, token.getLength()), offset);
    }
}

/// A comment that opens with a word and a colon: "expect@-1: ...".
struct Directive {
    std::string word;
    int shift = 0;
    std::string rest;
    std::uint32_t line = 0;
};

/// Nothing where the comment is prose.
std::optional<Directive> directive_in(std::string_view comment, std::uint32_t line) {
    comment.remove_prefix(2);
    if (comment.ends_with("*/")) comment.remove_suffix(2);
    comment = trimmed(comment);
    if (comment == "clean") return Directive{"clean", 0, "", line};
    std::size_t at = 0;
    const auto is_of_word = [](char c) { return std::islower(static_cast<unsigned char>(c)) || c == '-' || c == '_'; };
    while (at < comment.size() && is_of_word(comment[at])) ++at;
    if (at == 0 || at == comment.size()) return std::nullopt;
    Directive directive{std::string(comment.substr(0, at)), 0, "", line};
    if (comment[at] == '@') {
        const std::size_t digits = at + 1 + (comment.substr(at + 1).starts_with('+') ? 1 : 0);
        const char* last = comment.data() + comment.size();
        const auto [end, error] = std::from_chars(comment.data() + digits, last, directive.shift);
        if (error != std::errc()) return std::nullopt;
        at = static_cast<std::size_t>(end - comment.data());
    }
    if (at == comment.size() || comment[at] != ':') return std::nullopt;
    comment.remove_prefix(at + 1);
    if (!comment.empty() && !std::isspace(static_cast<unsigned char>(comment.front()))) return std::nullopt;
    directive.rest = trimmed(comment);
    return directive;
}

std::string take_word(std::string_view& rest) {
    rest = trimmed(rest);
    const std::size_t end = std::min(rest.size(), rest.find_first_of(" \t"));
    const std::string word(rest.substr(0, end));
    rest = trimmed(rest.substr(end));
    return word;
}

class Reader {
public:
    void comment(std::string_view text, std::uint32_t line, bool is_behind_code) {
        const auto directive = directive_in(text, line);
        if (!directive) return;
        const std::string& word = directive->word;
        if (directive->shift != 0 && word != "expect" && word != "missed" && word != "overreach")
            return complain(line, fmt::format("'{}' takes no '@'", word));
        if (word == "clean") return clean(line, is_behind_code);
        if (word == "fixture") return settings(*directive);
        if (word == "expect") return expect(*directive);
        if (word == "missed") return explained(*directive, Expectation::Kind::missed);
        if (word == "overreach") return explained(*directive, Expectation::Kind::overreach);
        if (word == "unproven" || word == "without" || is_suggestion_kind(word)) return suggestion(*directive);
        complain(line, fmt::format("unknown directive '{}' (known: clean, fixture, expect, missed, overreach, {}, "
                                   "unproven, without)",
                                   word, fmt::join(suggestion_kinds, ", ")));
    }

    FixtureText take() {
        for (const Expectation& expectation : result_.expectations)
            if (result_.is_clean && expectation.kind != Expectation::Kind::missed)
                complain(expectation.written_at, "a finding is expected in a file that says 'clean'");
        return std::move(result_);
    }

private:
    void complain(std::uint32_t line, std::string message) { result_.complaints.push_back({line, std::move(message)}); }

    void clean(std::uint32_t line, bool is_behind_code) {
        if (is_behind_code) complain(line, "'clean' belongs to the top, before any code");
        if (result_.is_clean) complain(line, "'clean' is said twice");
        result_.is_clean = true;
    }

    void settings(const Directive& directive) {
        if (result_.has_settings) complain(directive.line, "'fixture:' is given twice");
        result_.has_settings = true;
        Settings& settings = result_.settings;
        std::string_view rest = directive.rest;
        while (!rest.empty()) {
            const std::string word = take_word(rest);
            if (word.starts_with("std="))
                settings.standard = word.substr(4);
            else if (word.starts_with("args="))
                settings.arguments.push_back(word.substr(5));
            else if (word.starts_with("config="))
                settings.config = word.substr(7);
            else if (word == "errors-ok")
                settings.may_have_errors = true;
            else if (word == "real-headers")
                settings.has_real_headers = true;
            else
                complain(directive.line, fmt::format("unknown setting '{}' (known: std=, args=, config=, errors-ok, "
                                                     "real-headers)",
                                                     word));
        }
    }

    /// The rule that opens an expectation, or null with a complaint.
    const Rule* take_rule(const Directive& directive, std::string_view& rest) {
        const std::string id = take_word(rest);
        const Rule* rule = find_rule(id);
        if (!rule) complain(directive.line, fmt::format("'{}:' names no rule: '{}'", directive.word, id));
        return rule;
    }

    Expectation& add(const Directive& directive, Expectation::Kind kind, const Rule& rule) {
        Expectation expectation;
        expectation.kind = kind;
        expectation.rule = rule.info.id;
        expectation.line = static_cast<std::uint32_t>(static_cast<int>(directive.line) + directive.shift);
        expectation.written_at = directive.line;
        return result_.expectations.emplace_back(std::move(expectation));
    }

    void expect(const Directive& directive) {
        std::string_view rest = directive.rest;
        const Rule* rule = take_rule(directive, rest);
        if (!rule) return;
        Expectation& expectation = add(directive, Expectation::Kind::expect, *rule);
        if (!rest.empty() && rest.front() != '"') {
            expectation.reason = take_word(rest);
            const auto& reasons = rule->info.reasons;
            if (std::find(reasons.begin(), reasons.end(), expectation.reason) == reasons.end())
                complain(directive.line, fmt::format("'{}' is no reason of {}", expectation.reason, rule->info.id));
        }
        expectation.substring = take_quoted(directive.line, rest);
    }

    void explained(const Directive& directive, Expectation::Kind kind) {
        std::string_view rest = directive.rest;
        const Rule* rule = take_rule(directive, rest);
        if (!rule) return;
        Expectation& expectation = add(directive, kind, *rule);
        expectation.why = rest;
        if (rest.empty()) complain(directive.line, fmt::format("'{}:' must say why", directive.word));
    }

    std::string take_quoted(std::uint32_t line, std::string_view rest) {
        if (rest.empty()) return "";
        if (rest.size() > 2 && rest.front() == '"' && rest.back() == '"')
            return std::string(rest.substr(1, rest.size() - 2));
        complain(line, fmt::format("expected \"text\" between quotes and nothing behind it, not: {}", rest));
        return "";
    }

    void suggestion(const Directive& directive) {
        WantedSuggestion wanted;
        wanted.written_at = directive.line;
        std::string_view rest = directive.rest;
        if (is_suggestion_kind(directive.word)) {
            wanted.kind = directive.word;
            wanted.text = squeezed(rest);
            if (wanted.text.empty())
                complain(directive.line, fmt::format("'{}:' needs the repaired text", wanted.kind));
        } else {
            const bool is_absent = directive.word == "without";
            wanted.form = is_absent ? WantedSuggestion::Form::absent : WantedSuggestion::Form::unproven;
            const std::string kind = take_word(rest);
            if (is_suggestion_kind(kind))
                wanted.kind = kind;
            else if (!is_absent || kind != "suggestions")
                complain(directive.line, fmt::format("'{}' is no kind of suggestion", kind));
            wanted.text = take_quoted(directive.line, rest);
        }
        if (result_.expectations.empty() || result_.expectations.back().kind != Expectation::Kind::expect)
            return complain(directive.line, fmt::format("'{}:' follows no 'expect:'", directive.word));
        result_.expectations.back().suggestions.push_back(std::move(wanted));
    }

    FixtureText result_;
};

}  // namespace

FixtureText read_fixture(std::string_view text) {
    Reader reader;
    bool is_behind_code = false;
    for_each_token(text, [&](const clang::Token& token, std::string_view spelling, std::uint32_t offset) {
        if (token.is(clang::tok::comment))
            reader.comment(spelling, place_in(text, offset).line, is_behind_code);
        else
            is_behind_code = true;
    });
    return reader.take();
}

std::vector<std::string> quoted_includes(std::string_view text) {
    std::vector<std::string> found;
    std::string before, last;
    for_each_token(text, [&](const clang::Token& token, std::string_view spelling, std::uint32_t) {
        if (token.is(clang::tok::comment)) return;
        if (token.is(clang::tok::string_literal) && before == "#" && last == "include")
            found.emplace_back(spelling.substr(1, spelling.size() - 2));
        before = std::exchange(last, std::string(spelling));
    });
    return found;
}

std::string without_awaits(std::string_view text) {
    std::string result(text);
    std::string last;
    for_each_token(text, [&](const clang::Token& token, std::string_view spelling, std::uint32_t offset) {
        if (token.is(clang::tok::comment)) return;
        if (spelling == "co_await" && last != "operator") result.replace(offset, spelling.size(), spelling.size(), ' ');
        last = spelling;
    });
    return result;
}

std::string squeezed(std::string_view text) {
    std::string result;
    for (const char c : trimmed(text)) {
        const bool is_space = std::isspace(static_cast<unsigned char>(c)) != 0;
        if (is_space && !result.empty() && result.back() == ' ') continue;
        result += is_space ? ' ' : c;
    }
    return result;
}

}  // namespace awaitlint::fixtures
