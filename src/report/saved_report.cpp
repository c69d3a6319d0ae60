// See saved_report.h.
#include "report/saved_report.h"

#include <limits>

#include <fmt/format.h>

namespace awaitlint {
namespace {

using nlohmann::json;

/// An object of the document, where it stands, and the first thing that was found wrong in the document.
class Node {
public:
    Node(const json& object, std::string where, std::string& problem)
        : object_(object), where_(std::move(where)), problem_(problem) {}

    std::string text(const char* key) const {
        const json* value = member(key, &json::is_string, "a string");
        return value ? value->get<std::string>() : "";
    }
    std::string text_if_there(const char* key) const { return object_.contains(key) ? text(key) : ""; }

    std::string word(const char* key, std::initializer_list<std::string_view> words) const {
        std::string value = text(key);
        for (const std::string_view word : words)
            if (value == word) return value;
        refuse(key, fmt::format("must be one of {}", fmt::join(words, ", ")));
        return value;
    }

    bool flag(const char* key) const {
        const json* value = member(key, &json::is_boolean, "true or false");
        return value && value->get<bool>();
    }

    std::uint32_t number(const char* key, std::uint32_t most = std::numeric_limits<std::uint32_t>::max()) const {
        const json* value = member(key, &json::is_number_unsigned, "a number from 0 on");
        if (!value) return 0;
        const auto number = value->get<std::uint64_t>();
        if (number > most) refuse(key, fmt::format("is more than {}", most));
        return static_cast<std::uint32_t>(number);
    }
    std::uint32_t number_if_there(const char* key) const { return object_.contains(key) ? number(key) : 0; }

    bool has(const char* key) const { return object_.contains(key); }

    Node object(const char* key) const {
        static const json empty = json::object();
        const json* value = member(key, &json::is_object, "an object");
        return {value ? *value : empty, where(key), problem_};
    }

    /// Of the objects of a list.
    template <class ToValue>
    auto list(const char* key, ToValue value_of) const {
        std::vector<decltype(value_of(*this))> values;
        const json* array = member(key, &json::is_array, "a list");
        if (!array) return values;
        for (std::size_t i = 0; i < array->size() && problem_.empty(); ++i) {
            const std::string element = fmt::format("{}[{}]", where(key), i);
            if (array->at(i).is_object())
                values.push_back(value_of(Node(array->at(i), element, problem_)));
            else
                problem_ = fmt::format("'{}' must be an object", element);
        }
        return values;
    }

    std::vector<std::string> texts(const char* key) const {
        std::vector<std::string> values;
        const json* array = member(key, &json::is_array, "a list");
        for (std::size_t i = 0; array && i < array->size(); ++i)
            if (array->at(i).is_string())
                values.push_back(array->at(i).get<std::string>());
            else
                refuse(key, "must hold strings");
        return values;
    }

    std::map<std::string, std::string> texts_by_key() const {
        std::map<std::string, std::string> values;
        for (const auto& [key, value] : object_.items())
            if (value.is_string())
                values[key] = value.get<std::string>();
            else
                refuse(key.c_str(), "must be a string");
        return values;
    }

    void refuse(const char* key, const std::string& what) const {
        if (problem_.empty()) problem_ = fmt::format("'{}' {}", where(key), what);
    }

private:
    std::string where(const char* key) const { return where_.empty() ? key : fmt::format("{}.{}", where_, key); }

    const json* member(const char* key, bool (json::*is_kind)() const noexcept, const char* kind) const {
        const auto found = object_.find(key);
        if (found == object_.end()) {
            refuse(key, "is missing");
            return nullptr;
        }
        if (((*found).*is_kind)()) return &*found;
        refuse(key, fmt::format("must be {}", kind));
        return nullptr;
    }

    const json& object_;
    std::string where_;
    std::string& problem_;
};

Place place_of(const Node& node) {
    return {node.text("file"), node.number("line"), node.number("column")};
}

Span span_of(const Node& node) {
    Span span{node.text("file"),
              node.number("line"),
              node.number("column"),
              node.number("end_line"),
              node.number("end_column"),
              node.number_if_there("offset"),
              node.number_if_there("length")};
    if (span.length > std::numeric_limits<std::uint32_t>::max() - span.offset)
        node.refuse("length", "reaches behind the end of every file");
    return span;
}

Note note_of(const Node& node) {
    return {node.text("message"), place_of(node)};
}

Edit edit_of(const Node& node) {
    return {node.text("file"), node.number("offset"), node.number("length"), node.text("text")};
}

Suggestion suggestion_of(const Node& node) {
    Suggestion suggestion;
    suggestion.kind = node.text("kind");
    suggestion.title = node.text("title");
    suggestion.replacement = node.text("replacement");
    suggestion.proven = node.flag("proven");
    suggestion.why_not = node.text("why_not");
    suggestion.why_unsafe = node.text_if_there("why_unsafe");
    suggestion.target = node.text("target");
    suggestion.edits = node.list("edits", edit_of);
    suggestion.target_place = {node.text_if_there("target_file"), node.number_if_there("target_line"), 1};
    return suggestion;
}

Finding finding_of(const Node& node) {
    Finding finding;
    finding.rule = node.text("rule");
    finding.reason = node.text("reason");
    finding.severity = severity_named(node.word("severity", {"error", "warning", "note"})).value_or(Severity::error);
    finding.message = node.text("message");
    finding.span = span_of(node);
    finding.function = node.text("function");
    finding.context = node.text("context");
    finding.current = node.text("current");
    finding.callee = node.text("callee");
    finding.type = node.text("type");
    finding.suggestions = node.list("suggestions", suggestion_of);
    finding.notes = node.list("notes", note_of);
    finding.fingerprint = node.text("fingerprint");
    finding.suppressed = node.flag("suppressed");
    finding.suppression_reason = node.text_if_there("suppression_reason");
    if (node.has("baseline_state"))
        finding.baseline_state =
            node.word("baseline_state", {"new", "known"}) == "known" ? BaselineState::known : BaselineState::added;
    finding.baseline_reason = node.text_if_there("baseline_reason");
    return finding;
}

UnitReport unit_of(const Node& node) {
    UnitReport unit;
    unit.file = node.text("file");
    unit.status = node.word("status", {"analyzed", "cached", "skipped", "failed"});
    unit.reason = node.text("reason");
    unit.errors = node.list("errors", note_of);
    return unit;
}

AuditRow row_of(const Node& node) {
    AuditRow row;
    row.span = span_of(node);
    row.function = node.text("function");
    row.context = node.text("context");
    row.current = node.text("current");
    row.callee = node.text("callee");
    row.verdict = node.word("verdict", {"right", "wrong", "maybe"});
    row.why = node.text("why");
    row.should_be = node.text("should_be");
    row.proven = node.flag("proven");
    row.why_not = node.text_if_there("why_not");
    return row;
}

void read_coverage(const Node& coverage, Report& report) {
    report.unread = coverage.list("unread", [](const Node& node) {
        return UnreadFile{node.text("file"), node.word("kind", {"source", "header"}) == "header",
                          node.flag("mentions_coroutines")};
    });
    if (coverage.has("paths")) report.looked_below = coverage.texts("paths");
    if (coverage.has("left_out"))
        report.left_out =
            coverage.list("left_out", [](const Node& node) { return LeftOut{node.text("file"), node.text("why")}; });
}

BaselineEntry entry_of(const Node& node) {
    return {node.text("file"), node.text("rule"), node.text("function"), node.text("code"), node.number("count")};
}

BaselineOutcome baseline_of(const Node& node) {
    BaselineOutcome baseline;
    baseline.file = node.text("file");
    baseline.known = node.number("known");
    baseline.added = node.number("new");
    baseline.stale = node.list("stale_entries", entry_of);
    // Only their number is saved.
    if (const std::uint32_t number = node.number("not_looked_at"); number != 0)
        baseline.not_looked_at = {{"", "", "", "", number}};
    return baseline;
}

ChangedScope changed_of(const Node& node) {
    return {node.text("revision"), node.text("base"), node.number("files"), node.number("other_findings")};
}

ShardPart shard_of(const Node& node) {
    ShardPart part;
    part.shard = {node.number("number"), node.number("of")};
    part.root = node.text("root");
    part.paths = node.texts("paths");
    part.build = node.text("build");
    part.question = node.text("question");
    part.units = node.list("units", [](const Node& unit) { return ShardUnit{unit.text("file"), unit.text("answer")}; });
    return part;
}

Report report_of(const Node& root) {
    constexpr std::uint32_t greatest_exit_code = 3;
    Report report;
    const Node tool = root.object("tool"), run = root.object("run");
    report.version = tool.text("version");
    report.llvm_version = tool.text("llvm");
    report.complete = run.flag("complete");
    report.exit_code = static_cast<int>(run.number("exit_code", greatest_exit_code));
    report.error = run.text_if_there("error");
    if (root.has("meta")) report.meta = root.object("meta").texts_by_key();
    report.findings = root.list("findings", finding_of);
    report.units = root.list("units", unit_of);
    if (root.has("sources"))
        for (auto& [file, digest] :
             root.list("sources", [](const Node& node) { return std::pair(node.text("file"), node.text("digest")); }))
            report.files.emplace(std::move(file), std::move(digest));
    if (root.has("changed")) report.changed = changed_of(root.object("changed"));
    if (root.has("baseline")) report.baseline = baseline_of(root.object("baseline"));
    if (root.has("coverage")) read_coverage(root.object("coverage"), report);
    if (root.has("shard")) report.shard = shard_of(root.object("shard"));
    report.is_audit = root.has("audit");
    if (!report.is_audit) return report;
    report.audit_symbol = root.object("audit").text("symbol");
    report.audit = root.object("audit").list("rows", row_of);
    return report;
}

}  // namespace

Result<Report> report_of_json(const json& document) {
    constexpr std::string_view known = "awaitlint-report/1";
    const std::string advice = "write one with `awaitlint check --output json:FILE`";
    if (!document.is_object() || !document.contains("schema") || !document["schema"].is_string())
        return Error{"is no report of awaitlint: " + advice};
    if (const auto schema = document["schema"].get<std::string>(); schema != known)
        return Error{
            schema.starts_with("awaitlint-report/")
                ? fmt::format("is an '{}', and this awaitlint reads '{}': use one awaitlint for both", schema, known)
                : fmt::format("is an '{}', not an '{}': {}", schema, known, advice)};
    std::string problem;
    Report report = report_of(Node(document, "", problem));
    if (!problem.empty()) return Error{fmt::format("is no report of awaitlint: {}; {}", problem, advice)};
    return report;
}

}  // namespace awaitlint
