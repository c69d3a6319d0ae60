// The single text edits that repairs of an await are made of.
//
// In: a site, the call or the operand there. Out: edits in the file's own offsets, or nothing where the source is not
// written so that the edit can be made. Refuses to decide whether a repair is right.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "awaitlint/facts.h"

namespace awaitlint {

/// Deletes the keyword and the white space behind it; a comment there stays.
Edit drop_keyword(const Await& await);

/// Writes the sibling's name in place of the callee's, and its extra argument behind the last one.
std::optional<std::vector<Edit>> call_sibling(const CallSite& call, const Sibling& sibling);

/// Calls the operand without arguments.
std::vector<Edit> call_operand(const Await& await);

std::vector<Edit> wrap_operand(const Await& await, const std::string& before, const std::string& after);

/// Adds `co_return;` as the last statement of the function, in the layout of its body.
std::optional<Edit> end_with_co_return(const Enclosing& enclosing);

/// The text of the site after those edits that lie within it; `otherwise` where text and offsets do not fit.
std::string text_after(const Site& site, const std::vector<Edit>& edits, const std::string& otherwise);

/// The text of the site with one name exchanged, for display where no edit can be made (in a macro).
std::string text_with_name(const Site& site, const std::string& old, const std::string& name,
                           const std::string& otherwise);

/// Why what a macro has a part in is not edited; empty where none has.
std::string why_no_edit_in_macro(const Site& site);

}  // namespace awaitlint
