// The parts of the language server that need no analysis: frames, messages, positions, documents, and who is next.
#include <gtest/gtest.h>

#include "lsp/analyses.h"
#include "lsp/documents.h"
#include "lsp/frames.h"
#include "lsp/json_rpc.h"
#include "lsp/positions.h"
#include "lsp/schedule.h"
#include "lsp/uris.h"
#include "report/escape.h"
#include "temporary_folder.h"

namespace awaitlint::lsp {
namespace {

using std::chrono::milliseconds;

/// The bodies of all frames; "!" before why one is refused.
std::vector<std::string> frames_in(FrameReader& reader) {
    std::vector<std::string> found;
    while (const auto frame = reader.next())
        found.push_back(frame->why_refused.empty() ? frame->body : "!" + frame->why_refused);
    return found;
}

TEST(Frames, ComeWholeHoweverTheBytesCome) {
    const std::string bytes = framed("one") + framed("") + framed("zwölf");
    for (std::size_t at_once = 1; at_once <= bytes.size(); ++at_once) {
        FrameReader reader;
        std::vector<std::string> found;
        for (std::size_t at = 0; at < bytes.size(); at += at_once) {
            reader.add(std::string_view(bytes).substr(at, at_once));
            for (std::string& body : frames_in(reader)) found.push_back(std::move(body));
        }
        EXPECT_EQ(found, (std::vector<std::string>{"one", "", "zwölf"})) << at_once;
        EXPECT_FALSE(reader.is_amid_frame());
    }
}

TEST(Frames, HeadersAreReadAsTheyMayBeWritten) {
    FrameReader reader;
    reader.add("content-LENGTH:2\r\nContent-Type: application/vscode-jsonrpc; charset=utf-8\r\n\r\nab");
    reader.add("Content-Length: 1\r\nContent-Length: 1\r\n\r\nc");
    EXPECT_EQ(frames_in(reader), (std::vector<std::string>{"ab", "c"}));
}

TEST(Frames, AHeaderThatSaysNoLengthEndsTheReading) {
    for (const char* header :
         {"\r\n\r\n", "Content-Type: x\r\n\r\n", "Content-Length: \r\n\r\n", "Content-Length: -1\r\n\r\n",
          "Content-Length: 1x\r\n\r\n", "Content-Length: 99999999999999999999\r\n\r\n",
          "Content-Length: 1\r\nContent-Length: 2\r\n\r\n", "Content-Length 3\r\n\r\n"}) {
        FrameReader reader;
        reader.add(header);
        reader.add("{}" + framed("{}"));
        const std::vector<std::string> found = frames_in(reader);
        ASSERT_EQ(found.size(), 1u) << header;
        EXPECT_TRUE(found[0].starts_with("!")) << header;
        EXPECT_TRUE(reader.is_broken());
    }
}

TEST(Frames, HostileSizesAreNotKept) {
    FrameReader endless;
    endless.add("X: " + std::string(most_header_bytes + 1, 'x'));
    EXPECT_EQ(frames_in(endless).size(), 1u);
    EXPECT_TRUE(endless.is_broken());

    FrameReader large;
    const std::size_t length = most_message_bytes + 1;
    large.add("Content-Length: " + std::to_string(length) + "\r\n\r\n");
    EXPECT_EQ(frames_in(large).size(), 1u) << "refused before it has come";
    const std::string piece(1 << 20, 'x');
    for (std::size_t left = length; left > 0; left -= std::min(left, piece.size()))
        large.add(std::string_view(piece).substr(0, std::min(left, piece.size())));
    EXPECT_FALSE(large.is_amid_frame());
    large.add(framed("the next one"));
    EXPECT_EQ(frames_in(large), std::vector<std::string>{"the next one"});
}

TEST(Messages, AreRequestsNotificationsAndResponses) {
    const auto request = parse_message(R"({"jsonrpc":"2.0","id":"a","method":"m","params":[1]})");
    ASSERT_TRUE(request.message);
    EXPECT_TRUE(request.message->is_request());
    EXPECT_EQ(request.message->method, "m");
    EXPECT_EQ(request.message->params, Json::array({1}));
    const auto notification = parse_message(R"({"jsonrpc":"2.0","method":"m"})");
    ASSERT_TRUE(notification.message);
    EXPECT_FALSE(notification.message->is_request());
    const auto failed = parse_message(R"({"jsonrpc":"2.0","id":3,"error":{"code":1,"message":"no"}})");
    ASSERT_TRUE(failed.message);
    EXPECT_EQ(failed.message->method, "");
    EXPECT_EQ(failed.message->id, 3);
    EXPECT_EQ(failed.message->error["message"], "no");
}

TEST(Messages, WhatIsNoneIsAnsweredByItsError) {
    const auto refusal = [](std::string_view text) {
        const ParsedMessage parsed = parse_message(text);
        EXPECT_FALSE(parsed.message) << text;
        return std::pair(parsed.refusal["error"]["code"].get<int>(), parsed.refusal["id"]);
    };
    EXPECT_EQ(refusal("{"), std::pair(-32700, Json()));
    EXPECT_EQ(refusal("\xff"), std::pair(-32700, Json()));
    EXPECT_EQ(refusal(std::string(100'000, '[')), std::pair(-32700, Json()));
    EXPECT_EQ(refusal("[]"), std::pair(-32600, Json()));
    EXPECT_EQ(refusal(R"({"id":4,"method":"m"})"), std::pair(-32600, Json(4)));
    EXPECT_EQ(refusal(R"({"jsonrpc":"2.0","id":4})"), std::pair(-32600, Json(4)));
    EXPECT_EQ(refusal(R"({"jsonrpc":"2.0","id":[],"method":"m"})"), std::pair(-32600, Json()));
    EXPECT_EQ(refusal(R"({"jsonrpc":"2.0","id":4,"method":7})"), std::pair(-32600, Json(4)));
    EXPECT_EQ(refusal(R"({"jsonrpc":"2.0","id":4,"method":"m","params":7})"), std::pair(-32600, Json(4)));
}

TEST(Positions, CountUtf16UnitsUnlessBytesWereAgreed) {
    const std::string text = "aä😀b\nc";  // 1, 2, 4 and 1 bytes; 1, 1, 2 and 1 units
    const TextLines utf16(text, PositionEncoding::utf16), utf8(text, PositionEncoding::utf8);
    EXPECT_EQ(utf16.position_at(7), (Position{0, 4}));
    EXPECT_EQ(utf8.position_at(7), (Position{0, 7}));
    EXPECT_EQ(utf16.offset_of({0, 4}), 7u);
    EXPECT_EQ(utf8.offset_of({0, 7}), 7u);
    EXPECT_EQ(utf16.offset_of({0, 3}), 3u) << "never into the middle of a character";
    EXPECT_EQ(utf16.position_of(1, 8), (Position{0, 4})) << "columns of findings are bytes from 1";
    EXPECT_EQ(utf16.position_at(9), (Position{1, 0}));
}

TEST(Positions, LinesEndInThreeWaysAndNothingLiesBehindThem) {
    const std::string text = "a\nbb\r\nc\rd";
    const TextLines lines(text, PositionEncoding::utf16);
    EXPECT_EQ(lines.position_at(8), (Position{3, 0}));
    EXPECT_EQ(lines.offset_of({1, 99}), 4u) << "before the end of the line";
    EXPECT_EQ(lines.offset_of({9, 0}), text.size());
    EXPECT_EQ(lines.position_of(2, 99), (Position{1, 2}));
    EXPECT_EQ(lines.position_of(0, 0), Position());
    EXPECT_EQ(TextLines("", PositionEncoding::utf16).offset_of({0, 5}), 0u);
    EXPECT_EQ(TextLines("\xff\xfe x", PositionEncoding::utf16).position_at(3), (Position{0, 3})) << "no UTF-8";
}

TEST(Uris, NameFilesOfThisMachineAlone) {
    EXPECT_EQ(path_of_uri("file:///a/b%20c%2b.cpp"), "/a/b c+.cpp");
    EXPECT_EQ(path_of_uri("file://localhost/a"), "/a");
    for (const char* uri : {"http://a/b", "file://host/a", "file:a", "untitled:1", "", "file:///a%0", "file:///%zz",
                            "file:///a%00b", "file:///%+1"})
        EXPECT_EQ(path_of_uri(uri), std::nullopt) << uri;
    EXPECT_EQ(uri_of("/a b/ü+.cpp"), "file:///a%20b/%C3%BC%2B.cpp");
    EXPECT_EQ(path_of_uri(uri_of("/100%/#1?\x01")), "/100%/#1?\x01");
}

Json change(std::uint32_t line, std::uint32_t from, std::uint32_t to_line, std::uint32_t to, const std::string& text) {
    return {{"range", to_json_value(Range{{line, from}, {to_line, to}})}, {"text", text}};
}

TEST(Documents, ChangesApplyInTheirOrder) {
    Documents documents;
    Document* document = documents.open({{"uri", "file:///x/a.cpp"}, {"version", 1}, {"text", "😀one\ntwo\n"}});
    ASSERT_TRUE(document);
    EXPECT_TRUE(documents.change(
        *document, 2, Json::array({change(0, 2, 0, 5, "1"), change(0, 3, 1, 0, " "), change(0, 0, 0, 2, "")})));
    EXPECT_EQ(document->text, "1 two\n");
    EXPECT_EQ(document->version, 2);
    EXPECT_TRUE(documents.change(*document, 3, Json::array({{{"text", "all\n"}}, change(9, 9, 9, 9, "end")})));
    EXPECT_EQ(document->text, "all\nend");
    EXPECT_FALSE(documents.change(*document, 4, Json::array({change(0, 0, 0, 1, "x"), change(1, 0, 0, 0, "y")})));
    EXPECT_EQ(document->text, "all\nend") << "all changes or none";
    EXPECT_EQ(document->version, 3);
    EXPECT_FALSE(documents.open({{"uri", "untitled:1"}, {"version", 1}, {"text", ""}}));
}

TEST(Documents, AreKnownByTheirRealPaths) {
    const TemporaryFolder folder;
    folder.write("a.cpp", "");
    folder.make_link("link.cpp", folder.path("a.cpp"));
    Documents documents;
    documents.open({{"uri", uri_of(folder.path("link.cpp"))}, {"version", 1}, {"text", ""}});
    ASSERT_TRUE(documents.at_path(folder.path("a.cpp")));
    EXPECT_EQ(documents.at_path(folder.path("a.cpp"))->uri, uri_of(folder.path("link.cpp")));
}

TEST(Schedule, TheFirstEditIsAnsweredAtOnceAndTypingWaitsForItsEnd) {
    const TimePoint start{};
    Schedule schedule;
    schedule.want_after_edit("a", start);
    EXPECT_EQ(schedule.take_due(start), "a");
    for (int i = 1; i < 5; ++i) schedule.want_after_edit("a", start + i * milliseconds(100));
    EXPECT_EQ(schedule.take_due(start + milliseconds(400)), std::nullopt);
    EXPECT_EQ(schedule.next(), start + milliseconds(400) + edit_pause);
    EXPECT_EQ(schedule.take_due(start + milliseconds(400) + edit_pause), "a");
    EXPECT_EQ(schedule.take_due(start + milliseconds(10'000)), std::nullopt) << "once";
    schedule.want_after_edit("a", start + milliseconds(10'000));
    EXPECT_EQ(schedule.take_due(start + milliseconds(10'000)), "a") << "after a pause, at once again";
}

TEST(Schedule, WhatWasTouchedLastComesFirst) {
    const TimePoint start{};
    Schedule schedule;
    schedule.want("a", start);
    schedule.want("b", start + milliseconds(1));
    schedule.want("c", start);
    schedule.forget("c");
    EXPECT_TRUE(schedule.is_due_since(start, start + milliseconds(1)));
    EXPECT_FALSE(schedule.is_due_since(start + milliseconds(1), start + milliseconds(1)));
    EXPECT_EQ(schedule.take_due(start + milliseconds(1)), "b");
    EXPECT_EQ(schedule.take_due(start + milliseconds(1)), "a");
    EXPECT_EQ(schedule.take_due(start + milliseconds(1)), std::nullopt);
}

/// Two open documents, in a folder where they are files.
class AnalysesTest : public testing::Test {
protected:
    const Document& open(const std::string& name, const std::string& text) {
        const Document* document =
            analyses.documents().open({{"uri", uri_of(folder.path(name))}, {"version", 1}, {"text", text}});
        analyses.has_opened(*document, now);
        return *document;
    }
    void edit(const std::string& name, const std::string& text) {
        Document* document = analyses.documents().find(uri_of(folder.path(name)));
        EXPECT_TRUE(analyses.documents().change(*document, document->version + 1, Json::array({{{"text", text}}})));
        now += milliseconds(1000);
        analyses.has_edited(*document, now);
    }
    Job next() {
        auto job = analyses.next_job(now);
        EXPECT_TRUE(job);
        return job.value_or(Job());
    }
    std::string name_of(const Job& job) const { return job.document.path.substr(folder.path().size() + 1); }

    TemporaryFolder folder;
    TimePoint now{milliseconds(5000)};
    Analyses analyses{Client{}, "/here"};
};

TEST_F(AnalysesTest, WhatDiffersFromTheDiskIsHandedOverAndNothingElse) {
    folder.write("a.cpp", "a\n");
    folder.write("b.h", "b\n");
    open("a.cpp", "a\n");
    open("b.h", "B\n");
    open("new.cpp", "nobody has saved it\n");
    for (int i = 0; i < 3; ++i) {
        const Job job = next();
        EXPECT_EQ(job.request.unsaved, (std::vector<UnsavedFile>{{folder.path("b.h"), "B\n"}}));
        EXPECT_EQ(job.request.folder, "/here");
        EXPECT_TRUE(analyses.take(job, Analysis(), now));
    }
    EXPECT_FALSE(analyses.next_job(now));
}

TEST_F(AnalysesTest, AnAnswerToAnOldTextIsNone) {
    open("a.cpp", "1");
    const Job job = next();
    EXPECT_FALSE(analyses.next_job(now)) << "one at a time";
    edit("a.cpp", "2");
    EXPECT_FALSE(analyses.take(job, Analysis(), now));
    EXPECT_FALSE(analyses.current(job.document.uri));
    ASSERT_TRUE(analyses.take(next(), Analysis(), now));
    EXPECT_EQ(analyses.current(job.document.uri)->document.text, "2");
}

TEST_F(AnalysesTest, AnEditEndsWhatCanBeginAgainCheaply) {
    open("a.cpp", "#include \"x.h\"\n1");
    const Job first = next();
    edit("a.cpp", "#include \"x.h\"\n2");
    EXPECT_FALSE(analyses.is_obsolete(now)) << "its includes have not been read yet, and would be from the start";
    analyses.take(first, Analysis(), now);
    const Job second = next();
    EXPECT_FALSE(analyses.is_obsolete(now));
    edit("a.cpp", "#include \"y.h\"\n3");
    EXPECT_TRUE(analyses.is_obsolete(now));
    analyses.give_up(second);
    const Job third = next();
    EXPECT_EQ(third.document.version, 3);
    edit("a.cpp", "#include \"y.h\"\n4");
    EXPECT_FALSE(analyses.is_obsolete(now)) << "other includes";
}

TEST_F(AnalysesTest, WhatIsTouchedLaterGoesFirstAndTheOtherComesAfterIt) {
    open("a.cpp", "");
    analyses.take(next(), Analysis(), now);
    open("b.cpp", "");
    analyses.take(next(), Analysis(), now);
    edit("a.cpp", "1");
    const Job of_a = next();
    edit("b.cpp", "1");
    EXPECT_TRUE(analyses.is_obsolete(now));
    analyses.give_up(of_a);
    const Job of_b = next();
    EXPECT_EQ(name_of(of_b), "b.cpp");
    EXPECT_FALSE(analyses.is_obsolete(now)) << "what had to give way does not ask for the same";
    analyses.take(of_b, Analysis(), now);
    EXPECT_EQ(name_of(next()), "a.cpp");
}

TEST_F(AnalysesTest, WhatHasReadASavedFileIsAnalysedAgain) {
    open("a.cpp", "");
    Analysis read;
    read.read = {folder.path("a.cpp"), folder.path("h.h")};
    read.reader = "/x/reader.cpp";
    analyses.take(next(), read, now);
    open("b.cpp", "");
    analyses.take(next(), Analysis(), now);
    analyses.has_saved(folder.path("h.h"), now);
    const Job job = next();
    EXPECT_EQ(name_of(job), "a.cpp");
    EXPECT_EQ(job.request.readers, std::vector<std::string>{"/x/reader.cpp"});
    analyses.take(job, read, now);
    EXPECT_FALSE(analyses.next_job(now));
    open("h.h", "");
    EXPECT_EQ(next().request.readers, std::vector<std::string>{folder.path("a.cpp")}) << "an open unit that reads it";
}

TEST_F(AnalysesTest, AClosedDocumentIsForgotten) {
    const std::string uri = open("a.cpp", "").uri;
    const Job job = next();
    analyses.has_closed(uri, now);
    EXPECT_TRUE(analyses.is_obsolete(now));
    EXPECT_FALSE(analyses.take(job, Analysis(), now));
    EXPECT_FALSE(analyses.next_job(now));
}

TEST(Analysis, ComesBackAsItWas) {
    Analysis analysis;
    analysis.failure = "why \xff";
    analysis.is_for_user = true;
    Finding finding;
    finding.rule = "discarded-awaitable";
    finding.severity = Severity::warning;
    finding.baseline_state = BaselineState::known;
    finding.message = "m";
    finding.span = {"/a.cpp", 1, 2, 3, 4, 5, 6};
    finding.notes = {{"n", {"/b.h", 7, 8}}};
    Suggestion suggestion;
    suggestion.kind = "await";
    suggestion.title = "t";
    suggestion.replacement = "co_await \xfe";
    suggestion.proven = true;
    suggestion.target_place = {"/b.h", 1, 1};
    suggestion.edits = {{"/a.cpp", 1, 2, "\xfd"}};
    finding.suggestions = {suggestion};
    analysis.findings = {finding};
    analysis.obstacles = {{"o", {}}};
    analysis.read = {"/a.cpp", "/b.h"};
    analysis.reader = "/a.cpp";
    const auto back = analysis_from(text_of(analysis));
    ASSERT_TRUE(back);
    EXPECT_EQ(text_of(*back), text_of(analysis));
    EXPECT_EQ(back->failure, analysis.failure);
    ASSERT_EQ(back->findings.size(), 1u);
    EXPECT_EQ(back->findings[0].span, finding.span);
    EXPECT_EQ(back->findings[0].severity, Severity::warning);
    EXPECT_EQ(back->findings[0].baseline_state, BaselineState::known);
    EXPECT_EQ(back->findings[0].suggestions.at(0).edits, suggestion.edits);
    EXPECT_EQ(back->findings[0].suggestions[0].replacement, suggestion.replacement);
    for (const char* text : {"", "{}", "[1]", "{\"failure\":1}"}) EXPECT_FALSE(analysis_from(text)) << text;
}

}  // namespace
}  // namespace awaitlint::lsp
