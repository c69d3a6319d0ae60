// What a compiler's error says about an await, in plain words; or that it is not about an await.
//
// In: the message as the compiler words it, and the source line with its marks where the log has them. Out: the reason
// (the same names as the rule's), the type, and a sentence. Several wordings are used for other mistakes too ("member
// reference base type 'int' is not a structure"): there the marks decide, and without them it is `unclear`.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "triage/compiler_line.h"

namespace awaitlint {

/// A line of source as the log shows it. Positions are those of the shown text.
struct Snippet {
    std::string text;
    bool has_marks = false;
    std::size_t first = 0;  // where the marked range starts
    std::size_t caret = 0;

    bool is_known() const { return !text.empty(); }
};

void mark(Snippet& snippet, std::string_view marks);

/// Where the `co_await` of the marked operand starts.
std::optional<std::size_t> await_of(const Snippet& snippet);
/// The last `co_await` at or before the caret, or the only one of the line.
std::optional<std::size_t> nearest_await(const Snippet& snippet);

/// The operand behind the `co_await` at a position; empty if it does not end on the line.
std::string operand_at(std::string_view text, std::size_t await);

enum class About { await, other, unclear };

struct AwaitFault {
    About about = About::other;
    std::string reason;
    std::string type;
    std::string where;  // of a misplaced await: "in a constructor"; of needs-move: "lvalue" if it cannot be const
    std::string said;   // of a library's own assertion: its text
};

/// `noted`: the member of an awaiter that a note below the error names; empty if none does.
AwaitFault judge(const CompilerLine& error, const Snippet& snippet, std::string_view noted);

/// What the notes told of the awaited value's type, where the error does not.
void add_type(AwaitFault& fault, const std::string& type);

/// The sentence. `function`: GCC's words for the function around it, or empty.
std::string in_words(const AwaitFault& fault, std::string_view operand, std::string_view function);

}  // namespace awaitlint
