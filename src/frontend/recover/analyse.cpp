// Analysing one unit: parse, and while awaits are lost, blank them and parse again, until nothing changes.
//
// A co_await is blanked only when the compiler reports an error inside its own expression while every other known bad
// one is already blanked, and it is called rejected only when Sema agrees on its operand. So an await that is lost
// because of its surroundings never becomes a finding.
#include <algorithm>
#include <iterator>
#include <map>
#include <optional>
#include <set>

#include <fmt/format.h>

#include "frontend/frontend.h"
#include "frontend/read/flags.h"
#include "frontend/read/scan.h"
#include "frontend/read/standing_parse.h"
#include "frontend/recover/asking.h"
#include "frontend/recover/blanks.h"
#include "frontend/recover/lost_operands.h"

namespace awaitlint {
namespace {

constexpr int most_rounds = 24;
constexpr int patient_rounds = 3;

/// The innermost co_await around a place, or null.
const AwaitRange* range_around(const std::vector<AwaitRange>& ranges, const FileOffset& at) {
    const AwaitRange* best = nullptr;
    for (const AwaitRange& range : ranges) {
        const FileOffset& begin = range.key.spelling;
        if (begin.file != at.file || at.offset < begin.offset || at.offset > range.end) continue;
        if (!best || begin.offset > best->key.spelling.offset) best = &range;
    }
    return best;
}

/// Whatever the parse says: a part of the unit was not there to be parsed.
std::string what_it_lacks(const CompileCommand& command) {
    const bool may_lack = std::any_of(command.argv.begin(), command.argv.end(), [](const std::string& word) {
        return word.find("-include-pch") != std::string::npos;
    });
    if (!may_lack) return "";
    auto arguments = driver_arguments(command, false);
    if (arguments) return arguments->lacks;
    llvm::consumeError(arguments.takeError());
    return "";
}

class Analysis {
public:
    Analysis(const UnitRequest& request, const Workbench& workbench)
        : request_(request),
          workbench_(workbench),
          recorder_(workbench.recorder),
          asking_(request, workbench_),
          skip_bodies_(!request.full_parse) {}

    llvm::Expected<UnitFacts> run() {
        bool has_given_up = false;
        for (int round = 0; round < most_rounds; ++round) {
            const bool had_values = collected_.has_values;
            if (llvm::Error error = parse_once()) return std::move(error);
            if (round == 0) first_errors_ = errors_;
            if (collected_.needs_full_parse && skip_bodies_) {
                skip_bodies_ = false;
                // What bodies hide is an error of the unit as it stands: blank nothing before it is seen.
                if (blanks_.is_empty() || !had_values) {
                    forget_blanks();
                    round = -1;
                }
                continue;
            }
            if (!revise(round)) break;
            has_given_up = round + 1 == most_rounds;
        }
        if (!collected_.has_values) {
            is_last_ = true;
            if (llvm::Error error = parse_once()) return std::move(error);
        }
        if (has_given_up) collected_.facts.remarks.push_back("gave up looking for further awaits after many parses");
        if (llvm::Error error = find_lost_operands()) return std::move(error);
        return finish();
    }

private:
    llvm::Error parse_once() {
        auto texts = blanks_.texts(request_, recorder_);
        if (!texts) return texts.takeError();
        ParseQuestion question;
        question.texts = std::move(texts->overlays);
        question.originals = std::move(texts->originals);
        question.with_values = true;
        question.is_last = is_last_;
        question.is_first = !is_parsed_;
        if (llvm::Error error = stand_at_first_keyword(question)) return error;
        is_parsed_ = true;
        auto answer = asking_.ask(question, skip_bodies_);
        if (!answer) return answer.takeError();
        collected_ = std::move(answer->collected);
        errors_ = std::move(answer->diagnostics);
        ranges_ = std::move(answer->ranges);
        for (const auto& [file, digest] : answer->user_files)
            if (digests_.emplace(file, digest).first->second != digest)
                return llvm::createStringError(fmt::format("'{}' changed while it was analysed", file));
        return llvm::Error::success();
    }

    /// What is blanked, if anything, comes after the first keyword: so far a parse may stand.
    llvm::Error stand_at_first_keyword(ParseQuestion& question) const {
        const std::string& main = request_.command.file;
        if (!workbench_.standing) return llvm::Error::success();
        if (!question.originals.count(main)) {
            auto bytes = read_bytes(request_, main, recorder_);
            if (!bytes && question.is_first) {  // the parse tells why
                llvm::consumeError(bytes.takeError());
                return llvm::Error::success();
            }
            if (!bytes) return bytes.takeError();
            question.texts[main] = *bytes;
            question.originals[main] = std::move(*bytes);
        }
        question.first_change = first_coroutine_keyword(question.originals[main]);
        if (question.first_change) return llvm::Error::success();
        question.texts.erase(main);
        question.originals.erase(main);
        return llvm::Error::success();
    }

    void forget_blanks() {
        blanks_ = Blanks();
        settled_.clear();
        tried_all_lost_ = false;
    }

    bool can_blank(const TokenKey& key) const {
        // A keyword made by token pasting is in no file.
        return !key.spelling.file.empty() && !settled_.count(key.spelling) && !blanks_.holds(key.spelling);
    }

    /// Changes the set of blanked keywords by what the last parse told. False when there is nothing left to change.
    bool revise(int round) {
        bool changed = false;
        for (const auto& [at, verdict] : collected_.blanked)
            if (verdict == Verdict::awaitable) changed |= restore(at);
        std::vector<TokenKey> bad = suspects();
        // Its result is not that of the call: errors that follow from it are explained only without it.
        if (!errors_.empty()) bad.insert(bad.end(), collected_.refused.begin(), collected_.refused.end());
        for (const TokenKey& key : bad) {
            if (!can_blank(key)) continue;
            blanks_.add(key.spelling);
            changed = true;
        }
        if (changed && round < patient_rounds) return true;
        // Awaits nested in each other come to light one a round: soon all that are lost are looked at together.
        if (!errors_.empty() && (!tried_all_lost_ || round >= patient_rounds)) {
            tried_all_lost_ = true;
            for (const TokenKey& key : collected_.lost)
                if (can_blank(key)) {
                    blanks_.add(key.spelling);
                    changed = true;
                }
        }
        if (changed) return true;
        const std::map<FileOffset, BlankForm> blanked = blanks_.all();
        for (const auto& [at, form] : blanked) {
            const auto verdict = collected_.blanked.find(at);
            const bool is_absent = verdict == collected_.blanked.end();
            if (!is_absent && verdict->second != Verdict::unresolved) continue;
            changed = true;
            if (form == BlankForm::anything)
                restore(at);
            else
                blanks_.add(at, is_absent && form == BlankForm::plain ? BlankForm::statement : BlankForm::anything);
        }
        return changed;
    }

    bool restore(const FileOffset& at) {
        if (!blanks_.holds(at)) return false;
        blanks_.remove(at);
        settled_.insert(at);
        return true;
    }

    /// Awaits with an error of their own: at a place inside them, or in a library with a note that leads there.
    std::vector<TokenKey> suspects() const {
        std::vector<AwaitRange> open;
        for (const AwaitRange& range : ranges_)
            if (can_blank(range.key)) open.push_back(range);
        std::set<TokenKey> found;
        for (const Diagnostic& error : errors_)
            for (const FileOffset& at : error.places)
                if (const AwaitRange* range = range_around(open, at)) {
                    found.insert(range->key);
                    break;
                }
        return {found.begin(), found.end()};
    }

    /// A header that was not found may hold the `operator co_await` that a standard type is awaited by.
    void doubt_standard_types(UnitFacts& facts) const {
        const bool is_any_missing = std::any_of(first_errors_.begin(), first_errors_.end(),
                                                [](const Diagnostic& error) { return error.is_missing_include; });
        if (!is_any_missing) return;
        for (Await& await : facts.awaits) {
            const llvm::StringRef type(await.operand_type_full);
            if (await.outcome != Outcome::rejected || !type.starts_with("std::")) continue;
            static constexpr llvm::StringRef awaited_by_somebody[] = {
                "std::chrono::", "std::future<", "std::shared_future<", "std::optional<", "std::expected<",
                "std::tuple<",   "std::vector<", "std::pair<",          "std::variant<",  "std::function<"};
            for (llvm::StringRef doubtful : awaited_by_somebody)
                if (type.starts_with(doubtful)) await.outcome = Outcome::dependent;
        }
    }

    /// An interface is missing, or cannot be used. Its errors are fatal, so there is no other beside it.
    static bool is_about_module(const Diagnostic& error) {
        const llvm::StringRef text(error.error.message);
        return text.starts_with("module file '") || (text.starts_with("module '") && text.ends_with("' not found")) ||
               text.contains("is not a valid module file");
    }

    /// Without an interface that it imports, nothing in the unit need be what it looks like.
    static void forget_findings(UnitFacts& facts) {
        facts.awaits.clear();
        facts.values.clear();
        facts.calls.clear();
        facts.uses.clear();
        facts.async_functions.clear();
    }

    /// Errors of the user's files that no value explains yet may be those of a returned one, or of one that is cast.
    llvm::Error find_lost_operands() {
        std::set<CompileError> explained;
        std::set<SiteId> known;
        for (const Value& value : collected_.facts.values) {
            explained.insert(value.errors().begin(), value.errors().end());
            // What a variable keeps may be what is wrong with `co_return kept;`, too.
            if (!value.kept()) known.insert(value.site.span.site());
        }
        std::vector<Diagnostic> open;
        for (const Diagnostic& error : errors_)
            if (!explained.count(error.error) &&
                std::any_of(error.places.begin(), error.places.end(),
                            [&](const FileOffset& at) { return is_users_file(request_.user_files, at.file); }))
                open.push_back(error);
        if (open.empty()) return llvm::Error::success();
        auto texts = blanks_.texts(request_, recorder_);
        if (!texts) return texts.takeError();
        auto lost = values_of_lost_operands(
            {request_, std::move(*texts), skip_bodies_, std::move(open), std::move(known), recorder_}, asking_);
        if (!lost) return lost.takeError();
        UnitFacts& facts = collected_.facts;
        take_places(lost->values, facts.values);
        std::set<SiteId> used;
        for (const Use& use : facts.uses) used.insert(use.site.span.site());
        std::erase_if(lost->uses, [&](const Use& use) { return used.count(use.site.span.site()) != 0; });
        const auto add = [&](auto& found, auto& all) {
            for (auto& fact : found) {
                fact.site.function = refer_to(lost->around(fact.site), facts.functions);
                all.push_back(std::move(fact));
            }
            put_in_source_order(all);
        };
        add(lost->values, facts.values);
        add(lost->uses, facts.uses);
        return llvm::Error::success();
    }

    /// Of the values that were known at their sites; the errors of those are explained as before.
    static void take_places(std::vector<Value>& found, std::vector<Value>& known) {
        std::map<SiteId, fate::Misused*> found_at;
        for (Value& value : found)
            if (auto* misused = std::get_if<fate::Misused>(&value.fate)) found_at[value.site.span.site()] = misused;
        std::erase_if(known, [&](const Value& before) {
            const auto same = found_at.find(before.site.span.site());
            if (same == found_at.end()) return false;
            std::vector<CompileError>& errors = same->second->errors;
            errors.insert(errors.begin(), before.errors().begin(), before.errors().end());
            return true;
        });
    }

    /// The function's place among those that are known, of whichever parse.
    static std::uint32_t refer_to(const Enclosing& function, std::vector<Enclosing>& functions) {
        const auto known = std::find(functions.begin(), functions.end(), function);
        const auto index = static_cast<std::uint32_t>(known - functions.begin());
        if (known == functions.end()) functions.push_back(function);
        return index;
    }

    template <class Fact>
    static void put_in_source_order(std::vector<Fact>& facts) {
        std::sort(facts.begin(), facts.end(),
                  [](const Fact& a, const Fact& b) { return a.site.span.site() < b.site.span.site(); });
    }

    UnitFacts finish() {
        UnitFacts facts = std::move(collected_.facts);
        doubt_standard_types(facts);
        if (std::any_of(first_errors_.begin(), first_errors_.end(), is_about_module)) forget_findings(facts);
        facts.file = relative_to_root(request_.user_files, request_.command.file);
        for (const auto& [file, digest] : digests_) {
            facts.user_files.push_back(file);
            facts.digests.push_back(digest);
        }
        facts.was_fully_parsed = !skip_bodies_;
        facts.remarks.insert(facts.remarks.begin(), request_.command.remarks.begin(), request_.command.remarks.end());
        std::set<CompileError> last;
        for (const Diagnostic& error : errors_) last.insert(error.error);
        std::set<CompileError> first;
        for (const Diagnostic& error : first_errors_) first.insert(error.error);
        facts.first_errors.assign(first.begin(), first.end());
        for (const Value& value : facts.values)
            for (const CompileError& error : value.errors()) last.erase(error);
        for (const Await& await : facts.awaits)
            for (const CompileError& error : await.errors) last.erase(error);
        for (const MissingReturn& missing : facts.missing_returns)
            for (const CompileError& error : missing.errors) last.erase(error);
        std::set_intersection(first.begin(), first.end(), last.begin(), last.end(), std::back_inserter(facts.errors));
        if (const std::string lacks = what_it_lacks(request_.command); !lacks.empty())
            facts.errors.push_back({{}, lacks});
        for (const auto& [at, form] : blanks_.all())
            facts.blanks.push_back(
                {relative_to_root(request_.user_files, at.file), at.offset, form == BlankForm::anything});
        for (const Await& await : facts.awaits) {
            const Protocol& protocol = await.protocol;
            if (!protocol.operand_is_awaitable_itself && !protocol.is_awaitable_as_rvalue && !protocol.names_function)
                continue;
            for (Blank& blank : facts.blanks)
                if (blank.file == await.site.keyword.file && blank.offset == await.site.keyword.offset)
                    blank.fits_anything = true;
        }
        put_in_source_order(facts.awaits);
        return facts;
    }

    const UnitRequest& request_;
    const Workbench workbench_;
    FileRecorder* recorder_;
    Asking asking_;
    bool skip_bodies_;
    bool is_parsed_ = false;
    bool tried_all_lost_ = false;
    bool is_last_ = false;  // whatever is lost stays lost
    Blanks blanks_;
    std::map<std::string, std::string> digests_;  // of the user's files, as they are on disk
    std::set<FileOffset> settled_;                // looked at and found awaitable, or beyond finding out
    Collected collected_;
    std::vector<Diagnostic> errors_;
    std::vector<Diagnostic> first_errors_;
    std::vector<AwaitRange> ranges_;
};

/// The facts of a unit that has nothing to do with coroutines; none when it has to be parsed. What a scan cannot make
/// sense of is for the parse to tell.
std::optional<UnitFacts> facts_without_parsing(const UnitRequest& request, FileRecorder* recorder, Scanner& scanner) {
    auto scan = scanner.scan(request, recorder);
    if (!scan) {
        llvm::consumeError(scan.takeError());
        return std::nullopt;
    }
    if (!what_it_lacks(request.command).empty()) return std::nullopt;
    if (scan->has_errors || scan->mentions_coroutines || scan->mentions_suppressions || scan->mentions_symbols)
        return std::nullopt;
    UnitFacts facts = facts_of(request, *scan, "no file that it reads mentions coroutines");
    facts.remarks = request.command.remarks;
    return facts;
}

}  // namespace

llvm::Expected<UnitFacts> analyse_unit(const UnitRequest& request, const Workbench& workbench) {
    // Without the patterns of names, nobody knows what may be a sibling of a symbol.
    const bool may_skip_symbols = request.symbols.empty() || !request.naming.empty();
    if (workbench.scanner && request.may_skip && !request.full_parse && may_skip_symbols)
        if (auto facts = facts_without_parsing(request, workbench.recorder, *workbench.scanner))
            return std::move(*facts);
    return Analysis(request, workbench).run();
}

}  // namespace awaitlint
