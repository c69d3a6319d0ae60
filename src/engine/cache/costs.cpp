// See costs.h. One JSON file, put in its place in one step: of two runs at a time, the last one is believed.
#include "engine/cache/costs.h"

#include <algorithm>
#include <filesystem>
#include <fstream>

#include <nlohmann/json.hpp>
#include <sys/stat.h>

#include "awaitlint/facts_json.h"
#include "base/result_file.h"

namespace awaitlint {
namespace {

constexpr const char* version = "awaitlint-costs/1";
constexpr double seconds_at_least = 0.2;
constexpr double seconds_at_most = 86'400;
constexpr double bytes_per_second = 50'000;
// Of projects that are no more; a hundred bytes each.
constexpr std::size_t most_units = 100'000;
constexpr std::uintmax_t most_bytes = std::uintmax_t{1} << 30;

std::map<std::string, double> read(const std::string& path) {
    std::error_code unknown;
    // Another file that was put there must not make this run wait, or fill its memory.
    if (!std::filesystem::is_regular_file(path, unknown) || std::filesystem::file_size(path, unknown) > most_bytes)
        return {};
    std::ifstream in(path, std::ios::binary);
    const nlohmann::json json = nlohmann::json::parse(in, nullptr, /*allow_exceptions=*/false);
    try {
        if (json.is_object() && json.value("version", "") == version)
            return json.at("seconds").get<std::map<std::string, double>>();
    } catch (const nlohmann::json::exception&) {
        return {};
    }
    return {};
}

}  // namespace

Costs::Costs(const std::string& folder) {
    if (folder.empty()) return;
    // In a folder below the cache's own: there it is counted, cleaned and evicted like everything else.
    path_ = folder + "/costs/seconds";
}

const std::map<std::string, double>& Costs::known() const {
    if (!known_) known_ = path_.empty() ? std::map<std::string, double>() : read(path_);
    return *known_;
}

bool Costs::is_known(const CompileCommand& command) const {
    return known().count(json_text(command.file)) != 0;
}

double Costs::expected(const CompileCommand& command) const {
    if (const auto cost = known().find(json_text(command.file)); cost != known().end())
        return std::clamp(cost->second, 0.0, seconds_at_most);
    std::error_code unknown;
    const auto bytes = std::filesystem::file_size(command.file, unknown);
    return seconds_at_least + (unknown ? 0 : static_cast<double>(bytes) / bytes_per_second);
}

void Costs::add(const CompileCommand& command, double seconds) {
    added_[json_text(command.file)] += seconds;
}

void Costs::keep() const {
    if (path_.empty() || added_.empty()) return;
    std::map<std::string, double> all = added_;
    all.insert(known().begin(), known().end());
    while (all.size() > most_units) all.erase(all.begin());
    ::mkdir(std::filesystem::path(path_).parent_path().c_str(), S_IRWXU);
    const nlohmann::json json = {{"version", version}, {"seconds", all}};
    static_cast<void>(write_result(path_, json.dump(), S_IRUSR | S_IWUSR));
}

}  // namespace awaitlint
