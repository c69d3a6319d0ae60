// See lost_returns.h.
#include "frontend/recover/lost_returns.h"

#include <algorithm>
#include <set>

#include "frontend/read/return_words.h"
#include "frontend/recover/asking.h"

namespace awaitlint {
namespace {

/// A cast that takes as many bytes as the keyword: every offset stays true.
void blank(std::string& text, const FileOffset& at) {
    static constexpr std::string_view cast = "(void)";
    const bool is_of_coroutine = text.compare(at.offset, 9, "co_return") == 0;
    text.replace(at.offset, is_of_coroutine ? 9 : cast.size(), is_of_coroutine ? "(void)   " : "(void)");
}

}  // namespace

llvm::Expected<UnitFacts> values_of_lost_returns(LostReturns lost, Asking& asking) {
    std::set<std::string> files;
    for (const Diagnostic& error : lost.errors)
        for (const FileOffset& at : error.places)
            if (is_users_file(lost.request.user_files, at.file)) files.insert(at.file);
    std::set<FileOffset> blanked;
    for (const std::string& file : files) {
        if (!lost.texts.overlays.count(file)) {
            auto bytes = read_bytes(lost.request, file, lost.recorder);
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
    UnitFacts returned;
    if (blanked.empty()) return returned;
    ParseQuestion question;
    question.texts = std::move(lost.texts.overlays);
    question.originals = std::move(lost.texts.originals);
    question.with_values = question.is_last = true;
    question.lost_returns = blanked;
    // What is wrong is what was wrong before.
    question.told = lost.errors;
    auto answer = asking.ask(question, lost.skip_bodies);
    if (!answer) return answer.takeError();
    UnitFacts& all = answer->collected.facts;
    std::set<SiteId> sites;
    for (Value& value : all.values) {
        const auto* misused = std::get_if<fate::Misused>(&value.fate);
        if (!misused || misused->way != fate::Misused::Way::returned) continue;
        sites.insert(value.site.span.site());
        returned.values.push_back(std::move(value));
    }
    for (Use& use : all.uses)
        if (sites.count(use.site.span.site())) returned.uses.push_back(std::move(use));
    returned.functions = std::move(all.functions);
    return returned;
}

}  // namespace awaitlint
