// What the AST of an edited unit says of the sites that were edited.
//
// In: a parsed unit, the sites and the edited texts. Out: for each site whether its await was accepted and whether its
// call is of the function that was meant, as failures. Does not look at diagnostics.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "awaitlint/edits.h"
#include "frontend/read/parse.h"
#include "frontend/recover/asking.h"

namespace awaitlint {

/// The place in the text before the edits.
FileOffset original(const FileOffset& at, const std::map<std::string, EditedText>& edited);

void look_at_sites(ParsedUnit& unit, const std::vector<SiteToLookAt>& sites,
                   const std::map<std::string, EditedText>& edited, bool skip_bodies, ParseAnswer& answer);

}  // namespace awaitlint
