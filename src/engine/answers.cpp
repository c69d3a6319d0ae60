// See answers.h.
#include "engine/answers.h"

#include <exception>

#include <fmt/format.h>

#include "awaitlint/facts_json.h"

namespace awaitlint {

std::string read_answer(const Answer& answer, const std::function<void(const nlohmann::json&)>& take) {
    if (!answer.failure.empty()) return answer.failure;
    try {
        const nlohmann::json json = nlohmann::json::parse(answer.line);
        if (json.contains("error")) return bytes_of_json_text(json.at("error").get<std::string>());
        take(json);
        return "";
    } catch (const std::exception& broken) {
        return fmt::format("the worker's answer cannot be read: {}", broken.what());
    }
}

std::optional<FilesInPieces> files_of(const nlohmann::json& answer) {
    const auto files = answer.find("files");
    return files == answer.end() ? std::nullopt : files_from_json(*files);
}

Parses parses_of(const nlohmann::json& answer) {
    return answer.value("parses", Parses());
}

}  // namespace awaitlint
