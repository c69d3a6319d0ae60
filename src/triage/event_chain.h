// Which errors of a chain of tracebacks are the same event told again: Python prints an exception once more when
// another one is raised while it is handled, and so do exception groups and pytest.
//
// Keys come in, in the order in which the log tells them; out comes whether it is an event that has not been told. Two
// equal errors of two tasks of one group are two events; the same group printed again is none.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>

namespace awaitlint {

class EventChain {
public:
    /// A traceback starts that has nothing to do with what was told before.
    void begin();
    /// "During handling of the above exception, ...": what follows tells the same again, and goes on.
    void link(bool is_in_group);
    bool is_linked() const { return is_linked_; }
    /// The next exception of a group.
    void begin_member() { told_of_member_.clear(); }
    /// `key` names the error with its place, `kind` without.
    bool is_new(const std::string& key, const std::string& kind, bool is_in_group, bool is_quoted);

private:
    std::map<std::string, std::uint64_t> told_;  // by key: how often in the traceback of the chain that told it most
    std::map<std::string, std::uint64_t> here_;  // in the traceback that is being told
    std::set<std::string> told_of_member_;
    std::set<std::string> kinds_;
    bool is_linked_ = false;
};

}  // namespace awaitlint
