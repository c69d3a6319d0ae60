// Where JSON records start and end in a stream of bytes: counting brackets outside strings, in constant memory per
// byte.
//
// A record is a value of its own, or an element of an array of records: the array itself, or one behind the keys by
// which exports name it ({"events": [...]}), may be of any size. What is inside a record is json_record's.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace awaitlint {

class JsonText {
public:
    enum class Step { more, record, broken };

    /// Reads on from the position: to the end of a record, to the end of the text, or to what is no JSON. The text must
    /// hold everything from `start()` on.
    Step read(std::string_view text);

    std::size_t position() const { return position_; }
    /// Where the record that is being read started; what was read before it is not needed any more.
    std::size_t start() const { return start_ == none ? position_ : start_; }
    /// Nothing is open: neither a record nor the array around records.
    bool is_outside() const { return stack_.empty() && !is_in_string_; }
    const char* why() const { return why_; }
    /// The text has lost its first `count` bytes.
    void forget(std::size_t count);

private:
    static constexpr std::size_t none = std::string_view::npos;

    Step read_string(std::string_view text);
    Step open(std::string_view text, char c);
    Step close(char c);
    Step end_of_value();
    Step fail(const char* why);
    bool is_around_records() const { return stack_.size() == wrappers_; }
    bool stands_where_records_do() const;

    std::string stack_;         // the open brackets
    std::size_t wrappers_ = 0;  // how many of these stand around records
    std::size_t position_ = 0;
    std::size_t start_ = none;
    std::size_t key_start_ = none, key_end_ = none;  // of the last string of the outermost object
    bool is_split_ = false;                          // the outermost object holds records: it is none itself
    bool is_told_ = false;                           // the record at `start_`
    bool is_in_string_ = false;
    bool is_escaped_ = false;
    const char* why_ = "";
};

}  // namespace awaitlint
