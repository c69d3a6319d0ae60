// See report_sources.h.
#include "cli/report_sources.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <utility>

namespace awaitlint {

std::string bytes_on_disk(const std::string& path) {
    std::error_code unknown;
    if (!std::filesystem::is_regular_file(path, unknown)) return "";  // a pipe by now: nobody would end the waiting
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace awaitlint
