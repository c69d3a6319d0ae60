// Reports that several tests print: the sample of the contract, an audit, and one with everything in it.
#pragma once

#include "awaitlint/report.h"

namespace awaitlint::samples {

/// The finding that the contract shows.
inline Finding incident() {
    Finding finding;
    finding.rule = "await-on-non-awaitable";
    finding.reason = "sync-call";
    finding.severity = Severity::error;
    finding.message = "'get_websocket_manager' is synchronous: 'std::shared_ptr<Manager>' cannot be awaited";
    finding.span = {"app/routes/websocket_ssot.cpp", 41, 18, 41, 53, 1200, 35};
    finding.function = "netra::routes::on_connect";
    finding.context = "coroutine";
    finding.current = "co_await get_websocket_manager(ctx)";
    finding.callee = "netra::get_websocket_manager";
    finding.type = "std::shared_ptr<netra::Manager>";
    finding.fingerprint = "f1";

    Suggestion async;
    async.kind = "async";
    async.title = "await the async sibling";
    async.replacement = "co_await get_websocket_manager_async(ctx)";
    async.proven = true;
    async.target = "netra::get_websocket_manager_async";
    async.target_place = {"app/websocket_core/manager.h", 12, 6};
    async.target_usr = "c:@N@netra@F@get_websocket_manager_async";
    async.edits = {{"app/routes/websocket_ssot.cpp", 1209, 21, "get_websocket_manager_async"}};

    Suggestion sync;
    sync.kind = "sync";
    sync.title = "call it without co_await";
    sync.replacement = "get_websocket_manager(ctx)";
    sync.proven = true;
    sync.target = "netra::get_websocket_manager";
    sync.target_place = {"app/websocket_core/manager.h", 10, 26};
    sync.edits = {{"app/routes/websocket_ssot.cpp", 1200, 9, ""}};

    finding.suggestions = {async, sync};
    return finding;
}

inline std::string_view incident_line(const std::string& file, std::uint32_t line) {
    return file == "app/routes/websocket_ssot.cpp" && line == 41
               ? "  auto manager = co_await get_websocket_manager(ctx);"
               : "";
}

inline Finding suppressed_incident() {
    Finding finding = incident();
    finding.span.line = finding.span.end_line = 50;
    finding.suppressed = true;
    finding.suppression_reason = "the test's promise accepts anything";
    return finding;
}

inline Finding stray_suppression() {
    Finding finding;
    finding.rule = "unused-suppression";
    finding.severity = Severity::warning;
    finding.message = "nothing here is suppressed by 'await-on-non-awaitable'";
    finding.span = {"app/main.cpp", 7, 3, 7, 10, 90, 7};
    finding.context = "namespace";
    finding.notes = {{"declared here", {"app/main.cpp", 2, 1}}, {"remove the comment", {}}};
    return finding;
}

inline Report empty() {
    Report report;
    report.version = "0.1.0";
    report.llvm_version = "22.1.8";
    return report;
}

inline Report full() {
    Report report = empty();
    report.complete = false;
    report.exit_code = 3;
    report.findings = {stray_suppression(), incident(), suppressed_incident()};
    report.units = {{"app/a.cpp", "analyzed", "", {}},
                    {"app/b.cpp", "cached", "", {}},
                    {"app/c.cpp", "failed", "does not compile", {{"unknown type name 'x'", {"app/c.cpp", 3, 1}}}},
                    {"app/d.cpp", "skipped", "no coroutine", {}}};
    return report;
}

/// The bytes of the incident's file: characters of one to four bytes stand before the flagged expression.
inline std::string incident_bytes() {
    return std::string(39, '\n') + std::string(1143, 'x') + "\n" +
           "  auto \xc3\xa4\xf0\x9f\x98\x80x = co_await get_websocket_manager(ctx);\n";
}
inline std::string_view source_bytes(const std::string& file) {
    static const std::string bytes = incident_bytes();
    return file == "app/routes/websocket_ssot.cpp" ? std::string_view(bytes) : "";
}

/// What ends lines, markup, commands and strings, moves the cursor, reorders a line or is not UTF-8.
inline const std::string hostile_text =
    "\n::stop-commands::x\r\n##[group]]]>\"'&<b>\\|`=,:%\x1b[2J\xff\xe2\x80\xae\xf0\x9f\x98\x80";

/// A finding whose every text is hostile.
inline Finding hostile_finding() {
    Finding finding = incident();
    finding.rule = "discarded-awaitable";
    finding.severity = Severity::note;
    finding.span = {"=app/" + hostile_text, 3, 1, 4, 2, 9, 4};
    finding.fingerprint = "f2";
    finding.notes = {{"note" + hostile_text, {"b" + hostile_text, 2, 1}}};
    for (std::string* text : {&finding.message, &finding.function, &finding.current, &finding.callee, &finding.type})
        *text += hostile_text;
    finding.suggestions.resize(1);
    Suggestion& repair = finding.suggestions[0];
    for (std::string* text : {&repair.title, &repair.replacement, &repair.target}) *text += hostile_text;
    repair.edits = {{finding.span.file, 9, 4, hostile_text}};
    return finding;
}

/// With everything that a report may have, but for an audit.
inline Report everything() {
    Report report = full();
    report.meta = {{"branch", "main"}, {"build", hostile_text}};
    report.findings.push_back(hostile_finding());
    report.findings[1].notes = {{"'Manager' is declared here", {"app/manager.h", 7, 3}}, {"it has no promise", {}}};
    report.findings[1].suggestions[1].proven = false;
    report.findings[1].suggestions[1].why_not = "picks another overload";
    report.units.push_back({"e" + hostile_text, "failed", "took longer" + hostile_text, {}});
    report.left_out = {{"app/kernel.cu", "not C or C++ (.cu)"}};
    report.unread = {{"app/old.cpp", false, true}};
    report.baseline = BaselineOutcome{".awaitlint-baseline.json", 1, 3, {}, {}};
    report.baseline->stale = {{"app/gone.cpp", "discarded-awaitable", "gone", "load()", 2}};
    report.baseline->not_looked_at = {{"lib/x.cpp", "discarded-awaitable", "x", "load()", 4}};
    report.findings.push_back(incident());
    report.findings.back().span.line = report.findings.back().span.end_line = 60;
    for (Finding& finding : report.findings)
        if (!finding.suppressed) finding.baseline_state = BaselineState::added;
    report.findings.back().baseline_state = BaselineState::known;
    report.findings.back().baseline_reason = "the manager is rewritten in spring";
    report.rules = {{"await-on-non-awaitable", "co_await is applied to a value that is not awaitable in this coroutine",
                     Severity::error, "# await-on-non-awaitable\n\nsummary\n\n## Why\n\nIt is\nno mark.\n\nMore.\n"},
                    {"discarded-awaitable", "an awaitable is made and dropped without co_await", Severity::error, ""}};
    return report;
}

inline Report audit() {
    Report report = empty();
    report.is_audit = true;
    report.audit_symbol = "netra::get_websocket_manager";
    AuditRow wrong;
    wrong.span = incident().span;
    wrong.function = "netra::routes::on_connect";
    wrong.context = "coroutine";
    wrong.current = "co_await get_websocket_manager(ctx)";
    wrong.callee = "netra::get_websocket_manager";
    wrong.verdict = "wrong";
    wrong.why = "'get_websocket_manager' is synchronous";
    wrong.should_be = "co_await get_websocket_manager_async(ctx)";
    wrong.proven = true;
    AuditRow right = wrong;
    right.span = {"app/main.cpp", 9, 5, 9, 31, 200, 26};
    right.function = "main";
    right.context = "function";
    right.verdict = "right";
    right.why = "";
    right.current = right.should_be = "get_websocket_manager(ctx)";
    AuditRow maybe = wrong;
    maybe.span = {"app/main.cpp", 20, 5, 20, 20, 400, 15};
    maybe.verdict = "maybe";
    maybe.why = "depends on 'T'";
    maybe.should_be = "";
    maybe.proven = false;
    report.audit = {wrong, right, maybe};
    return report;
}

}  // namespace awaitlint::samples
