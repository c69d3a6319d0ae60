// See flags.h. Clang's option table decides what a flag is; nothing here is a list of GCC's flags.
//
// Three steps: what is written, wrapped flags unwrapped (written_flags.h); which of it is allowed, with values in
// bounds (rebuild_flags.h); and around it what every unit gets.
#include "frontend/read/flags.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "clang/Basic/Version.h"
#include "clang/Options/OptionUtils.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"

#include "frontend/read/compiler_folder.h"
#include "frontend/read/rebuild_flags.h"
#include "frontend/read/written_flags.h"

namespace awaitlint {

const std::vector<std::string>& warnings_of_a_proof() {
    static const std::vector<std::string> names = {"no-everything",
                                                   "unused-result",
                                                   "unused-value",
                                                   "return-type",
                                                   "dangling",
                                                   "dangling-gsl",
                                                   "dangling-assignment",
                                                   "dangling-initializer-list",
                                                   "range-loop-construct",
                                                   "return-stack-address",
                                                   "no-error"};
    return names;
}

llvm::Expected<std::string> find_resource_dir() {
    std::vector<std::string> tried;
    static int anchor;
    const std::string self = llvm::sys::fs::getMainExecutable(nullptr, &anchor);
    const llvm::StringRef bin = llvm::sys::path::parent_path(self);
    llvm::SmallString<256> beside(llvm::sys::path::parent_path(bin));
    llvm::sys::path::append(beside, "lib", "clang", CLANG_VERSION_MAJOR_STRING);
    for (const std::string& folder :
         {std::string(beside), std::string(AWAITLINT_RESOURCE_DIR), clang::GetResourcesPath(self)}) {
        if (llvm::sys::fs::exists(folder + "/include/stddef.h")) return folder;
        tried.push_back(folder);
    }
    return llvm::createStringError(
        fmt::format("Clang's builtin headers (stddef.h) are in none of: {}; install libclang-common-22-dev",
                    fmt::join(tried, ", ")));
}

bool has_forced_includes(const DriverArguments& arguments) {
    const auto is_forced = [](llvm::StringRef argument) {
        return (argument.starts_with("-include") && !argument.starts_with("-include-pch")) ||
               argument.starts_with("/FI") || argument.starts_with("-FI");
    };
    return std::any_of(arguments.argv.begin(), arguments.argv.end(), is_forced);
}

llvm::Expected<DriverArguments> driver_arguments(const CompileCommand& command, bool with_warnings,
                                                 llvm::vfs::FileSystem* files) {
    if (command.argv.empty()) return llvm::createStringError("the compile command is empty");
    auto resource_dir = find_resource_dir();
    if (!resource_dir) return resource_dir.takeError();

    const WrittenFlags written(command);
    const auto disk = files ? nullptr : llvm::vfs::createPhysicalFileSystem();
    auto rebuilt = rebuild_flags(written, files ? *files : *disk);
    if (!rebuilt) return rebuilt.takeError();
    DriverArguments out{
        {driver_name(command.argv[0], command.directory)}, std::move(rebuilt->remarks), std::move(rebuilt->lacks)};
    out.argv.push_back("--driver-mode=" + written.mode());
    if (!written.target_of_name().empty()) out.argv.push_back("--target=" + written.target_of_name());
    out.argv.insert(out.argv.end(), rebuilt->flags.begin(), rebuilt->flags.end());

    const std::string prefix = written.is_cl() ? "/clang:" : "";
    const auto add = [&](const std::string& flag) { out.argv.push_back(prefix + flag); };
    if (with_warnings) {
        for (const std::string& name : warnings_of_a_proof()) add("-W" + name);
    } else {
        add("-w");
    }
    add("-Wno-unknown-warning-option");
    add("-ferror-limit=0");
    add("-fsyntax-only");
    add("-fno-delayed-template-parsing");
    add("-resource-dir=" + *resource_dir);
    out.argv.push_back("--no-default-config");
    out.argv.push_back("--");
    out.argv.push_back(command.file);
    return out;
}

}  // namespace awaitlint
