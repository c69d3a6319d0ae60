// See colour.h.
#include "cli/colour.h"

#include <algorithm>
#include <array>
#include <cstdlib>

#include <fmt/format.h>
#include <unistd.h>

namespace awaitlint {
namespace {

constexpr std::string_view bold = "1", red = "1;31", green = "32", yellow = "33", magenta = "1;35", cyan = "1;36";

std::string in(std::string_view colour, std::string_view text) {
    return text.empty() ? "" : fmt::format("\033[{}m{}\033[0m", colour, text);
}

struct Verdict {
    std::string_view word;
    std::string_view colour;
};
constexpr std::array<Verdict, 6> verdicts = {
    {{"error", red}, {"warning", magenta}, {"note", cyan}, {"wrong", red}, {"maybe", yellow}, {"right", green}}};

/// `place: error: message`; empty for a line of another kind.
std::string diagnostic(std::string_view line) {
    std::size_t first = line.npos;
    const Verdict* found = nullptr;
    for (const Verdict& verdict : verdicts) {
        const bool is_first = line.starts_with(fmt::format("{}: ", verdict.word));
        const std::size_t at = is_first ? 0 : line.find(fmt::format(": {}: ", verdict.word));
        if (at >= first) continue;
        first = at;
        found = &verdict;
    }
    if (!found || line.starts_with(' ')) return "";
    const std::size_t word = first == 0 && line.starts_with(found->word) ? 0 : first + 2;
    const std::size_t behind = word + found->word.size() + 1;
    return in(bold, line.substr(0, word)) + in(found->colour, line.substr(word, behind - word)) +
           in(bold, line.substr(behind));
}

/// The `^~~~` under a source line.
std::string marks(std::string_view line) {
    const std::size_t bar = line.find(" | ");
    if (bar == line.npos || line.find('^') == line.npos || line.find_first_not_of(' ') != bar + 1) return "";
    if (line.find_first_not_of(" \t^~", bar + 3) != line.npos) return "";
    const std::size_t first = line.find('^');
    return std::string(line.substr(0, first)) + in(green, line.substr(first));
}

/// `  async: co_await f()   (proven; f.h:12)`
std::string repair(std::string_view line) {
    const std::size_t proven = line.rfind("   (proven"), open = line.rfind("   (not proven");
    const std::size_t remark = proven == line.npos ? open : proven;
    if (!line.starts_with("  ") || !line.ends_with(')') || remark == line.npos) return "";
    const bool is_proven = line.substr(remark).starts_with("   (proven");
    return std::string(line.substr(0, remark)) + in(is_proven ? green : yellow, line.substr(remark));
}

bool is_set(const char* name) {
    const char* const value = std::getenv(name);
    return value && *value;
}

}  // namespace

bool wants_colour(const Options& options) {
    if (options.color != "auto") return options.color == "always";
    const char* const terminal = std::getenv("TERM");
    const bool is_dumb = terminal && std::string_view(terminal) == "dumb";
    return ::isatty(STDOUT_FILENO) != 0 && !is_dumb && !is_set("NO_COLOR");
}

std::string coloured(std::string_view text) {
    std::string all;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        const std::string_view line = text.substr(0, end);
        std::string painted = diagnostic(line);
        if (painted.empty()) painted = marks(line);
        if (painted.empty()) painted = repair(line);
        all += painted.empty() ? std::string(line) : painted;
        if (end < text.size()) all += '\n';
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return all;
}

}  // namespace awaitlint
