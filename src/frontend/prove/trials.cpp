// See trials.h.
#include "frontend/prove/trials.h"

#include <algorithm>
#include <set>

#include "frontend/recover/blanks.h"
#include "frontend/recover/look.h"

namespace awaitlint {

Trials::Trials(const ProofRequest& request, const Workbench& workbench, const std::map<std::string, std::string>& texts,
               const Sites& sites)
    : request_(request), texts_(texts), sites_(sites), recorder_(workbench.recorder), asking_(request.unit, workbench) {
    const std::string main = relative_to_root(request.unit.user_files, request.unit.command.file);
    const auto changes = [&](const std::string& file, std::uint32_t offset) {
        if (file == main) first_change_ = std::min(first_change_.value_or(offset), offset);
    };
    for (const Blank& blank : request.blanks) changes(blank.file, blank.offset);
    for (const Candidate& each : request.candidates)
        for (const Edit& edit : each.edits) changes(edit.file, edit.offset);
}

std::optional<std::map<std::string, EditedText>> Trials::edited(const std::vector<std::size_t>& applied) const {
    std::map<std::string, std::vector<Edit>> edits;
    for (std::size_t index : applied)
        for (const Edit& edit : candidate(index).edits)
            edits[absolute(request_.unit.user_files, edit.file)].push_back(edit);
    std::map<std::string, EditedText> result;
    for (const auto& [file, of_file] : edits) {
        auto text = EditedText::apply(texts_.at(file), of_file);
        if (!text) return std::nullopt;
        result.emplace(file, std::move(*text));
    }
    return result;
}

llvm::Expected<Trial> Trials::attempt(const std::vector<std::size_t>& applied, bool skip_bodies) {
    std::set<Blank> restored;
    ParseQuestion question;
    for (std::size_t index : applied) {
        for (const Edit& edit : candidate(index).edits)
            question.edits[absolute(request_.unit.user_files, edit.file)].push_back(edit);
        restored.insert(candidate(index).blank);
        question.sites.push_back({index, sites_.file_of(index), candidate(index).span, candidate(index).adds_await,
                                  candidate(index).target_usr});
    }
    Blanks blanks;
    for (const Blank& blank : request_.blanks)
        if (!restored.count(blank))
            blanks.add({absolute(request_.unit.user_files, blank.file), blank.offset}, BlankForm::anything);
    auto texts = blanks.texts(request_.unit, recorder_);
    if (!texts) return texts.takeError();
    // Even where nothing of the main file changes: it is what a parse stands still in.
    if (first_change_) question.edits[request_.unit.command.file];
    question.is_proof = true;
    question.first_change = first_change_;
    question.texts = std::move(texts->overlays);
    for (const auto& [file, edits] : question.edits) question.texts.emplace(file, texts_.at(file));
    auto answer = asking_.ask(question, skip_bodies);
    if (!answer) return answer.takeError();
    Trial trial;
    trial.failures = std::move(answer->failures);
    if (answer->diagnostics.empty())
        for (std::size_t index : answer->strangers)
            trial.failures.emplace(index, "the call would pick another function");
    const auto shown = edited(applied);
    for (const Diagnostic& diagnostic : answer->diagnostics) trial.problems.push_back(translate(diagnostic, *shown));
    return trial;
}

Problem Trials::translate(const Diagnostic& diagnostic, const std::map<std::string, EditedText>& shown) const {
    Problem problem{diagnostic.error, {}, diagnostic.is_warning};
    for (const FileOffset& at : diagnostic.places) problem.original.push_back(original(at, shown));
    if (diagnostic.places.empty() || !shown.count(diagnostic.places[0].file)) return problem;
    const Place place = place_in(texts_.at(diagnostic.places[0].file), problem.original[0].offset);
    problem.error.place.line = place.line;
    problem.error.place.column = place.column;
    return problem;
}

}  // namespace awaitlint
