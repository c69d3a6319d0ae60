// One finding as a diagnostic of the protocol: also what a repair says that it repairs.
//
// In: an analysed document. Out: JSON. Files that notes speak of are read once, where they are not open.
#pragma once

#include <map>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "lsp/shown.h"

namespace awaitlint::lsp {

class Diagnostics {
public:
    /// All must outlive it.
    Diagnostics(const Analysed& analysed, const Surroundings& surroundings)
        : analysed_(analysed), around_(surroundings), lines_(analysed.document.text, surroundings.client.encoding) {}

    nlohmann::json of(const Finding& finding);
    /// Something may have been overlooked.
    nlohmann::json of_obstacle(const Note& obstacle);

private:
    static std::vector<Note> related_to(const Finding& finding);
    void add_related(nlohmann::json& diagnostic, const std::vector<Note>& notes);
    Position position_of(const Place& place);

    const Analysed& analysed_;
    const Surroundings around_;
    TextLines lines_;
    std::map<std::string, std::string> texts_;  // of other files, by path
};

}  // namespace awaitlint::lsp
