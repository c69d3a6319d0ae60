// See invocation.h.
#include "frontend/read/invocation.h"

#include <utility>

#include <fmt/format.h>

#include "clang/Basic/Diagnostic.h"
#include "clang/Driver/CreateInvocationFromArgs.h"
#include "clang/Frontend/CompilerInstance.h"
#include "clang/Frontend/TextDiagnosticBuffer.h"
#include "clang/Lex/PreprocessorOptions.h"

#include "frontend/read/compiler_folder.h"
#include "frontend/read/flags.h"

namespace awaitlint {
namespace {

/// Only what is read and as what: the rest of these options is about outputs, plugins, dumps, and other things to do.
clang::FrontendOptions inputs_only(const clang::FrontendOptions& all) {
    clang::FrontendOptions inputs;
    inputs.Inputs = all.Inputs;
    inputs.DashX = all.DashX;
    inputs.ModuleMapFiles = all.ModuleMapFiles;
    inputs.ModuleFiles = all.ModuleFiles;
    inputs.IsSystemModule = all.IsSystemModule;
    inputs.AuxTriple = all.AuxTriple;
    inputs.ProgramAction = clang::frontend::ParseSyntaxOnly;
    return inputs;
}

/// The flags have passed a list (allowed_flags.h); this holds whatever they and the driver come up with.
void close_outputs(clang::CompilerInvocation& invocation) {
    invocation.getDependencyOutputOpts() = clang::DependencyOutputOptions();
    invocation.getAnalyzerOpts() = clang::AnalyzerOptions();
    invocation.getFrontendOpts() = inputs_only(invocation.getFrontendOpts());
    clang::DiagnosticOptions& diagnostics = invocation.getDiagnosticOpts();
    diagnostics.DiagnosticLogFile.clear();
    diagnostics.DiagnosticSerializationFile.clear();
    diagnostics.DiagnosticSuppressionMappingsFile.clear();
    diagnostics.VerifyDiagnostics = false;
    diagnostics.ErrorLimit = 0;
    clang::PreprocessorOptions& preprocessor = invocation.getPreprocessorOpts();
    preprocessor.ImplicitPCHInclude.clear();
    preprocessor.PCHThroughHeader.clear();
    preprocessor.PCHWithHdrStop = preprocessor.PCHWithHdrStopCreate = false;
    preprocessor.ChainedIncludes.clear();
    preprocessor.RemappedFiles.clear();
    preprocessor.RetainRemappedFileBuffers = false;
    preprocessor.SingleFileParseMode = preprocessor.SingleModuleParseMode = false;
    invocation.getHeaderSearchOpts().ModuleCachePath.clear();
    clang::LangOptions& language = invocation.getLangOpts();
    // A template whose body waits for its first use is not looked at until then.
    language.DelayedTemplateParsing = false;
    language.IncrementalExtensions = false;
    // Lists for instrumentation: a malformed one would end the process.
    for (auto* files : {&language.NoSanitizeFiles, &language.XRayAlwaysInstrumentFiles,
                        &language.XRayNeverInstrumentFiles, &language.XRayAttrListFiles, &language.ProfileListFiles})
        files->clear();
    // __DATE__, __TIME__ and __TIMESTAMP__: neither the day nor a file's time is what an answer may depend on.
    if (!preprocessor.SourceDateEpoch) preprocessor.SourceDateEpoch = 0;
}

/// One file with text for a compiler: no object, no precompiled syntax tree.
bool is_one_source(const clang::FrontendOptions& options) {
    return options.Inputs.size() == 1 && options.Inputs.front().isFile() &&
           options.Inputs.front().getKind().getFormat() == clang::InputKind::Source;
}

/// Null if one of them cannot be read, which is told. The options no longer name them: nothing is laid over twice.
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
    auto arguments = driver_arguments(command, with_warnings, files.get());
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
    create.VFS = with_compiler_folder(files);
    create.RecoverOnError = true;
    Invocation invocation{clang::createInvocation(argv, create), nullptr, std::move(arguments->remarks)};
    if (invocation.options) invocation.files = with_overlays(*invocation.options, *create.Diags, files);
    if (!invocation.files)
        return cannot_use_command(said.err_begin() == said.err_end() ? "no reason given" : said.err_begin()->second);
    if (!is_one_source(invocation.options->getFrontendOpts()))
        return cannot_use_command(fmt::format("it does not compile '{}' as source code", command.file));
    use_real_folders(*invocation.options);
    close_outputs(*invocation.options);
    return invocation;
}

}  // namespace awaitlint
