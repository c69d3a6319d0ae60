// What a client of the language server sends: any bytes are frames and messages, or are refused, and what is sent back
// are messages. A text has the places that its positions say, whatever its bytes are.
//
// Input: the bytes of a session, behind an `initialize` of ours.
#include <algorithm>

#include "fuzz.h"
#include "lsp/frames.h"
#include "lsp/positions.h"
#include "lsp/session.h"

using namespace awaitlint;
using namespace awaitlint::lsp;

namespace {

std::vector<Frame> frames_in(std::string_view bytes, std::size_t at_once) {
    FrameReader reader;
    std::vector<Frame> frames;
    while (!bytes.empty()) {
        reader.add(bytes.substr(0, at_once));
        bytes.remove_prefix(std::min(at_once, bytes.size()));
        while (auto frame = reader.next()) frames.push_back(std::move(*frame));
    }
    return frames;
}

bool are_equal(const std::vector<Frame>& a, const std::vector<Frame>& b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const Frame& one, const Frame& other) {
        return one.body == other.body && one.why_refused == other.why_refused;
    });
}

void check_positions(std::string_view text) {
    for (const PositionEncoding encoding : {PositionEncoding::utf8, PositionEncoding::utf16}) {
        const TextLines lines(text, encoding);
        Position before;
        for (std::size_t offset = 0; offset <= text.size(); ++offset) {
            const Position at = lines.position_at(offset);
            fuzz::require(before <= at, "positions have the order of offsets");
            fuzz::require(lines.offset_of(at) <= offset, "an offset comes back, or where its character begins");
            fuzz::require(lines.position_at(lines.offset_of(at)) <= at, "and so does a position");
            before = at;
        }
    }
}

/// What is found may be anywhere, as files change.
Analysis some_analysis(const Job& job) {
    Finding finding;
    finding.rule = "discarded-awaitable";
    finding.message = job.document.text.substr(0, 40);
    finding.span = {job.document.path, 2, 7, 9, 1, 20, 40};
    Suggestion suggestion;
    suggestion.title = suggestion.replacement = finding.message;
    suggestion.proven = true;
    suggestion.edits = {{job.document.path, 3, 2, "x"}, {job.document.path, 1000, 5, finding.message}};
    finding.suggestions = {suggestion};
    Analysis analysis;
    analysis.findings = {finding};
    analysis.read = {job.document.path};
    return analysis;
}

void check_session(const std::vector<Frame>& frames) {
    Session session({"1", "/", {{{"discarded-awaitable", "# page"}}, {}}}, [](const Json& message) {
        const std::string text = text_of(message);
        fuzz::require(fuzz::is_utf8(text), "what is sent is UTF-8");
        fuzz::require(parse_message(text).message.has_value() || message.contains("error"), "and a message");
    });
    TimePoint now{};
    session.receive({R"({"jsonrpc":"2.0","id":0,"method":"initialize","params":{"capabilities":
        {"textDocument":{"codeAction":{"codeActionLiteralSupport":{}},"hover":{"contentFormat":["markdown"]}},
         "window":{"workDoneProgress":true}}}})",
                     ""},
                    now);
    for (const Frame& frame : frames) {
        session.receive(frame, now);
        if (session.exit_status()) return;
        now += std::chrono::seconds(1);
        if (const auto job = session.next_job(now)) {
            session.wake(now);
            session.take(*job, some_analysis(*job), now);
        }
    }
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    const std::string_view text = fuzz::text_of(bytes, size);
    const std::vector<Frame> frames = frames_in(text, std::max<std::size_t>(1, size));
    fuzz::require(are_equal(frames, frames_in(text, 7)), "frames do not depend on how the bytes come");
    for (const Frame& frame : frames) {
        const ParsedMessage parsed = parse_message(frame.body);
        fuzz::require(parsed.message.has_value() == parsed.refusal.is_null(), "a message, or what is wrong with it");
    }
    check_session(frames);
    check_positions(text.substr(0, 512));
    return 0;
}
