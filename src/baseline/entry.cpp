// See entry.h. Reads tokens as the standard's lexer does, as far as spaces and comments have to be told from code.
#include "baseline/entry.h"

#include <algorithm>
#include <tuple>

#include <fmt/format.h>

#include "base/utf8.h"
#include "files/digest.h"

namespace awaitlint {
namespace {

// Enough to recognise the place in a review; what is longer is told apart by its digest.
constexpr std::size_t most_code = 200;
constexpr std::size_t most_name = 400;
constexpr std::size_t most_path = 4000;
constexpr std::size_t most_reason = 4000;

bool is_word(char c) {
    const auto byte = static_cast<unsigned char>(c);
    return (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
           byte == '_' || byte == '$' || byte >= 0x80;
}

bool is_space(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\v' || c == '\f';
}

class Tokens {
public:
    explicit Tokens(std::string_view code) : code_(code) {}

    /// Empty at the end.
    std::string_view next() {
        skip_what_means_nothing();
        const std::size_t begin = at_;
        if (at_ < code_.size()) at_ = end_of_token();
        return code_.substr(begin, at_ - begin);
    }

private:
    bool comes(std::string_view text) const { return code_.substr(at_).starts_with(text); }

    std::size_t behind(std::string_view text, std::size_t from) const {
        const std::size_t found = code_.find(text, from);
        return found == code_.npos ? code_.size() : found + text.size();
    }

    void skip_what_means_nothing() {
        while (at_ < code_.size()) {
            if (is_space(code_[at_]))
                ++at_;
            else if (comes("\\\n"))
                at_ += 2;
            else if (comes("\\\r\n"))
                at_ += 3;
            else if (comes("//"))
                at_ = behind("\n", at_);
            else if (comes("/*"))
                at_ = behind("*/", at_ + 2);
            else
                return;
        }
    }

    std::size_t end_of_token() const {
        std::size_t end = at_;
        const bool is_number = code_[end] >= '0' && code_[end] <= '9';
        while (end < code_.size() && (is_word(code_[end]) || (is_number && is_part_of_number(end)))) ++end;
        const bool is_quote = end < code_.size() && (code_[end] == '"' || code_[end] == '\'');
        if (is_quote && !is_number) return end_of_literal(end);
        return end == at_ ? at_ + 1 : end;
    }

    bool is_part_of_number(std::size_t at) const {
        const char c = code_[at];
        const char before = code_[at - 1];
        const bool is_of_exponent =
            (c == '+' || c == '-') && (before == 'e' || before == 'E' || before == 'p' || before == 'P');
        return c == '.' || is_of_exponent || (c == '\'' && at + 1 < code_.size() && is_word(code_[at + 1]));
    }

    /// `quote`: behind its prefix, which may be any word: what is no prefix cannot stand there.
    std::size_t end_of_literal(std::size_t quote) const {
        if (code_[quote] == '"' && quote > at_ && code_[quote - 1] == 'R') {
            const std::size_t open = code_.find('(', quote);
            if (open == code_.npos) return code_.size();
            return behind(fmt::format("){}\"", code_.substr(quote + 1, open - quote - 1)), open);
        }
        for (std::size_t end = quote + 1; end < code_.size(); ++end) {
            if (code_[end] == '\\')
                ++end;
            else if (code_[end] == code_[quote])
                return end + 1;
        }
        return code_.size();
    }

    std::string_view code_;
    std::size_t at_ = 0;
};

/// Two words become one, a word a literal's prefix, a division a comment.
bool would_join(char before, char next) {
    if (before == '/') return next == '/' || next == '*';
    return is_word(before) && (is_word(next) || next == '"' || next == '\'');
}

std::string as_utf8(std::string_view text) {
    std::string valid;
    while (!text.empty()) {
        const Utf8Character character = first_utf8_character(text);
        const std::size_t length = std::max<std::size_t>(character.length, 1);
        valid += character.length != 0 ? std::string(text.substr(0, length)) : utf8_of(U'\uFFFD');
        text.remove_prefix(length);
    }
    return valid;
}

/// Its beginning and its digest, where it is longer. Cuts no character in two.
std::string bounded(const std::string& text, std::size_t most) {
    if (text.size() <= most) return text;
    constexpr std::size_t digits = 16;
    std::size_t end = most - digits - 6;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80) --end;
    return fmt::format("{} ... #{}", text.substr(0, end), to_hex(digest_of(text)).substr(0, digits));
}

/// No entry may have more text than is read again.
void add_reason(const std::string& more, std::string& reason) {
    if (more.empty() || reason.find(more) != std::string::npos) return;
    if (reason.size() + more.size() > most_reason) return;
    reason += (reason.empty() ? "" : "; ") + more;
}

}  // namespace

std::string normalised_code(std::string_view code) {
    std::string normalised;
    Tokens tokens(code);
    for (std::string_view token = tokens.next(); !token.empty(); token = tokens.next()) {
        if (!normalised.empty() && would_join(normalised.back(), token.front())) normalised += ' ';
        normalised += token;
    }
    return bounded(as_utf8(normalised), most_code);
}

BaselineEntry entry_of(const Finding& finding) {
    return {bounded(as_utf8(finding.span.file), most_path),
            finding.rule,
            bounded(as_utf8(finding.function), most_name),
            normalised_code(finding.current),
            1,
            finding.baseline_reason};
}

std::vector<BaselineEntry> in_order(std::vector<BaselineEntry> entries) {
    const auto place = [](const BaselineEntry& entry) {
        return std::tie(entry.file, entry.rule, entry.function, entry.code);
    };
    std::sort(entries.begin(), entries.end());
    std::vector<BaselineEntry> ordered;
    for (BaselineEntry& entry : entries) {
        if (ordered.empty() || place(ordered.back()) != place(entry)) {
            ordered.push_back(std::move(entry));
            continue;
        }
        ordered.back().count += entry.count;
        // Functions that had each a reason may have got one name.
        add_reason(entry.reason, ordered.back().reason);
    }
    return ordered;
}

}  // namespace awaitlint
