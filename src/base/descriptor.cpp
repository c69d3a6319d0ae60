// See descriptor.h.
#include "base/descriptor.h"

#include <cerrno>

namespace awaitlint {

std::optional<std::string> read_to_end(int descriptor, std::size_t most) {
    std::string bytes;
    char buffer[1 << 16];
    while (bytes.size() <= most) {
        const ssize_t count = ::read(descriptor, buffer, sizeof buffer);
        if (count == 0) break;
        if (count > 0)
            bytes.append(buffer, static_cast<std::size_t>(count));
        else if (errno != EINTR)
            return std::nullopt;
    }
    return bytes;
}

}  // namespace awaitlint
