// The statements of a text, and what flows from one into others by names with deduced types. By tokens alone.
//
// In: the bytes of a file. Out: where the statement around a place begins and ends; which of some places have a part in
// the types of a statement. A guess where macros or unusual braces stand in the way: a caller must be right without it,
// and is faster with it.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace awaitlint {

class Statements {
public:
    explicit Statements(std::string_view text);

    /// The number of the statement around a place: they are numbered in the order of the text.
    std::size_t around(std::uint32_t offset) const;

    /// A place whose type a trial changes: where the expression begins.
    struct Source {
        std::uint32_t offset = 0;
        std::size_t index = 0;  // the asker's own
    };
    /// By statement of a stretch of the text: the sources that stand in it, or whose types it uses by `auto` and names.
    std::map<std::size_t, std::set<std::size_t>> flows(std::uint32_t begin, std::uint32_t end,
                                                       const std::vector<Source>& sources) const;

private:
    struct Word {
        std::uint32_t offset = 0;
        std::string text;
        bool is_name = false;
    };
    std::vector<Word> words_;
    std::vector<std::size_t> first_words_;  // of each statement
    std::vector<std::uint32_t> begins_;     // of each statement
};

}  // namespace awaitlint
