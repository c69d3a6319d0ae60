// The YAML in which `gcloud logging read` and kubectl print entries, as JSON: mappings, lists, block scalars, quoted
// and folded ones. Anchors, tags and flow collections stay the texts that they are. Nesting is limited.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace awaitlint {

/// One document, without its `---`. None if it is not a mapping or a list.
std::optional<std::string> json_of_yaml(std::string_view document);

}  // namespace awaitlint
