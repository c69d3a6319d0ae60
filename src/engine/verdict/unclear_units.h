// Units that were not asked about, and of which nobody can say whether they read what was.
//
// In: their names, each with the reason. Out: one remark for all of them, the same whatever came first.
#pragma once

#include <map>
#include <string>

#include <fmt/format.h>

namespace awaitlint {

class UnclearUnits {
public:
    void add(const std::string& unit, const std::string& why) { units_.emplace(unit, why); }
    bool is_any() const { return !units_.empty(); }

    /// There is any.
    std::string told() const {
        const auto& [file, why] = *units_.begin();
        const std::string what = units_.size() == 1 ? fmt::format("the unit '{}'", file)
                                                    : fmt::format("{} units (first: '{}')", units_.size(), file);
        return fmt::format(
            "not asked about, and not read to the end, so that it is not known all that it includes: {}: {}", what,
            why);
    }

private:
    std::map<std::string, std::string> units_;
};

}  // namespace awaitlint
