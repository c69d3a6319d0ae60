// See cache_secret.h. The file is written beside its place and linked there: of two runs that make it at once, the
// first one's stays, and both read it.
#include "engine/cache/cache_secret.h"

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <optional>
#include <string>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

namespace awaitlint {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t shortest_key = 16;
constexpr mode_t others = S_IRWXG | S_IRWXO;

std::string variable(const char* name) {
    const char* value = std::getenv(name);
    return value ? value : "";
}

/// Empty if there is no place for it.
std::string place_of_key() {
    // The specification of these folders has relative ones ignored.
    if (const std::string state = variable("XDG_STATE_HOME"); state.starts_with('/'))
        return state + "/awaitlint/cache.key";
    if (const std::string home = variable("HOME"); home.starts_with('/'))
        return home + "/.local/state/awaitlint/cache.key";
    return "";
}

Error cannot(const char* what, const std::string& path) {
    return {fmt::format("the cache's key cannot be {} in '{}' ({}); AWAITLINT_CACHE_KEY may hold one", what, path,
                        std::strerror(errno))};
}

class OpenFile {
public:
    explicit OpenFile(int descriptor) : descriptor_(descriptor) {}
    ~OpenFile() {
        if (descriptor_ >= 0) ::close(descriptor_);
    }
    OpenFile(const OpenFile&) = delete;
    OpenFile& operator=(const OpenFile&) = delete;
    int descriptor() const { return descriptor_; }

private:
    int descriptor_;
};

/// No value if it does not exist.
Result<std::optional<Secret>> read_key(const std::string& path) {
    const OpenFile file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK));
    if (file.descriptor() < 0 && errno == ENOENT) return std::optional<Secret>();
    struct ::stat status;
    if (file.descriptor() < 0 || ::fstat(file.descriptor(), &status) != 0) return cannot("read", path);
    if (!S_ISREG(status.st_mode) || (status.st_mode & others) != 0 || status.st_uid != ::geteuid())
        return Error{fmt::format(
            "others may read or write the cache's key '{}': remove it, and the next run makes another", path)};
    Secret secret;
    if (::read(file.descriptor(), secret.bytes.data(), secret.bytes.size()) !=
        static_cast<ssize_t>(secret.bytes.size()))
        return Error{fmt::format("the cache's key '{}' is damaged: remove it, and the next run makes another", path)};
    return std::optional<Secret>(secret);
}

/// Makes it unless somebody else is faster.
bool make_key(const std::string& path) {
    std::error_code failure;
    fs::create_directories(fs::path(path).parent_path(), failure);
    Secret secret;
    if (::getrandom(secret.bytes.data(), secret.bytes.size(), 0) != static_cast<ssize_t>(secret.bytes.size()))
        return false;
    const std::string beside = fmt::format("{}.{}", path, ::getpid());
    ::unlink(beside.c_str());  // of a run that was killed
    const OpenFile file(
        ::open(beside.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, S_IRUSR | S_IWUSR));
    if (file.descriptor() < 0) return false;
    const bool is_made = ::write(file.descriptor(), secret.bytes.data(), secret.bytes.size()) ==
                             static_cast<ssize_t>(secret.bytes.size()) &&
                         (::link(beside.c_str(), path.c_str()) == 0 || errno == EEXIST);
    const int why = errno;
    ::unlink(beside.c_str());
    errno = why;
    return is_made;
}

}  // namespace

Result<Secret> cache_secret() {
    if (const std::string key = variable("AWAITLINT_CACHE_KEY"); !key.empty()) {
        if (key.size() < shortest_key)
            return Error{fmt::format("AWAITLINT_CACHE_KEY is shorter than {} characters", shortest_key)};
        return secret_of(key);
    }
    const std::string path = place_of_key();
    if (path.empty())
        return Error{"there is no home folder for the cache's key: set HOME, XDG_STATE_HOME or AWAITLINT_CACHE_KEY"};
    auto known = read_key(path);
    if (!known) return known.error();
    if (*known) return **known;
    if (!make_key(path)) return cannot("made", path);
    known = read_key(path);
    if (!known) return known.error();
    if (!*known) return cannot("read", path);
    return **known;
}

Secret secret_of_servers() {
    const std::string key = variable("AWAITLINT_CACHE_KEY");
    return secret_of(key.empty() ? "awaitlint: a checksum and no secret" : key);
}

}  // namespace awaitlint
