// See invocation.h.
#include "frontend/invocation.h"

#include <utility>

#include <fmt/format.h>

#include "clang/Basic/Diagnostic.h"
#include "clang/Driver/CreateInvocationFromArgs.h"
#include "clang/Frontend/CompilerInstance.h"
#include "clang/Frontend/TextDiagnosticBuffer.h"
#include "clang/Lex/PreprocessorOptions.h"

#include "frontend/flags.h"

namespace awaitlint {
namespace {

/// What a database says must not make a run write, load or remember anything.
void close_outputs(clang::CompilerInvocation& invocation) {
    invocation.getDependencyOutputOpts() = clang::DependencyOutputOptions();
    invocation.getDiagnosticOpts().DiagnosticLogFile.clear();
    invocation.getDiagnosticOpts().DiagnosticSerializationFile.clear();
    invocation.getDiagnosticOpts().ErrorLimit = 0;
    clang::FrontendOptions& frontend = invocation.getFrontendOpts();
    frontend.OutputFile.clear();
    frontend.StatsFile.clear();
    frontend.Plugins.clear();
    frontend.DisableFree = false;
    frontend.ProgramAction = clang::frontend::ParseSyntaxOnly;
    invocation.getPreprocessorOpts().ImplicitPCHInclude.clear();
    invocation.getPreprocessorOpts().RetainRemappedFileBuffers = false;
    invocation.getHeaderSearchOpts().ModuleCachePath.clear();
    // __DATE__, __TIME__ and __TIMESTAMP__: neither the day nor a file's time is what an answer may depend on.
    if (!invocation.getPreprocessorOpts().SourceDateEpoch) invocation.getPreprocessorOpts().SourceDateEpoch = 0;
}

/// Null if one of them cannot be read, which is told. Whoever gets the options later has nothing more to lay over.
llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> with_overlays(
    clang::CompilerInvocation& options, clang::DiagnosticsEngine& told,
    const llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem>& files) {
    const std::vector<std::string> overlays = std::exchange(options.getHeaderSearchOpts().VFSOverlayFiles, {});
    if (overlays.empty()) return files;
    auto all = clang::createVFSFromOverlayFiles(overlays, told, files);
    return told.hasErrorOccurred() ? nullptr : all;
}

}  // namespace

llvm::Error cannot_use_command(const std::string& why) {
    return llvm::createStringError(fmt::format("Clang cannot use this compile command: {}", why));
}

llvm::Expected<Invocation> make_invocation(const CompileCommand& command, bool with_warnings,
                                           const llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem>& files) {
    auto arguments = driver_arguments(command, with_warnings);
    if (!arguments) return arguments.takeError();
    if (std::error_code error = files->setCurrentWorkingDirectory(command.directory))
        return llvm::createStringError(fmt::format("cannot enter the working directory '{}' of the compile command: {}",
                                                   command.directory, error.message()));
    clang::TextDiagnosticBuffer said;
    clang::DiagnosticOptions driver_options;
    std::vector<const char*> argv;
    for (const std::string& argument : arguments->argv) argv.push_back(argument.c_str());
    clang::CreateInvocationOptions create;
    create.Diags = clang::CompilerInstance::createDiagnostics(*files, driver_options, &said, false);
    create.VFS = files;
    create.RecoverOnError = true;
    Invocation invocation{clang::createInvocation(argv, create), nullptr, std::move(arguments->remarks)};
    if (invocation.options) invocation.files = with_overlays(*invocation.options, *create.Diags, files);
    if (!invocation.files)
        return cannot_use_command(said.err_begin() == said.err_end() ? "no reason given" : said.err_begin()->second);
    close_outputs(*invocation.options);
    return invocation;
}

}  // namespace awaitlint
