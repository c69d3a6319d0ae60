// A cache whose files were damaged: what comes out of it is what was put in, or nothing.
//
// Input: a line "OFFSET LENGTH", and bytes that stand in place of these of a kept file. The bytes alone, too, are put
// in the place of the file, and in that of the times that units took.
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "engine/cache/cache_store.h"
#include "engine/cache/costs.h"
#include "files/secret.h"
#include "fuzz.h"

using namespace awaitlint;

namespace {

namespace fs = std::filesystem;

constexpr const char* kind = "facts";
constexpr std::string_view value = "the facts of a unit, as bytes";
constexpr const char* costs_json = R"({"version":"awaitlint-costs/1","seconds":{"/a.cpp":1.5}})";

CacheStore opened() {
    auto store = CacheStore::open(fuzz::folder() + "/cache", secret_of("the key of a fuzz target"));
    fuzz::require(static_cast<bool>(store), "a new folder is a cache");
    return *store;
}

std::string bytes_of_file(const fs::path& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

void write(const fs::path& path, std::string_view bytes) {
    std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
}

/// Where the store keeps the value: the only file of its kind.
fs::path kept_file() {
    for (const auto& entry : fs::recursive_directory_iterator(fuzz::folder() + "/cache"))
        if (entry.path().extension() == std::string(".") + kind) return entry.path();
    fuzz::require(false, "a value is a file with its kind's name");
    return {};
}

void check_store(std::string_view damaged) {
    static const Digest name = digest_of("name");
    static const fs::path path = [] {
        opened().write(kind, name, value);
        return kept_file();
    }();
    static const std::string whole = bytes_of_file(path);
    std::string_view rest = damaged;
    char* end = nullptr;
    const std::string line(fuzz::take_line(rest));
    const std::size_t offset = std::strtoul(line.c_str(), &end, 10) % (whole.size() + 1);
    const std::size_t length = std::strtoul(end, nullptr, 10);
    std::string changed = whole;
    changed.replace(offset, std::min(length, whole.size() - offset), rest);
    for (const std::string_view bytes : {std::string_view(changed), damaged}) {
        write(path, bytes);
        CacheStore store = opened();
        const auto got = store.read(kind, name);
        fuzz::require(!got || *got == value, "a damaged file is no other value");
        fuzz::require(got.has_value() == (bytes == whole), "only the whole file is a value");
        fuzz::require(got.has_value() == store.remarks().empty(), "damage is told");
    }
}

void check_costs(std::string_view bytes) {
    static const std::string folder = fuzz::folder() + "/times";
    static const fs::path path = [] {
        fs::create_directories(folder);
        Costs costs(folder);
        costs.add({"/", "/a.cpp", {}, {}}, 1.5);
        costs.keep();
        return folder + "/costs/seconds";
    }();
    write(path, bytes);
    const Costs costs(folder);
    const bool is_whole = bytes == costs_json;
    const double expected = costs.expected({"/", "/a.cpp", {}, {}});
    fuzz::require(!is_whole || expected == 1.5, "a time that is kept is read");
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    const std::string_view text = fuzz::text_of(bytes, size);
    check_store(text);
    check_costs(text);
    return 0;
}
