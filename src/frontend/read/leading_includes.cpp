// See leading_includes.h.
#include "frontend/read/leading_includes.h"

#include <algorithm>

namespace awaitlint {
namespace {

constexpr llvm::StringLiteral byte_order_mark = "\xEF\xBB\xBF";

/// The end of the line that begins there; nothing for one that goes on in the next.
std::optional<std::size_t> end_of_line(llvm::StringRef file, std::size_t at) {
    const std::size_t newline = file.find('\n', at);
    if (newline == llvm::StringRef::npos) return std::nullopt;
    return file.slice(at, newline).rtrim().ends_with("\\") ? std::nullopt : std::optional(newline + 1);
}

/// The name behind "#include", with its brackets or quotes; empty for another line.
llvm::StringRef included(llvm::StringRef line) {
    if (!line.consume_front("#")) return "";
    line = line.ltrim();
    if (!line.consume_front("include")) return "";
    line = line.ltrim();
    return line.starts_with("<") || line.starts_with("\"") ? line : "";
}

}  // namespace

LeadingIncludes leading_includes(llvm::StringRef file) {
    LeadingIncludes found;
    std::size_t at = file.starts_with(byte_order_mark) ? byte_order_mark.size() : 0;
    while (at < file.size()) {
        std::size_t begin = at;
        if (file.substr(at).ltrim().starts_with("/*")) {
            const std::size_t close = file.find("*/", file.find("/*", at) + 2);
            if (close == llvm::StringRef::npos) break;
            begin = close + 2;
        }
        const auto end = end_of_line(file, begin);
        if (!end) break;
        const llvm::StringRef line = file.slice(begin, *end).trim();
        const bool is_nothing = line.empty() || line.starts_with("//");
        if (!is_nothing && (begin != at || included(line).empty() || line.contains("/*"))) break;
        at = *end;
        found.length = static_cast<std::uint32_t>(at);
        if (is_nothing) continue;
        ((found.text += "#include ") += included(line)) += '\n';
        found.ends.push_back({static_cast<std::uint32_t>(found.text.size()), found.length});
    }
    return found;
}

std::optional<std::uint32_t> LeadingIncludes::in_file(std::uint32_t in_text) const {
    const auto end = std::find_if(ends.begin(), ends.end(), [&](const End& each) { return each.in_text == in_text; });
    return end == ends.end() ? std::nullopt : std::optional(end->in_file);
}

}  // namespace awaitlint
