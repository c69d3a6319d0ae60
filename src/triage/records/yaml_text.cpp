// See yaml_text.h.
#include "triage/records/yaml_text.h"

#include <algorithm>
#include <vector>

#include <nlohmann/json.hpp>

namespace awaitlint {
namespace {

constexpr int deepest = 64;

struct Line {
    std::size_t indent = 0;
    std::string_view text;  // without the indentation
    std::string_view whole;
};

std::vector<Line> lines_of(std::string_view document) {
    std::vector<Line> lines;
    while (!document.empty()) {
        const std::size_t end = std::min(document.find('\n'), document.size());
        std::string_view whole = document.substr(0, end);
        if (whole.ends_with('\r')) whole.remove_suffix(1);
        const std::size_t indent = std::min(whole.find_first_not_of(' '), whole.size());
        lines.push_back({indent, whole.substr(indent), whole});
        document.remove_prefix(std::min(end + 1, document.size()));
    }
    return lines;
}

std::string quoted_json(std::string_view text) {
    return nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

/// Where the colon behind the key stands; npos if the line is no member of a mapping.
std::size_t end_of_key(std::string_view text) {
    std::size_t from = 0;
    if (!text.empty() && (text[0] == '"' || text[0] == '\'')) {
        from = text.find(text[0], 1);
        if (from == std::string_view::npos) return from;
    }
    for (std::size_t at = text.find(':', from); at != std::string_view::npos; at = text.find(':', at + 1))
        if (at + 1 == text.size() || text[at + 1] == ' ') return at;
    return std::string_view::npos;
}

class Yaml {
public:
    explicit Yaml(std::string_view document) : lines_(lines_of(document)) {}

    std::optional<std::string> json() {
        skip_blank();
        if (at_ == lines_.size()) return std::nullopt;
        const Line& first = lines_[at_];
        const bool is_collection = first.text.starts_with("- ") || end_of_key(first.text) != std::string_view::npos;
        if (!is_collection || !node(first.indent, 0)) return std::nullopt;
        skip_blank();
        return at_ == lines_.size() ? std::optional(out_) : std::nullopt;
    }

private:
    void skip_blank() {
        while (at_ < lines_.size() && (lines_[at_].text.empty() || lines_[at_].text[0] == '#')) ++at_;
    }
    bool is_item() const { return lines_[at_].text.starts_with("- ") || lines_[at_].text == "-"; }

    bool node(std::size_t indent, int depth) {
        if (depth > deepest) return false;
        if (is_item()) return list(indent, depth);
        if (end_of_key(lines_[at_].text) != std::string_view::npos) return mapping(indent, depth);
        scalar(lines_[at_].text, indent == 0 ? 0 : indent - 1);
        return true;
    }

    bool list(std::size_t indent, int depth) {
        out_ += '[';
        for (bool is_first = true; at_ < lines_.size(); is_first = false) {
            skip_blank();
            if (at_ == lines_.size() || lines_[at_].indent != indent || !is_item()) break;
            if (!is_first) out_ += ',';
            Line& line = lines_[at_];
            const std::size_t gap = std::min(line.text.find_first_not_of(' ', 1), line.text.size());
            line.indent += gap;  // the item is a node that stands deeper
            line.text.remove_prefix(gap);
            if (line.text.empty()) {
                ++at_;
                out_ += "null";
            } else if (!node(line.indent, depth + 1)) {
                return false;
            }
        }
        out_ += ']';
        return true;
    }

    bool mapping(std::size_t indent, int depth) {
        out_ += '{';
        for (bool is_first = true; at_ < lines_.size(); is_first = false) {
            skip_blank();
            if (at_ == lines_.size() || lines_[at_].indent != indent || is_item()) break;
            const std::string_view text = lines_[at_].text;
            const std::size_t colon = end_of_key(text);
            if (colon == std::string_view::npos) return false;
            std::string_view key = text.substr(0, colon);
            if (key.size() > 1 && (key[0] == '"' || key[0] == '\'')) key = key.substr(1, key.size() - 2);
            out_ += (is_first ? "" : ",") + quoted_json(key) + ":";
            const std::size_t value = text.find_first_not_of(' ', colon + 1);
            if (value != std::string_view::npos) {
                scalar(text.substr(value), indent);
                continue;
            }
            ++at_;
            skip_blank();
            // A list may stand as deep as the key that it belongs to.
            const bool has_value =
                at_ < lines_.size() && (lines_[at_].indent > indent || (lines_[at_].indent == indent && is_item()));
            if (!has_value)
                out_ += "null";
            else if (!node(lines_[at_].indent, depth + 1))
                return false;
        }
        out_ += '}';
        return true;
    }

    /// The text that starts on this line and goes on over those that are indented more than `indent`.
    void scalar(std::string_view text, std::size_t indent) {
        ++at_;
        if (text[0] == '|' || text[0] == '>') return block(text[0] == '|' ? '\n' : ' ', indent);
        std::string folded(text);
        const auto goes_on = [&] {
            return at_ < lines_.size() && (lines_[at_].indent > indent || lines_[at_].text.empty());
        };
        for (; goes_on(); ++at_) {
            if (folded.ends_with('\\') && text[0] == '"')
                folded.pop_back();
            else
                folded += lines_[at_].text.empty() ? '\n' : ' ';
            folded += lines_[at_].text;
        }
        while (folded.ends_with('\n')) folded.pop_back();
        out_ += quoted_json(unquoted(folded));
    }

    void block(char separator, std::size_t indent) {
        std::size_t own = 0;
        std::string text;
        for (; at_ < lines_.size() && (lines_[at_].indent > indent || lines_[at_].text.empty()); ++at_) {
            if (own == 0) own = lines_[at_].indent;
            text += lines_[at_].whole.substr(std::min(own, lines_[at_].whole.size()));
            text += separator;
        }
        out_ += quoted_json(text);
    }

    static std::string unquoted(const std::string& text) {
        if (text.size() < 2 || text.front() != text.back() || (text[0] != '"' && text[0] != '\'')) return text;
        const std::string inside = text.substr(1, text.size() - 2);
        if (text[0] == '"') {
            const auto value = nlohmann::json::parse(text, nullptr, /*allow_exceptions=*/false);
            return value.is_string() ? value.get<std::string>() : inside;
        }
        std::string plain;
        for (std::size_t at = 0; at < inside.size(); ++at) {
            plain += inside[at];
            if (inside[at] == '\'' && at + 1 < inside.size() && inside[at + 1] == '\'') ++at;
        }
        return plain;
    }

    std::vector<Line> lines_;
    std::size_t at_ = 0;
    std::string out_;
};

}  // namespace

std::optional<std::string> json_of_yaml(std::string_view document) {
    return Yaml(document).json();
}

}  // namespace awaitlint
