// Which headers of the C++ standard library a unit comes to, wherever its own files include them, and how many of these
// may as well be read first: so that units whose first includes are headers of their own can share a preamble.
//
// In: a run of the preprocessor over a unit's directives. Out: the headers that it comes to, in whatever file, up to
// where it would make a difference to have read them first: where a macro of another file is defined that the library
// may look at, or one of the library's that another file has asked for before it was there. Refuses C's headers, which
// may be read twice or define names in lower case. What declarations mean that come in another order is not looked at:
// where that is an error, the parse is done again without (recover/asking.cpp).
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "clang/Lex/PPCallbacks.h"

#include "frontend/read/parsed_unit.h"

namespace awaitlint {

/// By name: "<vector>". What a header brings in under no name of its own (`bits/stl_vector.h`) counts as its bytes.
using LibraryHeaders = std::map<std::string, std::uint64_t>;

/// To be told of all that the preprocessor does in `unit`; `headers` is complete when it has come to the end. Both must
/// outlive it.
std::unique_ptr<clang::PPCallbacks> watch_library_headers(const ParsedUnit& unit, LibraryHeaders& headers);

/// Of what several units come to: headers that are best precompiled together, each list for the units that come to all
/// of it. The one with most bytes first; none where it would save less than it costs.
std::vector<LibraryHeaders> shared_library_headers(const std::vector<LibraryHeaders>& units);

bool come_to_all(const LibraryHeaders& unit, const LibraryHeaders& shared);

/// A text that includes them.
std::string includes_of(const LibraryHeaders& headers);

}  // namespace awaitlint
