// Edits of one await. See await_edits.h.
#include "suggest/await_edits.h"

#include <algorithm>
#include <cctype>
#include <string_view>

#include "awaitlint/excerpt.h"

namespace awaitlint {
namespace {

constexpr std::size_t longest_character = 4;  // an excerpt ends before one that does not fit

std::uint32_t operand_end(const Await& await) {
    // Of a long one the text is an excerpt.
    if (await.operand_text.size() > most_source_bytes) return await.site.span.end_offset();
    return await.operand_offset + static_cast<std::uint32_t>(await.operand_text.size());
}

bool is_space(char c) {
    return std::isspace(static_cast<unsigned char>(c)) != 0;
}

/// True if the text, up to its end, is one pair of brackets and what is in them.
bool is_bracketed(std::string_view text) {
    int depth = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '(') ++depth;
        if (text[i] == ')') --depth;
        if (depth == 0) return i + 1 == text.size();
    }
    return false;
}

/// True if "()" behind the text calls all of it: a prefix operator or a cast would bind less tightly.
bool is_postfix_expression(std::string_view text) {
    if (text.empty()) return false;
    const char first = text.front();
    if (first == '(') return is_bracketed(text);
    return std::isalpha(static_cast<unsigned char>(first)) || first == '_' || first == ':' || first == '[';
}

/// One step deeper than `indent`, in its own kind of white space.
std::string one_deeper(const std::string& indent) {
    return indent + (indent.find('\t') == std::string::npos ? "    " : "\t");
}

}  // namespace

Edit drop_keyword(const Await& await) {
    const Site& site = await.site;
    const std::uint32_t keyword_end = site.keyword.end_offset();
    std::uint32_t length = site.keyword.length;
    if (site.text.size() == site.span.length && site.keyword.offset == site.span.offset) {
        while (length < site.text.size() && is_space(site.text[length])) ++length;
    } else if (await.operand_offset > keyword_end) {
        length = await.operand_offset - site.keyword.offset;
    }
    return {site.keyword.file, site.keyword.offset, length, ""};
}

std::optional<std::vector<Edit>> call_sibling(const CallSite& call, const Sibling& sibling) {
    const Span& name = sibling.replaces_qualifier && call.qualified_name.length != 0 ? call.qualified_name : call.name;
    if (name.length == 0) return std::nullopt;
    std::vector<Edit> edits = {{name.file, name.offset, name.length, sibling.spelling}};
    if (sibling.extra_argument.empty()) return edits;
    if (call.close.length == 0) return std::nullopt;
    if (sibling.replaces_last_argument) {
        const Span& last = call.last_argument;
        if (last.length == 0) return std::nullopt;
        edits.push_back({last.file, last.offset, last.length, sibling.extra_argument});
        return edits;
    }
    const std::string separator = call.argument_count > 0 ? ", " : "";
    edits.push_back({call.close.file, call.close.offset, 0, separator + sibling.extra_argument});
    return edits;
}

std::vector<Edit> call_operand(const Await& await) {
    if (!is_postfix_expression(await.operand_text)) return wrap_operand(await, "(", ")()");
    return {{await.site.span.file, operand_end(await), 0, "()"}};
}

std::vector<Edit> wrap_operand(const Await& await, const std::string& before, const std::string& after) {
    const std::string& file = await.site.span.file;
    return {{file, await.operand_offset, 0, before}, {file, operand_end(await), 0, after}};
}

std::optional<Edit> end_with_co_return(const Enclosing& enclosing) {
    const Span& brace = enclosing.closing_brace;
    if (brace.length == 0) return std::nullopt;
    if (!enclosing.closing_brace_is_alone) return Edit{brace.file, brace.offset, 0, "co_return; "};
    const std::string& indent = enclosing.closing_brace_indent;
    if (indent.size() > brace.offset) return std::nullopt;
    const std::string& body = enclosing.body_indent.empty() ? one_deeper(indent) : enclosing.body_indent;
    const auto line_start = brace.offset - static_cast<std::uint32_t>(indent.size());
    return Edit{brace.file, line_start, 0, body + "co_return;" + enclosing.line_end};
}

std::string text_after(const Site& site, const std::vector<Edit>& edits, const std::string& otherwise) {
    const bool is_excerpt = site.span.length > most_source_bytes && site.text.size() > most_source_bytes;
    if (site.text.size() != site.span.length && !is_excerpt) return otherwise;
    std::vector<Edit> inner;
    for (const Edit& edit : edits) {
        if (edit.file != site.span.file || edit.offset < site.span.offset) continue;
        if (edit.offset + edit.length <= site.span.end_offset()) inner.push_back(edit);
    }
    if (inner.empty() && !edits.empty()) return otherwise;
    std::sort(inner.begin(), inner.end());
    std::string text = site.text;
    for (auto edit = inner.rbegin(); edit != inner.rend(); ++edit) {
        // Behind what is shown; the edits themselves are whole.
        if (is_excerpt && edit->offset - site.span.offset + edit->length > most_source_bytes - longest_character)
            continue;
        text.replace(edit->offset - site.span.offset, edit->length, edit->text);
    }
    return text;
}

std::string text_with_name(const Site& site, const std::string& old, const std::string& name,
                           const std::string& otherwise) {
    const std::string& text = site.text;
    const auto is_in_name = [&](std::size_t at) {
        return at < text.size() && (std::isalnum(static_cast<unsigned char>(text[at])) || text[at] == '_');
    };
    for (std::size_t at = text.find(old); at != std::string::npos; at = text.find(old, at + 1)) {
        if ((at > 0 && is_in_name(at - 1)) || is_in_name(at + old.size())) continue;
        return text.substr(0, at) + name + text.substr(at + old.size());
    }
    return otherwise;
}

std::string why_no_edit_in_macro(const Site& site) {
    if (site.is_partly_in_macro) return "written partly in a macro";
    return site.macro.empty() ? "" : "written in the body of macro '" + site.macro + "'";
}

}  // namespace awaitlint
