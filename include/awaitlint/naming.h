// How the name of an async sibling is made of the name of a synchronous function: patterns with a "{}".
//
// Used where siblings are looked for and where they are judged. Text in, text out; knows no pattern itself.
#pragma once

#include <string>
#include <string_view>

namespace awaitlint {

/// What the naming pattern makes of a synchronous name: "{}_async" turns `get` into `get_async`. Where a lower-case
/// letter stands directly before "{}", the name's first letter is put in upper case: "co{}" makes `coGet`. Empty where
/// the pattern has no "{}".
std::string apply_naming(std::string_view pattern, std::string_view sync_name);

}  // namespace awaitlint
