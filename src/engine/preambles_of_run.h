// Where a run that keeps nothing (`--no-cache`) has its preambles while it lasts: units that begin alike share them all
// the same.
//
// In: the environment's folder for temporary files. Out: a folder in it that only this user may enter, and a secret
// that seals what workers put there. Both are gone with this object. None where no folder can be made: units are parsed
// without preambles then, which takes longer and gives the same.
#pragma once

#include <memory>
#include <string>

namespace awaitlint {

class PreamblesOfRun {
public:
    /// Null if there is no place for them.
    static std::unique_ptr<const PreamblesOfRun> make();

    PreamblesOfRun(const PreamblesOfRun&) = delete;
    PreamblesOfRun& operator=(const PreamblesOfRun&) = delete;
    ~PreamblesOfRun();

    const std::string& folder() const { return folder_; }
    /// As UnitRequest::preamble_key.
    const std::string& key() const { return key_; }

private:
    PreamblesOfRun(std::string folder, std::string key);

    const std::string folder_, key_;
};

}  // namespace awaitlint
