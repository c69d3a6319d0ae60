// Which units may speak of the symbols of an audit, by the bytes of their files alone.
//
// In: the symbols, how their siblings are named, the facts of a unit. Out: false only if no file of the unit can
// mention any of them: then an audit of any other symbol, or a check, has the same facts of it. Reads each file once in
// a run.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "awaitlint/facts.h"
#include "awaitlint/naming.h"

namespace awaitlint {

class AuditedSymbols {
public:
    AuditedSymbols(const std::vector<std::string>& symbols, const std::vector<std::string>& naming, std::string root)
        : names_(symbols, naming), root_(std::move(root)) {}

    bool may_be_in(const UnitFacts& facts);

private:
    NameSearch names_;
    std::string root_;                 // of the user's files
    std::map<std::string, bool> may_;  // by file
};

}  // namespace awaitlint
