// Facts, requests and proofs survive the way to another process and back: every member, any bytes, nothing unknown.
#include "awaitlint/facts_json.h"

#include <random>

#include <gtest/gtest.h>

#include "base/facts_bytes.h"
#include "base/facts_fields.h"

namespace awaitlint {
namespace {

template <class T>
T there_and_back(const T& value) {
    const std::string line = to_line(value);
    EXPECT_EQ(line.find('\n'), std::string::npos);
    const Result<T> back = from_line<T>(line);
    EXPECT_TRUE(back) << back.error().message << "\n" << line;
    return back ? *back : T{};
}

template <class T>
std::string error_of(std::string_view line) {
    const Result<T> back = from_line<T>(line);
    return back ? "none" : back.error().message;
}

// Values in which every member differs from its default and from its neighbours.
Place some_place(std::uint32_t seed) {
    return {"src/place" + std::to_string(seed) + ".h", seed + 1, seed + 2};
}
Span some_span(std::uint32_t seed) {
    return {"src/span.cpp", seed + 1, seed + 2, seed + 3, seed + 4, seed + 5, seed + 6};
}
Symbol some_symbol(const std::string& name) {
    return {"c:@F@" + name, name, "netra::" + name, "std::shared_ptr<netra::Manager>", some_place(11), true};
}
Sibling some_sibling(const std::string& name) {
    return {
        some_symbol(name), "netra::" + name, Certainty::maybe, "int", "boost::asio::use_awaitable", true, true, true};
}
Enclosing some_enclosing() {
    Enclosing enclosing;
    enclosing.qualified_name = "netra::on_connect::(lambda)";
    enclosing.return_type = "task<void>";
    enclosing.task_type = "task";
    enclosing.is_lambda = true;
    enclosing.is_coroutine = true;
    enclosing.can_be_coroutine = true;
    enclosing.why_not_coroutine = "a constructor cannot be a coroutine";
    enclosing.promise_type = "task<void>::promise_type";
    enclosing.promise_has_return_void = true;
    enclosing.has_return_statement = true;
    enclosing.sound_keywords = 3;
    enclosing.body = some_span(77);
    enclosing.closing_brace = some_span(40);
    enclosing.has_parameter_list = false;
    enclosing.closing_brace_is_alone = true;
    enclosing.closing_brace_indent = "\t";
    enclosing.body_indent = "    ";
    enclosing.line_end = "\r\n";
    return enclosing;
}
Site some_site(std::uint32_t seed, const std::string& text) {
    return {some_span(seed),
            text,
            some_span(seed + 1),
            seed,
            "TRY",
            true,
            true,
            "no co_await may stand in a catch handler"};
}
CallSite some_call_site(const std::string& name) {
    return {some_symbol(name),     some_span(3),
            some_span(4),          some_span(5),
            some_span(6),          2,
            "(int, net::context)", {some_sibling(name + "_async"), some_sibling("co_" + name)}};
}
Await some_await() {
    Await await;
    await.site = some_site(1, "co_await get_websocket_manager(ctx)");
    await.operand_text = "get_websocket_manager(ctx)";
    await.operand_offset = 77;
    await.outcome = Outcome::pass_through;
    await.protocol = {true,
                      true,
                      {"await_ready", "await_resume"},
                      true,
                      {some_symbol("operator co_await")},
                      "it has a member 'GetResults'",
                      "await_suspend",
                      "it is private",
                      "lib::operator co_await(lib::x)",
                      some_place(5),
                      true,
                      true,
                      true};
    await.operand_type = "std::shared_ptr<Manager>";
    await.operand_type_full = "std::shared_ptr<netra::Manager>";
    await.type_declared = some_place(7);
    await.call = some_call_site("get_websocket_manager");
    await.is_statement = true;
    await.is_token_missing = true;
    await.task_types = {"task<>", "task<int>"};
    await.return_types = {some_span(90)};
    await.plain_returns = {some_span(91), some_span(92)};
    await.why_no_task_type = "it is virtual";
    await.operands = some_span(93);
    await.operands_text = "c ? a() : b()";
    await.errors = {{some_place(61), "no matching function"}};
    return await;
}
AwaitableType some_awaitable_type() {
    return {"task<int>",   "netra::task<int>",
            "netra::task", some_place(3),
            "int",         true,
            true,          true,
            true,          true,
            true,          true,
            true,          true};
}
fate::Kept some_kept() {
    return {"units", some_span(51), some_span(52), true, true, true};
}
/// One of each alternative, with every member set.
std::vector<Fate> all_fates() {
    std::vector<Fate> fates = {fate::Used(),
                               fate::Discarded{fate::Discarded::Form::std_ignore, some_span(53)},
                               some_kept(),
                               fate::Stored(),
                               fate::Returned(),
                               fate::Yielded(),
                               fate::Captured(),
                               fate::Passed{"std::for_each"},
                               fate::Accessed{"size"},
                               fate::Tested{"if"},
                               fate::Misused{fate::Misused::Way::returned, {}, some_kept()},
                               fate::Erased{"std::function<void ()>"},
                               fate::Converted{"bool"}};
    EXPECT_EQ(fates.size(), std::variant_size_v<Fate>);
    return fates;
}
Value some_value() {
    Value value;
    value.site = some_site(50, "get_units(1)");
    value.type = some_awaitable_type();
    value.fate =
        fate::Misused{fate::Misused::Way::member_access, {{some_place(60), "no viable conversion"}}, some_kept()};
    value.made = Maker::lambda;
    value.call = some_call_site("get_units");
    value.is_callee_nodiscard = true;
    value.may_callee_discard = true;
    value.is_callee_awaited = true;
    value.is_type_awaited = true;
    value.is_awaitable = Certainty::yes;
    value.is_in_loop = true;
    value.type_namespace = "asio";
    value.needs_parentheses = true;
    value.operands = some_span(58);
    value.operands_text = "a() || b()";
    return value;
}
Call some_call() {
    Call call;
    call.site = some_site(70, "load(1)");
    call.call = some_call_site("load");
    call.result_type = "int";
    call.why_unwise = "guard";
    call.needs_parentheses = true;
    return call;
}
Spent some_spent() {
    return {some_site(80, "co_await again"), "again", some_awaitable_type(), true, some_place(81)};
}
MissingReturn some_missing_return() {
    return {some_site(82, "return load();"),
            some_awaitable_type(),
            true,
            {{some_place(84), "return statement not allowed in coroutine"}}};
}
BlockingCall some_blocking_call() {
    return {some_site(95, "sync_wait(load())"), some_call().call, "it is ready", "load()", true};
}
HeldLock some_held_lock() {
    const LineBefore before = {some_span(102), "    ", "\r\n"};
    return {some_site(96, "co_await load()"),
            "lock",
            "std::lock_guard<std::mutex>",
            some_place(97),
            true,
            EarlyRelease{before, some_span(103), "unique_lock"},
            LateTaking{before, "awaited", true, some_span(104), "std::lock_guard lock(mutex);", some_span(105)},
            LockExchange{some_span(106), "our::async_mutex", {{some_span(107), "lock", "mutex"}}}};
}
Loan some_loan() {
    Loan loan;
    loan.site = some_site(86, "make()");
    loan.lender = Lender::local;
    loan.hold = Hold::view;
    loan.object = "name";
    loan.object_type = "std::string";
    loan.coroutine = some_symbol("load");
    loan.parameter = "text";
    loan.parameter_declared = some_place(87);
    loan.captures = {"this"};
    loan.last_look = LastLook::after_suspension;
    loan.is_default_argument = true;
    loan.task = some_awaitable_type();
    loan.taken_by = {"asio::co_spawn"};
    loan.fate = fate::Returned();
    loan.closure_taken_by = "std::invoke";
    loan.runs_when_dropped = true;
    loan.is_outlived = true;
    loan.kept_in = "loading";
    loan.ends_next = true;
    loan.naming = {{some_span(106), "\t", "\r\n"}, "text", "auto", true};
    loan.next_await = {some_span(107), some_span(108), "load(make())"};
    loan.awaited_return = {some_span(110), "load(make())", "it is a member"};
    loan.by_value = {{{some_span(109), "std::string"}}, "std::string", true};
    return loan;
}
StaleView some_stale_view() {
    return {some_site(98, "found"), "found",         "sessions_",     some_place(99),
            some_place(100),        some_place(101), "server::remove"};
}
Use some_use() {
    return {some_site(9, "get()"), {{"a.cpp", 1, 2}}, some_symbol("get"), Certainty::yes, true, true, true, true,
            fate::Passed{"take"}};
}
AsyncFunction some_async_function() {
    return {"net::get_async", some_place(3), "(int)", "task", "get", true};
}
UnitFacts some_facts() {
    UnitFacts facts;
    facts.file = "src/span.cpp";
    facts.user_files = {"src/place1.h", "src/span.cpp"};
    facts.digests = {"00ff", "17"};
    facts.functions = {some_enclosing(), Enclosing{}};
    facts.awaits = {some_await(), Await{}};
    facts.values = {some_value(), Value{}};
    facts.calls = {some_call(), Call{}};
    facts.spent = {some_spent(), Spent{}};
    facts.missing_returns = {some_missing_return(), MissingReturn{}};
    facts.blocking_calls = {some_blocking_call(), BlockingCall{}};
    facts.held_locks = {some_held_lock(), HeldLock{}};
    facts.loans = {some_loan(), Loan{}};
    facts.stale_views = {some_stale_view(), StaleView{}};
    facts.uses = {some_use(), Use{}};
    facts.async_functions = {some_async_function(), AsyncFunction{}};
    for (const auto kind :
         {Suppression::Kind::line, Suppression::Kind::next_line, Suppression::Kind::begin, Suppression::Kind::end})
        facts.suppressions.push_back({some_place(20), kind, {"await-on-non-awaitable", "bugprone-*"}, "until May"});
    facts.errors = {{some_place(30), "unknown type name 'x'"}};
    facts.first_errors = {{some_place(31), "no member named 'await_ready'"}, {some_place(32), "again"}};
    facts.blanks = {{"src/span.cpp", 5, true}, {"src/place1.h", 6}};
    facts.remarks = {"dropped -fno-such-flag"};
    facts.coroutines = 12;
    facts.was_fully_parsed = true;
    facts.declared = {"netra::get"};
    facts.toolchain = "libstdc++ 12 for x86_64-pc-linux-gnu";
    facts.skipped = "no file that it reads mentions coroutines";
    return facts;
}
ProofRequest some_proof_request() {
    ProofRequest request;
    request.unit.command = {"/home/me", "/home/me/a.cpp", {"clang++", "-DX=\"1 2\"", "a.cpp"}, {"dropped @x.modmap"}};
    request.unit.user_files = {"/home/me", {"src/**"}, {"third_party"}, {"build"}};
    request.unit.names = {"netra::get", "netra::get_async"};
    request.unit.naming = {"{}_async"};
    request.unit.tokens = {"asio::use_awaitable"};
    request.unit.types = {"asio::deferred_async_operation"};
    request.unit.blocking = {"std::this_thread::sleep_for"};
    request.unit.held_locks = true;
    request.unit.awaited_locks = {"cppcoro::async_mutex"};
    request.unit.stale_views = true;
    request.unit.symbols = {"netra::get"};
    request.unit.full_parse = true;
    request.unit.may_skip = true;
    request.unit.preambles = "/cache/preambles";
    request.unit.preamble_bytes = 120;
    request.unit.preamble_key = "0a1b";
    request.unit.build_preamble = true;
    request.unit.relatives = {"/src/other.cpp"};
    request.unit.unsaved = {{"/home/me/a.h", "int x;"}};
    request.unit.rules = {"await-on-non-awaitable"};
    request.blanks = {{"a.cpp", 9}};
    request.known_errors = {{some_place(1), "known"}};
    request.candidates = {{4,
                           {"a.cpp", 9},
                           some_span(1),
                           {{"a.cpp", 9, 8, "text"}},
                           "c:@F@get",
                           true,
                           some_span(2),
                           {{some_place(3), "explained"}}},
                          Candidate{}};
    request.in_full = true;
    return request;
}

TEST(FactsJson, FullyPopulatedFactsComeBackEqual) {
    const UnitFacts facts = some_facts();
    EXPECT_TRUE(there_and_back(facts) == facts);
    EXPECT_FALSE(there_and_back(facts) == UnitFacts{});
}

TEST(FactsJson, EachFateComesBackAsItself) {
    for (const Fate& fate : all_fates()) {
        Value value;
        value.fate = fate;
        EXPECT_TRUE(there_and_back(value) == value) << to_line(value);
        UnitFacts facts;
        facts.values = {value};
        EXPECT_EQ(facts_from_bytes(to_bytes(facts)), facts) << to_line(value);
    }
}

TEST(FactsJson, AFateIsNamedByItsKey) {
    Value value;
    EXPECT_EQ(to_line(value), "{}");
    value.fate = fate::Passed{"take"};
    EXPECT_EQ(to_line(value), R"({"fate":{"passed":{"to":"take"}}})");
    const std::string start = "cannot read a line of JSON: value.fate";
    EXPECT_EQ(error_of<Value>(R"({"fate":{"lost":{}}})"), start + ": unknown key 'lost'");
    EXPECT_EQ(error_of<Value>(R"({"fate":{"passed":{"by":"take"}}})"), start + ".passed: unknown key 'by'");
    for (const char* fate : {"{}", "\"passed\"", R"({"passed":{},"used":{}})"})
        EXPECT_EQ(error_of<Value>(std::string(R"({"fate":)") + fate + "}"),
                  start + ": expected an object with one key");
}

TEST(FactsJson, RequestsAndProofsComeBackEqual) {
    const ProofRequest request = some_proof_request();
    EXPECT_TRUE(there_and_back(request) == request);
    EXPECT_TRUE(there_and_back(request.unit) == request.unit);
    EXPECT_TRUE(there_and_back(request.unit.command) == request.unit.command);
    const std::vector<Proof> proofs{{true, "", {0, 2}}, {false, "the call picks another overload"}, {}};
    EXPECT_TRUE(there_and_back(proofs) == proofs);
    const Parses parses{1, 2, 3, 4, 5};
    EXPECT_TRUE(there_and_back(parses) == parses);
    const Note note{"declared here", some_place(3)};
    EXPECT_TRUE(there_and_back(note) == note);
}

// Defaults are left out, so a sample that sets every member has as many keys as its type has members: the equality
// above then speaks of all of them.
template <class T>
void expect_every_member_set(const T& value) {
    EXPECT_EQ(nlohmann::json(value).size(), member_count<T>()) << to_line(value);
}

TEST(FactsJson, FindingsComeBackEqual) {
    Suggestion suggestion;
    suggestion.kind = "async";
    suggestion.title = "await it";
    suggestion.replacement = "co_await get_async()";
    suggestion.proven = true;
    suggestion.why_not = "the call";
    suggestion.why_unsafe = "the loop";
    suggestion.target = "get_async";
    suggestion.target_place = some_place(5);
    suggestion.target_usr = "c:@F@get_async";
    suggestion.edits = {{"a.cpp", 9, 8, "text"}};
    const Finding finding{"a-rule",
                          "a-reason",
                          Severity::note,
                          "what is wrong",
                          some_span(1),
                          "f",
                          "coroutine",
                          std::string("any \0 bytes \xff", 12),
                          "get",
                          "int",
                          {suggestion},
                          {{"declared here", some_place(3)}},
                          "0a1b",
                          true,
                          "for now",
                          BaselineState::known,
                          "agreed",
                          true,
                          WantedSibling{"net::get", "(int)", "task", 9, 3}};
    EXPECT_TRUE(there_and_back(finding) == finding);
    expect_every_member_set(finding);
    expect_every_member_set(suggestion);
    expect_every_member_set(*finding.wanted);
}

TEST(FactsBytes, FactsAndProofsComeBackEqual) {
    const UnitFacts facts = some_facts();
    EXPECT_EQ(facts_from_bytes(to_bytes(facts)), facts);
    EXPECT_EQ(facts_from_bytes(to_bytes(UnitFacts{})), UnitFacts{});
    const std::vector<Proof> proofs{{true, "", {1}}, {false, std::string("any \0 bytes \xff", 12)}, {}};
    EXPECT_EQ(proofs_from_bytes(to_bytes(proofs)), proofs);
}

TEST(FactsBytes, DifferentRequestsHaveDifferentBytes) {
    const ProofRequest request = some_proof_request();
    ProofRequest other = request;
    EXPECT_EQ(to_bytes(request), to_bytes(other));
    other.unit.command.argv = {"ab", "c"};
    ProofRequest another = request;
    another.unit.command.argv = {"a", "bc"};
    EXPECT_NE(to_bytes(other), to_bytes(another));
    EXPECT_NE(to_bytes(request.unit), to_bytes(other.unit));
}

TEST(FactsBytes, DamagedBytesGiveNothingAndAreNotReadPastTheirEnd) {
    const std::string bytes = to_bytes(some_facts());
    for (std::size_t length = 0; length < bytes.size(); ++length)
        EXPECT_FALSE(facts_from_bytes(std::string_view(bytes).substr(0, length)));
    EXPECT_FALSE(facts_from_bytes(bytes + "x"));
    EXPECT_FALSE(facts_from_bytes(std::string(100, '\xff')));
}

TEST(FactsJson, TheSamplesSetEveryMember) {
    const UnitFacts facts = some_facts();
    expect_every_member_set(facts);
    expect_every_member_set(facts.awaits[0]);
    expect_every_member_set(facts.spent[0]);
    expect_every_member_set(facts.missing_returns[0]);
    expect_every_member_set(facts.blocking_calls[0]);
    expect_every_member_set(facts.held_locks[0]);
    expect_every_member_set(*facts.held_locks[0].early_release);
    expect_every_member_set(*facts.held_locks[0].late_taking);
    expect_every_member_set(*facts.held_locks[0].exchange);
    expect_every_member_set(facts.held_locks[0].exchange->takings[0]);
    expect_every_member_set(facts.loans[0]);
    expect_every_member_set(*facts.loans[0].naming);
    expect_every_member_set(facts.loans[0].naming->before);
    expect_every_member_set(*facts.loans[0].next_await);
    expect_every_member_set(*facts.loans[0].by_value);
    expect_every_member_set(facts.loans[0].by_value->types[0]);
    expect_every_member_set(facts.stale_views[0]);
    expect_every_member_set(facts.values[0]);
    expect_every_member_set(facts.values[0].type);
    const nlohmann::json fate = nlohmann::json(facts.values[0])["fate"]["misused"];
    EXPECT_EQ(fate.size(), member_count<fate::Misused>());
    EXPECT_EQ(fate["kept"].size(), member_count<fate::Kept>());
    expect_every_member_set(facts.calls[0]);
    expect_every_member_set(facts.functions[0]);
    expect_every_member_set(facts.awaits[0].site);
    expect_every_member_set(facts.awaits[0].site.span);
    expect_every_member_set(*facts.awaits[0].call);
    expect_every_member_set(facts.awaits[0].call->siblings[0]);
    expect_every_member_set(facts.awaits[0].call->siblings[0].symbol);
    expect_every_member_set(facts.awaits[0].protocol);
    expect_every_member_set(facts.awaits[0].type_declared);
    expect_every_member_set(facts.uses[0]);
    expect_every_member_set(facts.async_functions[0]);
    expect_every_member_set(facts.suppressions[1]);
    expect_every_member_set(facts.errors[0]);
    expect_every_member_set(facts.blanks[0]);
    const ProofRequest request = some_proof_request();
    expect_every_member_set(request);
    expect_every_member_set(request.unit);
    expect_every_member_set(request.unit.command);
    expect_every_member_set(request.unit.user_files);
    expect_every_member_set(request.candidates[0]);
    expect_every_member_set(request.candidates[0].edits[0]);
    expect_every_member_set(Proof{true, "why", {1}});
    expect_every_member_set(Parses{1, 2, 3, 4, 5});
    expect_every_member_set(Note{"declared here", some_place(3)});
}

TEST(FactsJson, DefaultsAreLeftOut) {
    EXPECT_EQ(to_line(Place{}), "{}");
    EXPECT_EQ(to_line(UnitFacts{}), "{}");
    EXPECT_EQ(to_line(Place{"a.cpp", 3, 0}), R"({"file":"a.cpp","line":3})");
    EXPECT_TRUE(*from_line<UnitFacts>("{}") == UnitFacts{});
}

TEST(FactsJson, EnumsAreNames) {
    Await await;
    await.outcome = Outcome::dependent;
    EXPECT_EQ(to_line(await), R"({"outcome":"dependent"})");
    for (const Outcome outcome :
         {Outcome::accepted, Outcome::pass_through, Outcome::rejected, Outcome::outside, Outcome::dependent}) {
        await.outcome = outcome;
        EXPECT_EQ(there_and_back(await).outcome, outcome);
    }
    for (const Certainty certainty : {Certainty::no, Certainty::maybe, Certainty::yes}) {
        Use use;
        use.is_awaitable = certainty;
        EXPECT_EQ(there_and_back(use).is_awaitable, certainty);
    }
}

TEST(FactsJson, InvalidBytesComeBackExactly) {
    const std::string texts[] = {
        "caf\xe9",                           // Latin-1
        "\xff\xfe\x80\xbf",                  // no UTF-8 at all
        "\xc0\xaf \xe0\x80\xaf",             // overlong
        "\xed\xa0\x80",                      // a surrogate
        "\xf4\x90\x80\x80",                  // above U+10FFFF
        "\xe2\x82",                          // cut short
        "\xef\x9e\x80 \xef\x9f\xbf",         // U+F780 and U+F7FF, the characters that the escape uses
        "\xef\x9c\x80 \xef\x9d\xbf",         // their neighbours U+F700 and U+F77F
        "\xe2\x82\xac \xf0\x9f\x98\x80 ok",  // good UTF-8
        std::string("\0\x01\x1b\x7f\r\n\t\"\\", 9),
    };
    for (const std::string& text : texts) {
        const Edit edit{"a.cpp", 1, 2, text};
        EXPECT_EQ(there_and_back(edit).text, text);
        EXPECT_EQ(bytes_of_json_text(json_text(text)), text);
    }
    EXPECT_EQ(json_text("caf\xe9"), "caf\xef\x9f\xa9") << "byte 0xE9 is U+F7E9";
    EXPECT_EQ(json_text("\xe2\x82\xac"), "\xe2\x82\xac") << "good text is left alone";
}

TEST(FactsJson, AnyBytesComeBackExactly) {
    std::mt19937 random(20240229);
    for (int round = 0; round < 3000; ++round) {
        std::string text(random() % 24, '\0');
        // Mostly bytes near the borders of UTF-8 and of the escape's own characters.
        static constexpr unsigned char likely[] = {0xef, 0x9c, 0x9e, 0x9f, 0x80, 0xbf, 0xc2, 0xed, 0xf4, 0x41};
        for (char& byte : text)
            byte = static_cast<char>(random() % 3 == 0 ? random() % 256 : likely[random() % std::size(likely)]);
        const Result<Edit> back = from_line<Edit>(to_line(Edit{"a.cpp", 1, 2, text}));
        ASSERT_TRUE(back);
        ASSERT_EQ(back->text, text);
    }
}

TEST(FactsJson, UnknownKeysAreErrors) {
    EXPECT_EQ(error_of<Place>(R"({"file":"a.cpp","lines":3})"),
              "cannot read a line of JSON: value: unknown key 'lines'");
    EXPECT_EQ(error_of<UnitFacts>(R"({"spent":[{},{"before":{"of":1}}]})"),
              "cannot read a line of JSON: value.spent[1].before: unknown key 'of'");
}

TEST(FactsJson, WrongTypesAreErrorsThatNameThePath) {
    const std::string start = "cannot read a line of JSON: value";
    EXPECT_EQ(error_of<UnitFacts>(R"({"spent":[{"before":{"line":"3"}}]})"),
              start + ".spent[0].before.line: expected a number from 0 to 4294967295");
    for (const char* number : {"-1", "1.5", "4294967296", "true", "null", "\"1\""})
        EXPECT_EQ(error_of<Place>(std::string(R"({"line":)") + number + "}"),
                  start + ".line: expected a number from 0 to 4294967295");
    EXPECT_EQ(error_of<Place>(R"({"file":3})"), start + ".file: expected a string");
    EXPECT_EQ(error_of<Place>("[]"), start + ": expected an object");
    EXPECT_EQ(error_of<Use>(R"({"is_call":1})"), start + ".is_call: expected true or false");
    EXPECT_EQ(error_of<UnitFacts>(R"({"remarks":{}})"), start + ".remarks: expected an array");
    EXPECT_EQ(error_of<UnitFacts>(R"({"remarks":["a",1]})"), start + ".remarks[1]: expected a string");
    EXPECT_EQ(error_of<Await>(R"({"outcome":"perhaps"})"), start + ".outcome: expected one of a fixed set of names");
    EXPECT_EQ(error_of<Await>(R"({"call":[]})"), start + ".call: expected an object");
    EXPECT_TRUE(from_line<Place>(R"({"line":4294967295})"));
}

TEST(FactsJson, BrokenLinesAreErrors) {
    for (const char* line : {"", " ", "{", "null", "{\"file\":}", "\xff", "{\"file\":\"\xff\"}", "{}{}"})
        EXPECT_FALSE(from_line<UnitFacts>(line)) << line;
    EXPECT_FALSE(from_line<std::vector<Proof>>("{}"));
    const Result<UnitFacts> deep = from_line<UnitFacts>(std::string(100000, '['));
    EXPECT_FALSE(deep);
}

}  // namespace
}  // namespace awaitlint
