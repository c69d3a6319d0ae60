// Edits that repairs are made of.
//
// In: spans and lines as facts have them, new text. Out: an Edit. Spells nothing but a move.
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "awaitlint/place.h"
#include "awaitlint/site_facts.h"

namespace awaitlint {

/// Why a repair that moves a text is none: facts hold an excerpt of a long one.
inline constexpr const char* too_long_to_be_moved = "it is too long to be moved";

inline Edit replacing(const Span& span, std::string text) {
    return {span.file, span.offset, span.length, std::move(text)};
}

/// As a line of its own.
inline Edit line_in_front(const LineBefore& before, const std::string& text) {
    return replacing(before.at, text + before.line_end + before.indent);
}

/// A profile's form, its hole filled wherever it stands.
inline std::string filled(std::string form, std::string_view hole, std::string_view by) {
    for (std::size_t at = form.find(hole); at != std::string::npos; at = form.find(hole, at + by.size()))
        form.replace(at, hole.size(), by);
    return form;
}

/// The mention of a variable, which is moved from where that is wanted.
inline std::string mention_of(const std::string& name, bool is_moved) {
    return is_moved ? "std::move(" + name + ")" : name;
}

}  // namespace awaitlint
