// Short ways to write facts by hand, and to see what a suggestion's edits make of the text.
//
// In: a source text whose await stands between two '$'. Out: an Await with every offset, line and column of that text,
// the function around it, and defaults that a test overrides: a rejected call in a coroutine with other keywords too.
// Parses no C++: it knows just enough brackets to find the callee of a call.
#pragma once

#include <algorithm>
#include <cctype>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "awaitlint/facts.h"
#include "awaitlint/finding.h"
#include "awaitlint/rule.h"

namespace awaitlint::test {

struct AwaitAt {
    std::string source;  // without the marks
    Await await;
    Enclosing function;  // around it
};

/// A unit with these awaits and the functions around them.
inline UnitFacts unit_with(std::vector<AwaitAt> awaits) {
    UnitFacts unit;
    unit.file = "app.cpp";
    for (AwaitAt& each : awaits) {
        each.await.site.function = static_cast<std::uint32_t>(unit.functions.size());
        unit.functions.push_back(std::move(each.function));
        unit.awaits.push_back(std::move(each.await));
    }
    return unit;
}

inline Span span_in(const std::string& source, std::size_t begin, std::size_t end) {
    const auto line_at = [&](std::size_t at) {
        return static_cast<std::uint32_t>(1 + std::count(source.begin(), source.begin() + at, '\n'));
    };
    const auto column_at = [&](std::size_t at) {
        const std::size_t line_break = at == 0 ? std::string::npos : source.rfind('\n', at - 1);
        return static_cast<std::uint32_t>(line_break == std::string::npos ? at + 1 : at - line_break);
    };
    return {"app.cpp",
            line_at(begin),
            column_at(begin),
            line_at(end),
            column_at(end),
            static_cast<std::uint32_t>(begin),
            static_cast<std::uint32_t>(end - begin)};
}

/// `get_async` in namespace `ns`, declared in api.h; a name with "::" is taken as it is.
inline Symbol symbol(const std::string& name) {
    const std::size_t colons = name.rfind("::");
    Symbol symbol;
    symbol.name = colons == std::string::npos ? name : name.substr(colons + 2);
    symbol.qualified_name = colons == std::string::npos ? "ns::" + name : name;
    symbol.usr = "c:" + symbol.qualified_name;
    symbol.declared = {"api.h", 12, 6};
    return symbol;
}

inline Sibling sibling(const std::string& name, Certainty is_awaitable = Certainty::yes) {
    Sibling sibling;
    sibling.symbol = symbol(name);
    sibling.spelling = sibling.symbol.name;
    sibling.is_awaitable = is_awaitable;
    return sibling;
}

inline bool is_name_character(char c) {
    return std::isalnum(static_cast<unsigned char>(c)) || c == '_';
}

/// Fills in the callee where the await ends in a call of a name, with or without explicit template arguments.
inline void find_callee(AwaitAt& at) {
    const std::string& source = at.source;
    const std::size_t begin = at.await.operand_offset, end = at.await.site.span.end_offset();
    if (source[end - 1] != ')') return;
    std::size_t open = end - 1;
    for (int depth = 1; depth > 0;) {
        --open;
        depth += source[open] == ')' ? 1 : source[open] == '(' ? -1 : 0;
    }
    std::size_t name_end = open;
    if (source[name_end - 1] == '>') name_end = source.rfind('<', name_end);
    std::size_t name = name_end;
    while (name > begin && is_name_character(source[name - 1])) --name;
    if (name == name_end) return;
    std::size_t qualifier = name;
    while (qualifier > begin && (is_name_character(source[qualifier - 1]) || source[qualifier - 1] == ':')) --qualifier;
    CallSite& call = at.await.call.emplace();
    call.callee = symbol(source.substr(name, name_end - name));
    call.name = span_in(source, name, name_end);
    call.qualified_name = span_in(source, qualifier, name_end);
    call.close = span_in(source, end - 1, end);
    const std::string arguments = source.substr(open + 1, end - open - 2);
    call.argument_count = arguments.empty() ? 0 : 1 + std::count(arguments.begin(), arguments.end(), ',');
}

inline void find_closing_brace(AwaitAt& at) {
    const std::size_t brace = at.source.rfind('}');
    if (brace == std::string::npos) return;
    Enclosing& enclosing = at.function;
    enclosing.closing_brace = span_in(at.source, brace, brace + 1);
    const std::string before =
        at.source.substr(brace + 1 - enclosing.closing_brace.column, enclosing.closing_brace.column - 1);
    enclosing.closing_brace_is_alone = before.find_first_not_of(" \t") == std::string::npos;
    if (enclosing.closing_brace_is_alone) enclosing.closing_brace_indent = before;
}

inline AwaitAt await_at(const std::string& marked) {
    const std::size_t first = marked.find('$'), last = marked.rfind('$');
    if (first == last) throw std::invalid_argument("mark the await with two '$'");
    AwaitAt at;
    at.source = marked.substr(0, first) + marked.substr(first + 1, last - first - 1) + marked.substr(last + 1);
    const std::size_t end = last - 1;
    std::size_t keyword_end = first;
    while (is_name_character(at.source[keyword_end])) ++keyword_end;
    std::size_t operand = keyword_end;
    while (std::isspace(static_cast<unsigned char>(at.source[operand]))) ++operand;
    Await& await = at.await;
    await.site.span = span_in(at.source, first, end);
    await.site.keyword = span_in(at.source, first, keyword_end);
    await.site.text = at.source.substr(first, end - first);
    await.operand_offset = static_cast<std::uint32_t>(operand);
    await.operand_text = at.source.substr(operand, end - operand);
    await.outcome = Outcome::rejected;
    await.operand_type = "int";
    Enclosing& enclosing = at.function;
    enclosing.qualified_name = "ns::on_connect";
    enclosing.return_type = "task<void>";
    enclosing.is_coroutine = enclosing.can_be_coroutine = true;
    enclosing.sound_keywords = 1;
    find_closing_brace(at);
    find_callee(at);
    return at;
}

/// The text after the edits, which must be sorted and must not overlap.
inline std::string applied(std::string source, const std::vector<Edit>& edits) {
    std::size_t limit = source.size();
    for (auto edit = edits.rbegin(); edit != edits.rend(); ++edit) {
        if (edit->file != "app.cpp") throw std::invalid_argument("an edit of another file");
        if (edit->offset + edit->length > limit) throw std::invalid_argument("edits out of order or overlapping");
        source.replace(edit->offset, edit->length, edit->text);
        limit = edit->offset;
    }
    return source;
}

inline std::vector<Finding> check(const Rule& rule, const std::vector<AwaitAt>& awaits, const Config& config = {}) {
    return rule.check({unit_with(awaits), config, {}});
}

}  // namespace awaitlint::test
