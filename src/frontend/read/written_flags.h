// Written flags: what a compile command says, parsed by Clang's option table, with what it wraps unwrapped.
//
// In: a clean compile command. Out: lists of parsed arguments in the order in which Clang would take them: the
// command's own, then those behind -Wp, and -Xpreprocessor, -Xarch_host, /clang:, and last -Xclang. Judges
// nothing, reads no file.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "llvm/Option/ArgList.h"

#include "awaitlint/unit.h"

namespace awaitlint {

enum class Syntax {
    gcc,
    cl,
    wrapped,  // handed on to the driver or past it to the compiler proper: options of either are known
};

struct FlagList {
    FlagList(Syntax written_in, std::vector<std::string> all);
    FlagList(const FlagList&) = delete;
    FlagList& operator=(const FlagList&) = delete;

    Syntax syntax;
    std::vector<std::string> words;  // `args` points into them
    std::string without_argument;    // the last flag, when its argument is missing
    llvm::opt::InputArgList args;
};

class WrittenFlags {
public:
    explicit WrittenFlags(const CompileCommand& command);

    const std::vector<std::unique_ptr<FlagList>>& lists() const { return lists_; }
    /// Which of Clang's drivers the compiler stands for: "gcc", "g++" or "cl".
    const std::string& mode() const { return mode_; }
    bool is_cl() const { return mode_ == "cl"; }
    /// As the command's last --target or the compiler's name has it; empty: the host's.
    const std::string& target() const { return target_; }
    /// The target when the compiler's name alone says it ("aarch64-linux-gnu-g++", "em++"); else empty.
    const std::string& target_of_name() const { return target_of_name_; }
    /// A Clang by its name.
    bool is_of_clang() const { return is_of_clang_; }
    /// Of the command: what its relative paths are relative to.
    const std::string& directory() const { return directory_; }

private:
    std::string mode_;
    std::string target_;
    std::string target_of_name_;
    std::string directory_;
    bool is_of_clang_ = false;
    std::vector<std::unique_ptr<FlagList>> lists_;
};

}  // namespace awaitlint
