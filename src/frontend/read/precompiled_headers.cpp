// See precompiled_headers.h. By their names: compilers and build tools put `x.h.pch`, `x.h.gch` or `x.pch` beside
// `x.h`.
#include "frontend/read/precompiled_headers.h"

#include <vector>

#include "clang/Options/Options.h"
#include "llvm/Support/Path.h"

#include "frontend/read/written_flags.h"

namespace awaitlint {
namespace {

namespace options = clang::options;

std::string absolute(llvm::StringRef path, const WrittenFlags& written) {
    llvm::SmallString<256> whole(path);
    llvm::sys::path::make_absolute(written.directory(), whole);
    llvm::sys::path::remove_dots(whole, /*remove_dot_dot=*/true);
    return std::string(whole);
}

llvm::StringRef without_ending(llvm::StringRef path) {
    for (const llvm::StringRef ending : {".pch", ".gch"})
        if (path.ends_with(ending)) return path.drop_back(ending.size());
    return path;
}

}  // namespace

bool names_included_header(const llvm::opt::Arg& arg) {
    return arg.getOption().matches(options::OPT__SLASH_Yu) || arg.getOption().matches(options::OPT__SLASH_Yc);
}

PrecompiledSource source_of_precompiled(const llvm::opt::Arg& arg, const WrittenFlags& written,
                                        llvm::vfs::FileSystem& files) {
    const std::string stem = absolute(without_ending(arg.getValue()), written);
    std::vector<std::string> candidates;
    if (without_ending(arg.getValue()) != arg.getValue()) candidates.push_back(stem);
    for (const char* ending : {".h", ".hpp", ".hxx", ".hh"}) candidates.push_back(stem + ending);
    for (const auto& list : written.lists())
        for (const std::string& included : list->args.getAllArgValues(options::OPT_include))
            for (const std::string& candidate : candidates)
                if (absolute(included, written) == candidate) return {true, ""};
    for (const std::string& candidate : candidates) {
        const auto status = files.status(candidate);
        if (status && status->isRegularFile()) return {false, candidate};
    }
    return {};
}

}  // namespace awaitlint
