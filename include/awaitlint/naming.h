// How the name of an async sibling is made of the name of a synchronous function: patterns with a "{}", and what is
// left of a name without words for asynchrony.
//
// Used where siblings are looked for and where they are judged. Text in, text out; knows no pattern itself.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace awaitlint {

/// What the naming pattern makes of a synchronous name: "{}_async" turns `get` into `get_async`. Where a lower-case
/// letter stands directly before "{}", the name's first letter is put in upper case: "co{}" makes `coGet`. Empty where
/// the pattern has no "{}".
std::string apply_naming(std::string_view pattern, std::string_view sync_name);

/// How the one name is made of the other by one more word in front or behind: "{}_later", "co{}". Empty: otherwise.
std::string pattern_between(std::string_view sync_name, std::string_view async_name);

/// The names that have one word less in front or behind, longest first: "get_all" and "all_later" of "get_all_later".
std::vector<std::string> names_without_a_word(std::string_view name);

/// A name without case, underscores and words for asynchrony: "getuser" of `async_get_user`.
std::string name_stem(std::string_view name);

/// "get" of "netra::Pool::get".
std::string_view last_name(std::string_view qualified_name);

/// "netra::Pool" of "netra::Pool::get"; empty where there is none.
std::string_view scope_of(std::string_view qualified_name);

/// `when_all`, `collectAll`: it waits for all that it is given.
bool is_named_for_all(std::string_view name);

/// `when_any`, `collectAny`: it waits for the first of what it is given.
bool is_named_for_any(std::string_view name);

/// A namespace for what is asynchronous: `net::async` of `net`, or beside `net::blocking`.
bool is_async_namespace_of(std::string_view async, std::string_view sync);

/// Whether a text can speak of functions, or of any that is named as a sibling of theirs would be. Errs towards yes: a
/// text that pastes tokens may make any name.
class NameSearch {
public:
    NameSearch(const std::vector<std::string>& functions, const std::vector<std::string>& namings);
    bool may_mention(std::string_view text) const;

private:
    std::vector<std::string> stems_;
};

}  // namespace awaitlint
