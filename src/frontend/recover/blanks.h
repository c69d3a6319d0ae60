// Blanked keywords: the bytes of files in which some co_await are replaced, offsets unchanged.
//
// In: where keywords are spelled. Out: overlays for a parse and the bytes without blanks. Refuses to blank anything
// that is not `co_await`: a file that changed under us is an error, not a guess.
#pragma once

#include <map>
#include <string>

#include "llvm/Support/Error.h"

#include "frontend/read/own_declarations.h"
#include "frontend/read/parse.h"

namespace awaitlint {

class FileRecorder;

/// The bytes of a file as the unit sees it. Those on disk count as read where there is a recorder.
llvm::Expected<std::string> read_bytes(const UnitRequest& unit, const std::string& path, FileRecorder* recorder);

class Blanks {
public:
    void add(const FileOffset& at, BlankForm form = BlankForm::plain) { at_[at] = form; }
    void remove(const FileOffset& at) { at_.erase(at); }
    bool holds(const FileOffset& at) const { return at_.count(at) != 0; }
    bool is_empty() const { return at_.empty(); }
    const std::map<FileOffset, BlankForm>& all() const { return at_; }

    struct Texts {
        std::map<std::string, std::string> overlays;   // path -> bytes with blanks
        std::map<std::string, std::string> originals;  // path -> bytes without
    };
    llvm::Expected<Texts> texts(const UnitRequest& unit, FileRecorder* recorder) const;

private:
    std::map<FileOffset, BlankForm> at_;
};

}  // namespace awaitlint
