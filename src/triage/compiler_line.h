// One line of a compiler's output, taken apart: GCC's, Clang's and MSVC's forms of diagnostics, source lines and marks.
//
// In: a line without terminal codes and CI prefixes. Out: what kind of line it is and its parts, as views of the line.
// Refuses to judge what a message is about: that is fault.cpp's.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace awaitlint {

enum class LineKind {
    other,
    error,
    warning,
    note,
    in_function,       // F: In function 'x':       At global scope:
    in_instantiation,  // F: In instantiation of 'x':
    in_substitution,   // F: In substitution of 'x':  (what follows belongs to the notes of another error)
    required_from,     // F:L:C:   required from here
    source,            //   12 | code
    marks,             //      |   ^~~~
    entering,          // make: Entering directory 'x'
    leaving,
};

struct CompilerLine {
    LineKind kind = LineKind::other;
    std::string_view file;
    std::uint32_t line = 0;
    std::uint32_t column = 0;
    std::string_view code;  // MSVC's "C2039"
    std::string_view text;  // the message; of a source line its code, of marks the marks
};

CompilerLine parse_compiler_line(std::string_view line);

/// FILE:LINE:COLUMN: WORD: with a word that is not English: a diagnostic in another language.
bool is_foreign_diagnostic(std::string_view line);

/// Clang before 17 prints source lines bare: is this line marks below one?
bool are_bare_marks(std::string_view line);

/// The n-th text in quotes, GCC's or plain ones; empty if there are fewer.
std::string_view quoted(std::string_view message, std::size_t n);

/// Folders that a compile command in the line names with -isystem.
std::vector<std::string> system_folders_in(std::string_view line);

}  // namespace awaitlint
