// See lost_operands.h.
#include "frontend/recover/lost_operands.h"

#include <algorithm>
#include <set>
#include <string>
#include <string_view>

#include "frontend/read/return_words.h"
#include "frontend/recover/asking.h"
#include "frontend/recover/lost_casts.h"

namespace awaitlint {
namespace {

/// What takes as many bytes, and as many lines, as what it replaces: every place stays true.
void blank(std::string& text, std::uint32_t offset, std::uint32_t length, std::string_view form = "(void)") {
    for (std::uint32_t at = 0; at < length; ++at) {
        char& byte = text[offset + at];
        if (at < form.size())
            byte = form[at];
        else if (byte != '\n' && byte != '\r')
            byte = ' ';
    }
}

/// Replaces what errors stand in. Out: where, in the question.
void blank_words(const std::string& file, std::string& text, const std::vector<Diagnostic>& errors,
                 ParseQuestion& question) {
    const std::vector<CastWord> casts = casts_around(file, text, errors);
    for (const FileOffset& at : returns_around(file, text, errors)) {
        const bool is_of_coroutine = text.compare(at.offset, 9, "co_return") == 0;
        blank(text, at.offset, is_of_coroutine ? 9 : 6);
        question.lost_returns.insert(at);
    }
    for (const CastWord& cast : casts) {
        blank(text, cast.offset, cast.length, cast.form);
        if (cast.end_form) text[cast.end_of_operand] = cast.end_form;
        question.lost_casts.insert({file, cast.offset});
    }
}

/// A value that explains what nothing did before.
bool is_found_now(const Value& value, const LostOperands& lost) {
    const auto* misused = std::get_if<fate::Misused>(&value.fate);
    if (!misused) return false;
    if (misused->way == fate::Misused::Way::returned) return true;
    const auto is_open = [&](const CompileError& error) {
        return std::any_of(lost.errors.begin(), lost.errors.end(),
                           [&](const Diagnostic& open) { return open.error == error; });
    };
    return !lost.known.count(value.site.span.site()) &&
           std::any_of(misused->errors.begin(), misused->errors.end(), is_open);
}

}  // namespace

llvm::Expected<UnitFacts> values_of_lost_operands(LostOperands lost, Asking& asking) {
    ParseQuestion question;
    question.texts = std::move(lost.texts.overlays);
    question.originals = std::move(lost.texts.originals);
    std::set<std::string> files;
    for (const Diagnostic& error : lost.errors)
        for (const FileOffset& at : error.places)
            if (is_users_file(lost.request.user_files, at.file)) files.insert(at.file);
    for (const std::string& file : files) {
        if (!question.texts.count(file)) {
            auto bytes = read_bytes(lost.request, file, lost.recorder);
            if (!bytes) return bytes.takeError();
            question.originals[file] = *bytes;
            question.texts[file] = std::move(*bytes);
        }
        blank_words(file, question.texts[file], lost.errors, question);
    }
    UnitFacts found;
    if (question.lost_returns.empty() && question.lost_casts.empty()) return found;
    question.with_values = question.is_last = true;
    // What is wrong is what was wrong before.
    question.told = lost.errors;
    auto answer = asking.ask(question, lost.skip_bodies);
    if (!answer) return answer.takeError();
    UnitFacts& all = answer->collected.facts;
    std::set<SiteId> sites;
    for (Value& value : all.values) {
        if (!is_found_now(value, lost)) continue;
        sites.insert(value.site.span.site());
        found.values.push_back(std::move(value));
    }
    for (Use& use : all.uses)
        if (sites.count(use.site.span.site())) found.uses.push_back(std::move(use));
    found.functions = std::move(all.functions);
    return found;
}

}  // namespace awaitlint
