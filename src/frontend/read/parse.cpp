// See parse.h. One CompilerInstance per parse, on a file system of its own, with every output turned off.
#include "frontend/read/parse.h"

#include <utility>
#include <vector>

#include <fmt/format.h>

#include "clang/AST/ASTConsumer.h"
#include "clang/AST/DeclGroup.h"
#include "clang/Basic/DiagnosticLex.h"
#include "clang/Frontend/FrontendActions.h"
#include "clang/Lex/Preprocessor.h"
#include "clang/Lex/PreprocessorOptions.h"
#include "clang/Sema/Sema.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/VirtualFileSystem.h"

#include "frontend/read/diagnostics.h"
#include "frontend/read/disk_files.h"
#include "frontend/read/file_recorder.h"
#include "frontend/read/invocation.h"
#include "frontend/read/own_declarations.h"
#include "frontend/read/preamble_use.h"
#include "frontend/read/stander.h"
#include "frontend/read/standing_parse.h"
#include "frontend/read/unsaved_files.h"
#include "frontend/read/user_words.h"

namespace awaitlint {
namespace {

class UnitConsumer : public clang::ASTConsumer {
public:
    UnitConsumer(ParsedUnit& unit, const std::function<void(ParsedUnit&)>& visit) : unit_(unit), visit_(visit) {}

    bool shouldSkipFunctionBody(clang::Decl* decl) override { return unit_.may_skip_body(decl); }

    bool HandleTopLevelDecl(clang::DeclGroupRef group) override {
        for (clang::Decl* decl : group)
            if (unit_.is_users(decl->getLocation())) unit_.user_declarations.push_back(decl);
        return true;
    }

    /// Out of a preamble, which says itself what its headers declare: even while that is being looked at.
    void HandleInterestingDecl(clang::DeclGroupRef) override {}

    void HandleTranslationUnit(clang::ASTContext&) override { visit_(unit_); }

private:
    ParsedUnit& unit_;
    const std::function<void(ParsedUnit&)>& visit_;
};

class UnitAction : public clang::ASTFrontendAction {
public:
    UnitAction(ParsedUnit& unit, const ParseOptions& options, const std::function<void(ParsedUnit&)>& visit)
        : unit_(unit),
          preamble_(options.preamble.preamble),
          visit_(visit),
          words_(unit),
          stander_(unit, options.standing) {}

    /// The last token of the unit's own file has come.
    bool is_read_to_end() const { return is_read_to_end_; }

protected:
    bool BeginSourceFileAction(clang::CompilerInstance& compiler) override {
        clang::Preprocessor& preprocessor = compiler.getPreprocessor();
        if (preamble_)
            preprocessor.setCounterValue(preamble_->counter);  // Clang forgets it
        else
            add_own_declarations(preprocessor);
        preprocessor.addCommentHandler(&words_);
        preprocessor.setTokenWatcher([this](const clang::Token& token) {
            if (token.is(clang::tok::eof) && unit_.sources().isWrittenInMainFile(token.getLocation()))
                is_read_to_end_ = true;
            stander_.saw(token);
            words_.saw(token);
        });
        return true;
    }
    std::unique_ptr<clang::ASTConsumer> CreateASTConsumer(clang::CompilerInstance&, llvm::StringRef) override {
        return std::make_unique<UnitConsumer>(unit_, visit_);
    }

private:
    ParsedUnit& unit_;
    const Preamble* preamble_;  // null: there is none
    const std::function<void(ParsedUnit&)>& visit_;
    UserWords words_;
    Stander stander_;
    bool is_read_to_end_ = false;
};

/// Clang 22 does not survive a main file in UTF-16 or UTF-32, nor one that cannot be read.
llvm::Error check_main_file(const ParseOptions& options, llvm::vfs::FileSystem& files) {
    const std::string& file = options.unit->command.file;
    if (auto bytes = files.getBufferForFile(file)) {
        if (const char* encoding = clang::SrcMgr::ContentCache::getInvalidBOM((*bytes)->getBuffer()))
            return llvm::createStringError(fmt::format("'{}' is encoded in {}: convert it to UTF-8", file, encoding));
    } else if (options.overlays.count(file) == 0) {
        return llvm::createStringError(fmt::format("Clang could not read '{}': {}", file, bytes.getError().message()));
    }
    return llvm::Error::success();
}

void show_overlays(const ParseOptions& options, clang::CompilerInvocation& invocation) {
    for (const auto& [path, bytes] : options.overlays) {
        const bool gets_room = options.standing.parse && path == options.unit->command.file;
        invocation.getPreprocessorOpts().addRemappedFile(
            path, llvm::MemoryBuffer::getMemBufferCopy(gets_room ? with_room(bytes) : bytes, path).release());
    }
}

std::string first_message(const std::vector<Diagnostic>& diagnostics) {
    return diagnostics.empty() ? "no reason given" : diagnostics.front().error.message;
}

/// False: Clang cannot be set up for the command; `recorder` has why.
bool set_up(clang::CompilerInstance& compiler, const llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem>& files,
            DiagnosticRecorder& recorder) {
    compiler.setVirtualFileSystem(files);
    compiler.createDiagnostics(&recorder, false);
    compiler.getDiagnostics().setFatalsAsError(true);
    compiler.getDiagnostics().setSeverity(clang::diag::err_pp_file_not_found, clang::diag::Severity::Error, {});
    if (!compiler.createTarget()) return false;
    compiler.createFileManager();
    compiler.createSourceManager();
    return true;
}

/// All that a parse has built. To take it down costs a good part of a small parse, and more beside one that stands,
/// which shares its memory.
struct Remains {
    std::unique_ptr<clang::CompilerInstance> compiler;
    llvm::IntrusiveRefCntPtr<clang::ASTContext> context;
    std::unique_ptr<clang::ASTConsumer> consumer;
    std::unique_ptr<clang::Sema> sema;  // the first to go: it takes its leave of the others

    /// Before the action would free them.
    void take() {
        sema = compiler->takeSema();
        consumer = compiler->takeASTConsumer();
        context = compiler->getASTContextPtr();
    }
};

/// One parse of a compiler that is set up.
class Reading {
public:
    Reading(Remains& remains, const ParseOptions& options, DiagnosticRecorder& recorder,
            const std::function<void(ParsedUnit&)>& visit)
        : remains_(remains),
          compiler_(*remains.compiler),
          options_(options),
          recorder_(recorder),
          visit_(visit),
          unit_(compiler_, *options.unit) {
        unit_.with_warnings = options.with_warnings;
        if (options.standing.parse) unit_.main_size = options.overlays.at(options.unit->command.file).size();
        recorder.attach(&unit_);
    }

    llvm::Error run(const std::vector<std::string>& remarks) {
        unit_.remarks = remarks;
        StandingParse* standing = options_.standing.parse;
        const bool is_begun = action_.BeginSourceFile(compiler_, compiler_.getFrontendOpts().Inputs.front());
        if (is_begun) {
            if (llvm::Error error = action_.Execute()) llvm::consumeError(std::move(error));
            remains_.take();
            action_.EndSourceFile();
        }
        if (standing && standing->is_trial()) standing->give_up();
        if (options_.recorder && recorder_.saw_changed_file())
            options_.recorder->spoil("a file changed after its preamble had been made");
        if (was_visited_) return llvm::Error::success();
        const std::string& file = options_.unit->command.file;
        if (is_begun && !action_.is_read_to_end() && unit_.diagnostics.empty())
            return cannot_use_command(fmt::format("Clang stopped before the end of '{}'", file));
        const std::string why = first_message(unit_.diagnostics.empty() ? recorder_.take_early() : unit_.diagnostics);
        return llvm::createStringError(fmt::format("Clang could not read '{}': {}", file, why));
    }

private:
    void at_end_of_unit() {
        if (!action_.is_read_to_end()) return;
        was_visited_ = true;
        unit_.user_files = unit_.find_user_files({});
        if (options_.preamble) add_preamble(unit_, *options_.preamble.preamble);
        StandingParse* standing = options_.standing.parse;
        if (standing && standing->is_trial()) {
            const std::string said = options_.standing.answer(unit_);
            // Only a parse of its own can say in its record that a file has changed.
            if (recorder_.saw_changed_file()) standing->give_up();
            standing->answer(said);
        }
        visit_(unit_);
    }

    Remains& remains_;
    clang::CompilerInstance& compiler_;
    const ParseOptions& options_;
    DiagnosticRecorder& recorder_;
    const std::function<void(ParsedUnit&)>& visit_;
    ParsedUnit unit_;
    bool was_visited_ = false;
    const std::function<void(ParsedUnit&)> at_end_ = [this](ParsedUnit&) { at_end_of_unit(); };
    UnitAction action_{unit_, options_, at_end_};
};

}  // namespace

llvm::Error parse(const ParseOptions& options, const std::function<void(ParsedUnit&)>& visit) {
    if (options.remains) options.remains->reset();
    llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> files = files_on_disk();
    if (options.recorder) files = options.recorder->watch(files);
    files = with_unsaved_files(files, *options.unit);
    // Those of trials are turned on as these begin (stander.h): to choose them takes memory, for each push of a pragma.
    auto invocation = make_invocation(options.unit->command, options.with_warnings, files);
    if (!invocation) return invocation.takeError();
    files = invocation->files;
    invocation->options->getFrontendOpts().SkipFunctionBodies = options.skip_bodies;
    show_overlays(options, *invocation->options);
    if (llvm::Error error = check_main_file(options, *files)) return error;
    if (options.preamble) {
        files = use_preamble(options.preamble, *invocation->options, files);
        if (options.recorder) options.recorder->merge(options.preamble.preamble->seen);
    }
    DiagnosticRecorder recorder;
    const auto remains = std::make_shared<Remains>();
    remains->compiler = std::make_unique<clang::CompilerInstance>(invocation->options);
    if (!set_up(*remains->compiler, files, recorder)) return cannot_use_command(first_message(recorder.take_early()));
    llvm::Error error = Reading(*remains, options, recorder, visit).run(invocation->remarks);
    if (options.remains) *options.remains = remains;
    return error;
}

}  // namespace awaitlint
