// See asking.h.
#include "frontend/recover/asking.h"

#include <algorithm>
#include <memory>
#include <set>

#include "llvm/Support/FileSystem.h"

#include "awaitlint/edits.h"
#include "base/value_bytes.h"
#include "files/digest.h"
#include "frontend/ask/siblings.h"
#include "frontend/collect/uses.h"
#include "frontend/read/file_recorder.h"
#include "frontend/read/raw_tokens.h"
#include "frontend/read/standing_parse.h"
#include "frontend/read/toolchain.h"
#include "frontend/recover/blanks.h"
#include "frontend/recover/look.h"

namespace awaitlint {

static auto parts_of(FileOffset& at) {
    return std::tie(at.file, at.offset);
}
static auto parts_of(TokenKey& key) {
    return std::tie(key.spelling, key.expansion);
}
static auto parts_of(Diagnostic& diagnostic) {
    return std::tie(diagnostic.error, diagnostic.is_warning, diagnostic.is_missing_include, diagnostic.places,
                    diagnostic.notes);
}
static auto parts_of(AwaitRange& range) {
    return std::tie(range.key, range.end);
}
static auto parts_of(SiteToLookAt& site) {
    return std::tie(site.index, site.file, site.span, site.adds_await, site.target_usr);
}
static auto parts_of(Collected& collected) {
    return std::tie(collected.facts, collected.lost, collected.blanked, collected.seen, collected.refused,
                    collected.needs_full_parse, collected.has_values);
}
static auto parts_of(ParseQuestion& question) {
    return std::tie(question.texts, question.edits, question.is_proof, question.sites, question.originals,
                    question.with_values, question.is_last, question.lost_returns, question.lost_casts, question.told);
}
static auto parts_of(ParseAnswer& answer) {
    return std::tie(answer.collected, answer.diagnostics, answer.ranges, answer.user_files, answer.failures,
                    answer.strangers);
}

namespace {

/// Of the names in the request, those of functions that the unit declares; for an audit, also those that a symbol may
/// have meant.
std::vector<std::string> declared_names(ParsedUnit& unit) {
    std::set<std::string> names;
    if (!unit.request.symbols.empty()) names = namesakes_of_symbols(unit);
    for (const std::string& name : unit.request.names)
        if (!functions_named(unit.context(), name).empty()) names.insert(name);
    return {names.begin(), names.end()};
}

bool is_one_of(clang::tok::TokenKind kind, std::initializer_list<clang::tok::TokenKind> kinds) {
    return std::find(kinds.begin(), kinds.end(), kind) != kinds.end();
}

/// From a keyword to the end of what could be its operand: the statement's end, or an unmatched closing bracket.
std::uint32_t end_of_operand(const RawTokens& tokens, std::uint32_t keyword, std::size_t text_size) {
    int depth = 0;
    for (std::size_t at = tokens.from(keyword); at < tokens.all().size(); ++at) {
        const RawTokens::Token& token = tokens.all()[at];
        const bool opens = is_one_of(token.kind, {clang::tok::l_paren, clang::tok::l_square, clang::tok::l_brace});
        const bool closes = is_one_of(token.kind, {clang::tok::r_paren, clang::tok::r_square, clang::tok::r_brace});
        if (depth == 0 && (closes || is_one_of(token.kind, {clang::tok::semi, clang::tok::comma}))) return token.offset;
        depth += opens - closes;
    }
    return static_cast<std::uint32_t>(text_size);
}

/// The texts with their edits applied; nothing where these overlap.
std::optional<std::map<std::string, EditedText>> edited_texts(const ParseQuestion& question) {
    std::map<std::string, EditedText> edited;
    for (const auto& [file, edits] : question.edits) {
        auto text = EditedText::apply(question.texts.at(file), edits);
        if (!text) return std::nullopt;
        edited.emplace(file, std::move(*text));
    }
    return edited;
}

std::map<std::string, std::string> bytes_to_parse(const ParseQuestion& question) {
    std::map<std::string, std::string> texts = question.texts;
    if (const auto edited = edited_texts(question))
        for (const auto& [file, text] : *edited) texts[file] = text.text();
    return texts;
}

/// What a parse has to say to a question.
ParseAnswer answer_of(ParsedUnit& unit, const ParseQuestion& question, bool skip_bodies) {
    ParseAnswer answer;
    if (question.is_proof) {
        look_at_sites(unit, question.sites, *edited_texts(question), skip_bodies, answer);
        answer.diagnostics = unit.diagnostics;
        return answer;
    }
    if (question.told) unit.diagnostics = *question.told;
    CollectOptions collecting;
    collecting.originals = question.originals;
    collecting.bodies_skipped = skip_bodies;
    collecting.with_values = question.with_values;
    collecting.is_last = question.is_last;
    collecting.lost_returns = question.lost_returns;
    collecting.lost_casts = question.lost_casts;
    answer.collected = collect(unit, collecting);
    for (const auto& [path, bytes] : question.originals)
        unit.user_files[relative_to_root(unit.request.user_files, path)] = to_hex(digest_of(bytes));
    answer.collected.facts.suppressions = unit.suppressions;
    answer.collected.facts.remarks = unit.remarks;
    answer.collected.facts.declared = declared_names(unit);
    answer.collected.facts.toolchain = toolchain_of(unit);
    answer.user_files = unit.user_files;
    answer.diagnostics = unit.diagnostics;
    if (answer.diagnostics.empty()) return answer;
    const SourceText text(unit, question.originals);
    for (const TokenKey& key : answer.collected.lost)
        if (!key.spelling.file.empty())
            answer.ranges.push_back({key, end_of_operand(text.tokens(key.spelling.file), key.spelling.offset,
                                                         text.bytes(key.spelling.file).size())});
    for (const auto& [key, end] : answer.collected.seen)
        answer.ranges.push_back({key, std::max(end, key.spelling.offset)});
    return answer;
}

}  // namespace

std::optional<ParseAnswer> Asking::ask_standing(const ParseQuestion& question, bool skip_bodies) {
    StandingParse* const standing = workbench_.standing;
    if (!standing || !standing->is_of(unit_, skip_bodies) || !standing->fits(bytes_to_parse(question)))
        return std::nullopt;
    if (!is_own_ && workbench_.recorder && !standing->seen) return std::nullopt;
    const auto said = standing->ask(bytes::written(question));
    if (!said) return std::nullopt;
    if (!is_own_ && workbench_.recorder) workbench_.recorder->merge(*standing->seen);
    return bytes::read_back<ParseAnswer>(*said);
}

std::optional<ParseAnswer> Asking::ask_behind_library(const ParseQuestion& question, ParseOptions options) {
    if (!workbench_.preambles || !workbench_.scanner || !options.skip_bodies) return std::nullopt;
    options.preamble = workbench_.preambles->find_of_library(unit_, *workbench_.scanner);
    if (!options.preamble) return std::nullopt;
    ParseAnswer answer;
    llvm::Error error =
        parse(options, [&](ParsedUnit& unit) { answer = answer_of(unit, question, options.skip_bodies); });
    const bool is_failed = static_cast<bool>(error);
    llvm::consumeError(std::move(error));
    if (is_failed || !answer.diagnostics.empty()) return std::nullopt;
    return answer;
}

void Asking::let_stand(const ParseQuestion& question, ParseOptions& options) {
    StandingParse* const standing = workbench_.standing;
    if (!standing || !question.first_change) return;
    // What is left behind a preamble costs hardly more than to stand. The second parse of a unit is behind one that is
    // kept for when it is edited.
    const bool is_preamble_kept = workbench_.preambles && !unit_.preambles.empty() && unit_.relatives.empty();
    if (question.is_first && (options.preamble || is_preamble_kept)) return;
    const std::string& main = unit_.command.file;
    const auto text = options.overlays.find(main);
    llvm::SmallString<256> real;
    if (text == options.overlays.end() || llvm::sys::fs::real_path(main, real) || real != main) return;
    const auto stand = stand_before(text->second, *question.first_change);
    if (!stand) return;
    is_own_ = true;
    std::map<std::string, std::string> others = options.overlays;
    others.erase(main);
    standing->prepare(unit_, options.skip_bodies, with_room(text->second), std::move(others));
    options.standing.parse = standing;
    options.standing.from = stand->from;
    options.standing.to = stand->to;
    const auto trial = std::make_shared<ParseQuestion>();
    options.standing.begin = [this, trial](ParsedUnit& unit, const std::string& asked) {
        auto read = bytes::read_back<ParseQuestion>(asked);
        if (!read) StandingParse::give_up();
        *trial = std::move(*read);
        unit.with_warnings = trial->is_proof;
        return bytes_to_parse(*trial).at(unit_.command.file);
    };
    options.standing.answer = [trial, skip_bodies = options.skip_bodies](ParsedUnit& unit) {
        return bytes::written(answer_of(unit, *trial, skip_bodies));
    };
}

void Asking::count(const ParseQuestion& question, bool is_resumed) {
    const bool is_first = answers_++ == 0;
    Parses* const parses = workbench_.parses;
    if (!parses) return;
    ++(question.is_proof ? parses->proving : is_first ? parses->analysing : parses->recovering);
    parses->resumed += is_resumed;
}

llvm::Expected<ParseAnswer> Asking::ask(const ParseQuestion& question, bool skip_bodies) {
    auto standing = ask_standing(question, skip_bodies);
    count(question, standing.has_value());
    if (standing) return std::move(*standing);
    ParseOptions options;
    options.unit = &unit_;
    options.recorder = workbench_.recorder;
    options.remains = workbench_.remains;
    options.overlays = bytes_to_parse(question);
    options.skip_bodies = skip_bodies;
    options.with_warnings = question.is_proof;
    // One that is built for the second parse of a unit is for the next run, where that one's headers are its own.
    const bool is_built = unit_.build_preamble || (parses_++ > 0 && unit_.relatives.empty());
    options.preamble = preamble_for(unit_, workbench_.preambles, options, is_built);
    if (question.is_first && !options.preamble)
        if (auto answer = ask_behind_library(question, options)) return std::move(*answer);
    let_stand(question, options);
    ParseAnswer answer;
    if (llvm::Error error = parse(options, [&](ParsedUnit& unit) { answer = answer_of(unit, question, skip_bodies); }))
        return std::move(error);
    return answer;
}

}  // namespace awaitlint
