// Reports as HTML for the test of the page in a browser (web/test/page.mjs).
//
//   html_samples NAME FILE     NAME: clean, few, hostile, many, audit, failed
// `few` has every kind of finding with its source; `many` has ten thousand. Needs no sources on the disk.
#include <cstdio>
#include <fstream>
#include <map>

#include <fmt/format.h>

#include "awaitlint/render.h"
#include "sample_reports.h"

using namespace awaitlint;

namespace {

const std::string backend = "app/routes/websocket_ssot.cpp";

/// A file in which the sample's finding is where it says, at line 41.
std::string backend_source() {
    std::string text;
    for (int line = 1; line < 37; ++line) text += fmt::format("// {}\n", line);
    text +=
        "/* a route */\n"
        "task<> on_connect(Context& ctx) {\n"
        "\tif (ctx.id == 42) log(\"a client came: \\\"%s\\\"\", ctx.name);\n"
        "    // who is there?\n"
        "    auto manager = co_await get_websocket_manager(ctx);\n"
        "    manager->greet(ctx);\n"
        "}\n";
    for (int line = 44; line <= 60; ++line) text += fmt::format("int after_{};\n", line);
    return text;
}

std::uint32_t offset_of(const std::string& source, std::string_view part) {
    return static_cast<std::uint32_t>(source.find(part));
}

/// The sample's finding, with edits that fit its source.
Finding incident_in(const std::string& source) {
    Finding finding = samples::incident();
    finding.span = {backend, 41, 20, 41, 55, offset_of(source, "co_await get_"), 35};
    finding.suggestions[0].edits = {{backend, offset_of(source, "get_websocket"), 21, "get_websocket_manager_async"}};
    finding.suggestions[1].edits = {
        {backend, offset_of(source, "co_await get_"), 9, ""},
        {backend, offset_of(source, "    manager->greet"), 0, "    // no longer awaited\n"}};
    Suggestion guess;
    guess.kind = "await";
    guess.title = "add the missing co_await";
    guess.replacement = "co_await later(ctx)";
    guess.why_not = "'later' is not declared here";
    finding.suggestions.push_back(guess);
    finding.notes = {{"declared here", {"app/websocket_core/manager.h", 10, 26}}};
    return finding;
}

Report few(std::map<std::string, std::string>& sources) {
    sources[backend] = backend_source();
    Report report = samples::full();
    const Finding incident = incident_in(sources[backend]);
    Finding suppressed = incident;
    suppressed.suppressed = true;
    suppressed.fingerprint = "f2";
    Finding note = samples::stray_suppression();
    note.severity = Severity::note;
    note.span.file = "lib/util.h";
    note.fingerprint = "f3";
    report.findings = {samples::stray_suppression(), incident, suppressed, note};
    for (Finding& finding : report.findings)
        if (!finding.suppressed) finding.baseline_state = BaselineState::added;
    report.findings.back().baseline_state = BaselineState::known;
    report.baseline = BaselineOutcome{".awaitlint-baseline.json", 1, 2, {}, {}};
    for (unsigned run = 0; run < 12; ++run) {
        HistoryEntry entry;
        entry.counts.findings = 40 - 3 * run - run % 3;
        entry.proven = entry.counts.findings / 2;
        entry.complete = run != 4;
        entry.meta = {{"revision", fmt::format("{:07x}", 0x1a2b3c + 7919 * run)}};
        report.history.push_back(entry);
    }
    report.unread = {{"app/nobody.cpp", false, true}, {"app/plain.cpp", false, false}};
    report.left_out = {{"app/kernel.cu", "not C or C++ (.cu)"}};
    return report;
}

Report hostile(std::map<std::string, std::string>& sources) {
    const std::string text =
        "</script><script>window.owned=1</script><img src=x onerror=\"window.owned=1\"><!-- ]]> \xe2\x80\xae"
        "gnp.exe\xe2\x80\xac {{7*7}} ${7*7} \x1b[31m\xff";
    const std::string file = "src/" + text + ".cpp";
    sources[file] = "int before; // " + text + "\n" + text + "\n" + std::string(5000, 'x') + "\n";
    Report report = samples::audit();
    report.audit_symbol = text;
    for (AuditRow& row : report.audit) row.span.file = row.function = row.current = row.why = row.should_be = text;
    Finding finding = samples::incident();
    finding.rule = finding.reason = finding.message = finding.function = finding.current = finding.callee = text;
    finding.type = finding.fingerprint = text;
    finding.span = {file, 2, 1, 2, 9, 0, 8};
    for (Suggestion& suggestion : finding.suggestions) {
        suggestion.kind = suggestion.title = suggestion.replacement = suggestion.target = text;
        suggestion.target_place.file = file;
        suggestion.edits = {{file, 4, 6, text}};
    }
    finding.notes = {{text, {file, 1, 1}}};
    report.findings = {finding};
    report.units = {{file, "failed", text, {{text, {file, 1, 1}}}}};
    report.error = text;
    return report;
}

Report many() {
    constexpr unsigned most = 10000;
    Report report = samples::empty();
    for (unsigned i = 0; i < most; ++i) {
        Finding finding = i % 3 ? samples::incident() : samples::stray_suppression();
        finding.span.file = fmt::format("src/part_{:02}/unit_{:04}.cpp", i / 500, i / 5);
        finding.span.line = finding.span.end_line = 10 + 7 * (i % 5);
        finding.function = fmt::format("backend::part_{:02}::work_{}", i / 500, i);
        finding.fingerprint = fmt::format("{:016x}", i);
        if (i % 7 == 0) finding.suggestions.clear();
        report.findings.push_back(finding);
        if (i % 5 == 0) report.units.push_back({finding.span.file, "analyzed", "", {}});
    }
    return report;
}

Report failed() {
    Report report = samples::empty();
    report.complete = false;
    report.exit_code = 2;
    report.error = "no compilation database below '/nowhere'";
    return report;
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 3) return 2;
    const std::string name = argv[1];
    std::map<std::string, std::string> sources;
    const Report report = name == "few"       ? few(sources)
                          : name == "hostile" ? hostile(sources)
                          : name == "many"    ? many()
                          : name == "audit"   ? samples::audit()
                          : name == "failed"  ? failed()
                                              : samples::empty();
    const auto page =
        render("html", report, nullptr, [&](const std::string& file) -> std::string_view { return sources[file]; });
    std::ofstream out(argv[2], std::ios::binary);
    out << *page;
    return out.flush() ? 0 : 1;
}
