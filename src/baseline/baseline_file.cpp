// See baseline_file.h.
#include "baseline/baseline_file.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "baseline/entry.h"
#include "project/json_checks.h"
#include "project/json_file.h"

namespace awaitlint {
namespace {

using nlohmann::json;

constexpr std::uintmax_t largest_file = std::uintmax_t{64} << 20;
constexpr std::size_t most_entries = 200'000;
constexpr std::uint64_t most_count = 1'000'000;
constexpr std::size_t most_text = 4096;  // of one string of an entry
constexpr std::size_t most_problems = 20;
constexpr std::string_view schema = "awaitlint-baseline/1";

struct Text {
    const char* key;
    std::string BaselineEntry::* member;
    bool may_be_empty = false;
};
constexpr std::array<Text, 4> texts = {{{"file", &BaselineEntry::file},
                                        {"rule", &BaselineEntry::rule},
                                        {"function", &BaselineEntry::function, true},
                                        {"code", &BaselineEntry::code}}};
constexpr Text reason = {"reason", &BaselineEntry::reason};

std::vector<std::string> entry_keys() {
    std::vector<std::string> keys = {"count", reason.key};
    for (const Text& text : texts) keys.emplace_back(text.key);
    return keys;
}

class Reading {
public:
    void read(const json& value) {
        if (!value.is_object()) return problems_.note(fmt::format("must be an object, not {}", json_kind(value)));
        if (!read_schema(value)) return;
        for (const auto& [key, ignored] : value.items())
            if (key != "schema" && key != "findings")
                problems_.note(fmt::format("unknown key '{}'.{}", key, hint(key, {"schema", "findings"})));
        const auto findings = value.find("findings");
        if (findings == value.end()) return problems_.note("has no 'findings'");
        if (!findings->is_array())
            return problems_.refuse("findings", fmt::format("must be an array, not {}", json_kind(*findings)));
        if (findings->size() > most_entries)
            return problems_.refuse("findings",
                                    fmt::format("has {} entries; at most {} are read", findings->size(), most_entries));
        for (std::size_t at = 0; at < findings->size() && seen_ < most_problems; ++at)
            read_entry(fmt::format("findings[{}]", at), (*findings)[at]);
        if (problems_.empty()) refuse_repeated();
    }

    Result<std::vector<BaselineEntry>> result(const std::string& path) && {
        if (problems_.empty()) return std::move(entries_);
        return Error{fmt::format("{}\n  mend it, or take it away and make it anew: awaitlint baseline write",
                                 problems_.in_file(path).message)};
    }

private:
    bool read_schema(const json& value) {
        const auto found = value.find("schema");
        if (found != value.end() && *found == schema) return true;
        const bool is_of_another_version =
            found != value.end() && found->is_string() && found->get<std::string>().starts_with("awaitlint-baseline/");
        if (is_of_another_version)
            problems_.refuse("schema",
                             fmt::format("is not \"{}\": another version of awaitlint has written it, which is "
                                         "needed to read it",
                                         schema));
        else
            problems_.refuse("schema", fmt::format("must be \"{}\"", schema));
        return false;
    }

    void refuse(const std::string& where, const std::string& what) {
        ++seen_;
        problems_.refuse(where, what);
    }

    void read_entry(const std::string& where, const json& value) {
        if (!value.is_object()) return refuse(where, fmt::format("must be an object, not {}", json_kind(value)));
        for (const auto& [key, ignored] : value.items()) {
            const std::vector<std::string> known = entry_keys();
            if (std::find(known.begin(), known.end(), key) == known.end())
                return refuse(where, "has an unknown key." + hint(key, known));
        }
        BaselineEntry entry;
        for (const Text& text : texts)
            if (!read_text(where, value, text, entry)) return;
        if (value.contains(reason.key) && !read_text(where, value, reason, entry)) return;
        if (const auto count = value.find("count"); count != value.end()) {
            if (!count->is_number_unsigned() || *count == 0u || *count > most_count)
                return refuse(where + ".count", fmt::format("must be a whole number from 1 to {}", most_count));
            entry.count = count->get<std::uint64_t>();
        }
        if (("/" + entry.file + "/").find("/../") != std::string::npos || entry.file.starts_with('/'))
            return refuse(where + ".file", "must be a path below the project's root");
        entries_.push_back(std::move(entry));
    }

    bool read_text(const std::string& where, const json& value, const Text& text, BaselineEntry& entry) {
        const auto found = value.find(text.key);
        if (found == value.end()) {
            refuse(where, fmt::format("has no '{}'", text.key));
            return false;
        }
        const auto* string = found->get_ptr<const std::string*>();
        if (!string || string->size() > most_text || (string->empty() && !text.may_be_empty)) {
            refuse(fmt::format("{}.{}", where, text.key),
                   fmt::format("must be a string of {} to {} bytes", text.may_be_empty ? 0 : 1, most_text));
            return false;
        }
        entry.*text.member = *string;
        return true;
    }

    /// A merge of two branches may have left both lines.
    void refuse_repeated() {
        std::vector<BaselineEntry> ordered = in_order(entries_);
        if (ordered.size() == entries_.size()) {
            entries_ = std::move(ordered);
            return;
        }
        std::sort(entries_.begin(), entries_.end());
        const auto twice = std::adjacent_find(entries_.begin(), entries_.end(), [](const auto& a, const auto& b) {
            return std::tie(a.file, a.rule, a.function, a.code) == std::tie(b.file, b.rule, b.function, b.code);
        });
        problems_.note(
            fmt::format("the same finding stands in two entries: add their counts up in one of them ({}: {})",
                        twice->file, twice->code));
    }

    Problems problems_;
    std::size_t seen_ = 0;
    std::vector<BaselineEntry> entries_;
};

}  // namespace

Result<std::vector<BaselineEntry>> read_baseline(const std::string& path) {
    try {
        const Result<json> value = read_json_file(path, largest_file, Writer::awaitlint);
        if (!value) return value.error();
        Reading reading;
        reading.read(*value);
        return std::move(reading).result(path);
    } catch (const std::exception& failure) {
        return Error{fmt::format("{}: cannot be read: {}", path, failure.what())};
    }
}

std::string baseline_text(const std::vector<BaselineEntry>& entries) {
    using Ordered = nlohmann::ordered_json;
    std::string lines;
    for (const BaselineEntry& entry : entries) {
        Ordered line = Ordered::object();
        for (const Text& text : texts) line[text.key] = entry.*text.member;
        if (entry.count != 1) line["count"] = entry.count;
        if (!entry.reason.empty()) line[reason.key] = entry.reason;
        // One line each, with a space behind each colon and comma, as people write it.
        std::string written;
        for (const auto& [key, value] : line.items())
            written += fmt::format("{}\"{}\": {}", written.empty() ? "" : ", ", key,
                                   value.dump(-1, ' ', false, Ordered::error_handler_t::replace));
        lines += fmt::format("{}    {{{}}}", lines.empty() ? "" : ",\n", written);
    }
    const std::string list = lines.empty() ? "[]" : fmt::format("[\n{}\n  ]", lines);
    return fmt::format("{{\n  \"schema\": \"{}\",\n  \"findings\": {}\n}}\n", schema, list);
}

}  // namespace awaitlint
