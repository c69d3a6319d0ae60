// Names made by patterns. See naming.h.
#include "awaitlint/naming.h"

#include <cctype>

namespace awaitlint {

std::string apply_naming(std::string_view pattern, std::string_view sync_name) {
    const std::size_t at = pattern.find("{}");
    if (at == std::string_view::npos) return {};
    std::string name(sync_name);
    if (at > 0 && !name.empty() && std::islower(static_cast<unsigned char>(pattern[at - 1]))) {
        name.front() = static_cast<char>(std::toupper(static_cast<unsigned char>(name.front())));
    }
    return std::string(pattern.substr(0, at)) + name + std::string(pattern.substr(at + 2));
}

}  // namespace awaitlint
