// Splits command strings and drops empty arguments: see command_line.h.
//
// LLVM's TokenizeGNUCommandLine follows GCC's response files, where a backslash escapes inside single quotes too; a
// "command" string was quoted for a shell, and '-DA="\"x\""' (as Meson writes it) must keep its backslashes.
#include "project/command_line.h"

#include <algorithm>
#include <cctype>

#include <fmt/format.h>

#include "llvm/Support/CommandLine.h"
#include "llvm/Support/StringSaver.h"

#include "project/paths.h"

namespace awaitlint {
namespace {

bool is_space(char c) {
    return std::isspace(static_cast<unsigned char>(c)) != 0;
}

/// Splits one command line as a POSIX shell does (2.2 Quoting), without expansions and operators.
class ShellWords {
public:
    explicit ShellWords(std::string_view text) : text_(text) {}

    std::vector<std::string> split() {
        while (at_ < text_.size()) {
            if (is_space(text_[at_]))
                finish_word();
            else
                take_piece();
        }
        finish_word();
        return std::move(words_);
    }

private:
    void finish_word() {
        if (is_in_word_) words_.push_back(std::move(word_));
        word_.clear();
        is_in_word_ = false;
        ++at_;
    }

    void take_piece() {
        is_in_word_ = true;
        const char c = text_[at_++];
        if (c == '\'')
            take_until_single_quote();
        else if (c == '"')
            take_until_double_quote();
        else if (c == '\\')
            take_escaped();
        else
            word_ += c;
    }

    void take_until_single_quote() {
        const std::size_t end = std::min(text_.find('\'', at_), text_.size());
        word_ += text_.substr(at_, end - at_);
        at_ = end + 1;
    }

    void take_until_double_quote() {
        constexpr std::string_view escapable = "$`\"\\\n";
        while (at_ < text_.size() && text_[at_] != '"') {
            const bool is_escape =
                text_[at_] == '\\' && at_ + 1 < text_.size() && escapable.find(text_[at_ + 1]) != escapable.npos;
            if (is_escape) {
                ++at_;
                take_escaped();
            } else {
                word_ += text_[at_++];
            }
        }
        ++at_;
    }

    void take_escaped() {
        if (at_ == text_.size()) return;
        if (text_[at_] != '\n') word_ += text_[at_];
        ++at_;
    }

    std::string_view text_;
    std::size_t at_ = 0;
    std::string word_;
    bool is_in_word_ = false;
    std::vector<std::string> words_;
};

bool ends_in_exe(std::string_view word) {
    while (word.ends_with('"')) word.remove_suffix(1);
    return llvm::StringRef(word).ends_with_insensitive(".exe");
}

}  // namespace

Quoting quoting_of(std::string_view command) {
    std::size_t at = 0;
    while (true) {
        while (at < command.size() && (is_space(command[at]) || command[at] == '"')) ++at;
        std::size_t end = at;
        while (end < command.size() && !is_space(command[end])) ++end;
        const std::string_view word = command.substr(at, end - at);
        if (word.empty() || word.starts_with('-') || word.starts_with('/')) return Quoting::posix;
        if (is_windows_path(word) || ends_in_exe(word)) return Quoting::windows;
        at = end;
    }
}

std::vector<std::string> split_command(std::string_view command, Quoting quoting) {
    if (quoting == Quoting::posix) return ShellWords(command).split();
    llvm::BumpPtrAllocator memory;
    llvm::StringSaver saver(memory);
    llvm::SmallVector<const char*> words;
    llvm::cl::TokenizeWindowsCommandLineFull(command, saver, words);
    return {words.begin(), words.end()};
}

void drop_empty_arguments(CompileCommand& command) {
    const auto dropped = std::erase(command.argv, std::string());
    if (dropped != 0) command.remarks.push_back(fmt::format("dropped {} empty argument(s)", dropped));
}

}  // namespace awaitlint
