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
