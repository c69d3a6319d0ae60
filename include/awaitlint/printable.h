// Text of unknown origin, made fit for a terminal or a CI server's log.
//
// In: bytes. Out: the same with all made visible that would move a cursor, hide text or give a command. Nothing is
// lost.
#pragma once

#include <string>
#include <string_view>

namespace awaitlint {

/// The text with control characters, bidi controls and invalid UTF-8 made visible, fit for a terminal.
std::string printable(std::string_view text);

/// The same for text of several lines, of which none is a command to the CI server that shows it (`::add-mask::x`,
/// `##[group]`). For all that people read; what is printable already stays as it is.
std::string printable_lines(std::string_view text);

/// A JSON document with everything in its strings escaped that is not fit for a terminal or a CI server's log. It means
/// the same.
std::string printable_json(std::string_view document);

}  // namespace awaitlint
