// See preambles_of_run.h.
#include "engine/preambles_of_run.h"

#include <array>
#include <cstdlib>
#include <filesystem>
#include <utility>

#include <sys/random.h>

#include "files/digest.h"

namespace awaitlint {

std::unique_ptr<const PreamblesOfRun> PreamblesOfRun::make() {
    std::array<char, 32> secret;
    if (::getrandom(secret.data(), secret.size(), 0) != static_cast<ssize_t>(secret.size())) return nullptr;
    std::error_code failure;
    const std::filesystem::path temporary =
        std::filesystem::canonical(std::filesystem::temp_directory_path(failure), failure);
    std::string folder = temporary / "awaitlint-XXXXXX";
    if (failure || !::mkdtemp(folder.data())) return nullptr;
    const std::string key = to_hex(digest_of({secret.data(), secret.size()}));
    return std::unique_ptr<const PreamblesOfRun>(new PreamblesOfRun(std::move(folder), key));
}

PreamblesOfRun::PreamblesOfRun(std::string folder, std::string key)
    : folder_(std::move(folder)), key_(std::move(key)) {}

PreamblesOfRun::~PreamblesOfRun() {
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
}

}  // namespace awaitlint
