// See library_headers.h.
#include "frontend/read/library_headers.h"

#include <algorithm>
#include <limits>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include "clang/Basic/CharInfo.h"
#include "clang/Basic/SourceManager.h"
#include "clang/Lex/MacroInfo.h"
#include "clang/Lex/Preprocessor.h"
#include "clang/Tooling/Inclusions/StandardLibrary.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Regex.h"

namespace awaitlint {
namespace {

constexpr std::uint64_t build_cost = 2;  // in parses of what is precompiled
constexpr std::size_t most_lists = 4;

/// Not one of those of C, which begin with a c or end in .h.
bool is_library_header(llvm::StringRef name) {
    static const std::set<llvm::StringRef> with_c = {"charconv",           "chrono",  "codecvt",  "compare",
                                                     "condition_variable", "complex", "concepts", "coroutine"};
    if (name.contains('.') || (name.starts_with("c") && !with_c.count(name))) return false;
    if (name == "version") return true;  // declares nothing that the list would have it for
    return clang::tooling::stdlib::Header::named(("<" + name + ">").str()).has_value();
}

/// A name that the library does not look at: in capitals, of several words, and none of those that are reserved; or
/// that of an include guard.
bool is_of_others_alone(llvm::StringRef name, const clang::MacroInfo* macro) {
    static const llvm::Regex of_project("^[A-Z][A-Z0-9]*_[A-Z0-9_]*$");
    static const llvm::Regex of_guard("_(H|HH|HPP|HXX|H_INCLUDED|INCLUDED)_*$");
    return of_project.match(name) || (macro && macro->getNumTokens() == 0 && of_guard.match(name.upper()));
}

/// C's headers and those of the system ask for each other's macros, and may come in any order.
bool is_of_library(llvm::StringRef name) {
    return name.starts_with("__cpp_lib") || name.starts_with("_GLIBCXX") || name.starts_with("_LIBCPP");
}

/// Of the line that a text begins with, and those that it goes on in.
std::uint32_t length_of_line(llvm::StringRef text) {
    std::size_t length = text.find('\n');
    while (length != llvm::StringRef::npos && text.take_front(length).rtrim("\r").ends_with("\\"))
        length = text.find('\n', length + 1);
    return static_cast<std::uint32_t>(std::min(length, text.size()));
}

/// The identifiers in a file's conditions, with their places, in order.
std::vector<std::pair<std::uint32_t, llvm::StringRef>> asked_in(llvm::StringRef text) {
    std::vector<std::pair<std::uint32_t, llvm::StringRef>> names;
    for (std::size_t at = text.find('#'); at != llvm::StringRef::npos; at = text.find('#', at + 1)) {
        llvm::StringRef line = text.substr(at + 1).ltrim(" \t");
        if (!line.starts_with("if") && !line.starts_with("elif")) continue;
        line = line.take_front(length_of_line(line));
        while (!line.empty()) {
            line = line.drop_until([](char c) { return clang::isAsciiIdentifierStart(c); });
            const llvm::StringRef name = line.take_while([](char c) { return clang::isAsciiIdentifierContinue(c); });
            if (!name.empty()) names.emplace_back(static_cast<std::uint32_t>(name.data() - text.data()), name);
            line = line.drop_front(name.size());
        }
    }
    return names;
}

class Watch : public clang::PPCallbacks {
public:
    Watch(const ParsedUnit& unit, LibraryHeaders& headers) : unit_(unit), headers_(headers) {}

    void InclusionDirective(clang::SourceLocation hash, const clang::Token&, llvm::StringRef name, bool is_angled,
                            clang::CharSourceRange, clang::OptionalFileEntryRef file, llvm::StringRef, llvm::StringRef,
                            const clang::Module*, bool, clang::SrcMgr::CharacteristicKind kind) override {
        next_.clear();
        if (is_angled && file && clang::SrcMgr::isSystem(kind) && is_library_header(name))
            next_ = ("<" + name + ">").str();
        if (open_.empty() || is_over_) return;
        if (!open_.back().is_library) {
            note_questions_up_to(unit_.sources().getFileOffset(hash));
            included_ += !next_.empty();
        }
        if (!next_.empty()) reached_.try_emplace(next_, Reached{included_, 0});
    }

    void FileChanged(clang::SourceLocation location, FileChangeReason reason, clang::SrcMgr::CharacteristicKind kind,
                     clang::FileID) override {
        if (reason == EnterFile) return enter(unit_.sources().getFileID(location), clang::SrcMgr::isSystem(kind));
        if (reason != ExitFile || open_.size() < 2) return;
        if (!open_.back().is_library) note_questions_up_to(std::numeric_limits<std::uint32_t>::max());
        open_.pop_back();
    }

    /// What stands there is not asked, but for the condition that it begins with.
    void SourceRangeSkipped(clang::SourceRange range, clang::SourceLocation end) override {
        if (!is_in_file_of_others()) return;
        Open& open = open_.back();
        const std::uint32_t begin = unit_.sources().getFileOffset(range.getBegin());
        note_questions_up_to(begin + length_of_line(unit_.sources().getBufferData(open.file).substr(begin)));
        while (open.noted < open.asked.size() && open.asked[open.noted].first < unit_.sources().getFileOffset(end))
            ++open.noted;
    }
    /// In the midst of what is skipped.
    void Elif(clang::SourceLocation, clang::SourceRange condition, ConditionValueKind value,
              clang::SourceLocation) override {
        if (!is_in_file_of_others() || value == CVK_NotEvaluated) return;
        for (const auto& [at, name] : open_.back().asked)
            if (at >= unit_.sources().getFileOffset(condition.getBegin()) &&
                at <= unit_.sources().getFileOffset(condition.getEnd()))
                note_question(name);
    }
    void Elifdef(clang::SourceLocation, const clang::Token& name, const clang::MacroDefinition&) override {
        if (is_in_file_of_others()) note_question(name.getIdentifierInfo()->getName());
    }
    void Elifndef(clang::SourceLocation, const clang::Token& name, const clang::MacroDefinition&) override {
        if (is_in_file_of_others()) note_question(name.getIdentifierInfo()->getName());
    }

    void MacroDefined(const clang::Token& name, const clang::MacroDirective* directive) override {
        const llvm::StringRef text = name.getIdentifierInfo()->getName();
        if (open_.empty() || is_over_) return;
        if (!open_.back().is_library)
            is_over_ = !open_.back().is_system && !is_of_others_alone(text, directive->getMacroInfo());
        else if (asked_in_vain_.count(text))
            first_unfit_ = std::min(first_unfit_, included_);
    }

    void MacroUndefined(const clang::Token& name, const clang::MacroDefinition&,
                        const clang::MacroDirective*) override {
        if (!is_in_file_of_others() || open_.back().is_system || is_over_) return;
        is_over_ = !is_of_others_alone(name.getIdentifierInfo()->getName(), nullptr);
    }

    void EndOfMainFile() override {
        for (const auto& [name, reached] : reached_)
            if (reached.by < first_unfit_) headers_.emplace(name, reached.bytes);
    }

private:
    struct Open {
        clang::FileID file;
        bool is_system = false;
        bool is_library = false;  // or what stands for the flags, which are the same for all
        std::string name;         // of the library's header that it belongs to
        std::vector<std::pair<std::uint32_t, llvm::StringRef>> asked;  // of the others
        std::size_t noted = 0;                                         // of these
    };
    struct Reached {
        std::size_t by = 0;  // the how manieth that a file of others includes; 0: none
        std::uint64_t bytes = 0;
    };

    void enter(clang::FileID file, bool is_system) {
        const clang::SourceManager& sources = unit_.sources();
        const bool is_main = file == sources.getMainFileID();
        if (open_.empty() && !is_main) return;
        Open next;
        next.file = file;
        next.is_system = is_system;
        if (!is_main) {
            const bool is_file = sources.getFileEntryRefForID(file).has_value();
            next.is_library = !is_file || open_.back().is_library || !next_.empty();
            next.name = next_.empty() ? open_.back().name : next_;
        }
        if (!is_over_) look_into(next);
        open_.push_back(std::move(next));
    }

    void look_into(Open& file) {
        const llvm::StringRef text = unit_.sources().getBufferData(file.file);
        if (!file.is_library) file.asked = asked_in(text);
        const auto reached = reached_.find(file.name);
        if (reached != reached_.end()) reached->second.bytes += text.size();
    }

    bool is_in_file_of_others() const { return !open_.empty() && !open_.back().is_library; }

    /// Whether a macro was there when it was asked for, by conditions in the file that is being read, up to this byte
    /// of it.
    void note_questions_up_to(std::uint32_t end) {
        Open& open = open_.back();
        for (; open.noted < open.asked.size() && open.asked[open.noted].first < end; ++open.noted)
            note_question(open.asked[open.noted].second);
    }
    void note_question(llvm::StringRef name) {
        if (open_.back().is_system && !is_of_library(name)) return;
        if (!unit_.compiler.getPreprocessor().isMacroDefined(name)) asked_in_vain_.insert(name);
    }

    const ParsedUnit& unit_;
    LibraryHeaders& headers_;
    std::vector<Open> open_;    // files that are being read, from the unit's own on
    std::string next_;          // the library's header that is entered next, if it is one
    bool is_over_ = false;      // what comes now may be read otherwise when it is read first
    std::size_t included_ = 0;  // headers of the library, by files of others
    std::size_t first_unfit_ = std::numeric_limits<std::size_t>::max();  // of these
    std::map<std::string, Reached> reached_;
    std::set<llvm::StringRef> asked_in_vain_;
};

std::uint64_t bytes_of(const LibraryHeaders& headers) {
    std::uint64_t sum = 0;
    for (const auto& [name, bytes] : headers) sum += bytes;
    return sum;
}

LibraryHeaders common_to(const LibraryHeaders& one, const LibraryHeaders& other) {
    LibraryHeaders common;
    for (const auto& [name, bytes] : one)
        if (other.count(name)) common.emplace(name, bytes);
    return common;
}

}  // namespace

std::unique_ptr<clang::PPCallbacks> watch_library_headers(const ParsedUnit& unit, LibraryHeaders& headers) {
    return std::make_unique<Watch>(unit, headers);
}

bool come_to_all(const LibraryHeaders& unit, const LibraryHeaders& shared) {
    return std::all_of(shared.begin(), shared.end(), [&](const auto& header) { return unit.count(header.first); });
}

std::string includes_of(const LibraryHeaders& headers) {
    std::string text;
    for (const auto& [name, bytes] : headers) ((text += "#include ") += name) += '\n';
    return text;
}

std::vector<LibraryHeaders> shared_library_headers(const std::vector<LibraryHeaders>& units) {
    std::set<LibraryHeaders> candidates;
    for (std::size_t i = 0; i < units.size(); ++i)
        for (std::size_t j = 0; j <= i; ++j) candidates.insert(common_to(units[i], units[j]));
    std::vector<LibraryHeaders> chosen;
    std::vector<std::uint64_t> has(units.size());  // bytes that a unit need not read any more
    for (std::size_t round = 0; round < most_lists; ++round) {
        const LibraryHeaders* best = nullptr;
        std::uint64_t most = 0;
        for (const LibraryHeaders& candidate : candidates) {
            const std::uint64_t bytes = bytes_of(candidate);
            std::uint64_t saved = 0;
            for (std::size_t i = 0; i < units.size(); ++i)
                if (bytes > has[i] && come_to_all(units[i], candidate)) saved += bytes - has[i];
            if (saved <= build_cost * bytes || saved - build_cost * bytes <= most) continue;
            most = saved - build_cost * bytes;
            best = &candidate;
        }
        if (!best) break;
        chosen.push_back(*best);
        for (std::size_t i = 0; i < units.size(); ++i)
            if (come_to_all(units[i], *best)) has[i] = std::max(has[i], bytes_of(*best));
    }
    std::sort(chosen.begin(), chosen.end(), [](const LibraryHeaders& a, const LibraryHeaders& b) {
        return std::make_tuple(bytes_of(b), a) < std::make_tuple(bytes_of(a), b);
    });
    return chosen;
}

}  // namespace awaitlint
