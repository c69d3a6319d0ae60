// A parse that stands still in front of what trials change, and goes on as often as it is asked to.
//
// In: the place in the main file where a parse shall stand, then questions with other bytes for what follows. Out: per
// question, the answer of a process that went on from there (a fork of the standing one): the same tokens, declarations
// and diagnostics as a parse from the first byte, without reading again what lies before. Refuses bytes that differ
// before the place, or that do not fit into the file's buffer. A trial that crashes has no answer, and does no harm.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include <sys/types.h>

#include "awaitlint/unit.h"
#include "base/descriptor.h"
#include "files/files_read.h"

namespace awaitlint {

/// Stretch of the main file: the parse stands behind the first token that begins in it.
struct Stand {
    std::uint32_t from = 0;
    std::uint32_t to = 0;
};

/// Behind the includes that come before `edit` and in front of it; none where nothing stands between the two.
std::optional<Stand> stand_before(std::string_view text, std::uint32_t edit);
/// The place of the first coroutine keyword of a text, as far as a lexer can tell.
std::optional<std::uint32_t> first_coroutine_keyword(std::string_view text);

/// The bytes with room behind them for edits that make them longer.
std::string with_room(const std::string& bytes);

class StandingParse {
public:
    StandingParse() = default;
    ~StandingParse() { end(); }
    StandingParse(const StandingParse&) = delete;
    StandingParse& operator=(const StandingParse&) = delete;

    // Of the parse that is to stand.

    /// What it will be: of this unit, with these bytes of the main file (with room) and of others.
    void prepare(const UnitRequest& unit, bool skips_bodies, std::string main_bytes,
                 std::map<std::string, std::string> others);
    /// Called where the parse shall stand, `offset` bytes into the main file. Returns nothing where the parse goes on
    /// as it is, and the question in each process that is to answer one; that must call `answer`.
    std::optional<std::string> stand(std::uint32_t offset);
    /// Ends the process with this answer.
    [[noreturn]] void answer(std::string_view text) const;
    /// Ends the process without an answer.
    [[noreturn]] static void give_up();
    /// True in a process that is to answer a question.
    bool is_trial() const { return said_ >= 0; }

    // For the process that asks.

    bool is_standing() const { return pid_ > 0; }
    bool is_of(const UnitRequest& unit, bool skips_bodies) const;
    bool fits(const std::map<std::string, std::string>& texts) const;
    /// Nothing if there is no answer: ask by a parse of your own.
    std::optional<std::string> ask(std::string_view question);
    void end();

    /// What it has read of the file system.
    std::optional<FilesRead> seen;

private:
    UnitRequest unit_;
    bool skips_bodies_ = true;
    std::string main_bytes_;  // with room
    std::map<std::string, std::string> others_;
    std::uint32_t offset_ = 0;
    pid_t pid_ = -1;
    Descriptor questions_, answers_;
    int said_ = -1;  // of a trial: where its answer goes
};

}  // namespace awaitlint
