// Places in the units that consumers count in: our columns are bytes, theirs mostly are not.
//
// In: a span or an edit, and the bytes of its file as they were analysed. Out: lines and columns in UTF-16 code units
// or in bytes; nothing where the bytes are not at hand or do not fit the place: a column that is a guess is worse than
// none.
#pragma once

#include <optional>
#include <string_view>

#include "awaitlint/place.h"
#include "awaitlint/render.h"
#include "awaitlint/report.h"

namespace awaitlint {

/// 1-based, half-open, as in Span.
struct Stretch {
    std::uint32_t line = 0, column = 0, end_line = 0, end_column = 0;
    friend bool operator==(const Stretch& a, const Stretch& b) = default;
};

/// Where the span begins; also of one that is known by its line and column alone.
std::optional<std::uint32_t> offset_of(const Span& span, const SourceBytes& source);

std::optional<Stretch> in_utf16(const Span& span, const SourceBytes& source);
std::optional<Stretch> in_utf16(const Edit& edit, const SourceBytes& source);
std::optional<Stretch> in_bytes(const Edit& edit, const SourceBytes& source);

/// The stretch from the first edit to the last as one edit: what a consumer with one change per repair gets. Nothing
/// without edits, with edits of several files, or without the bytes between them.
std::optional<Edit> as_one_edit(const std::vector<Edit>& edits, const SourceBytes& source);

}  // namespace awaitlint
