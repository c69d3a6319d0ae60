// `awaitlint lsp`: serves an editor on standard input and output until it says that it goes.
//
// Standard output is the protocol's alone: whatever else is printed, by whom ever, goes to standard error.
#include <filesystem>
#include <map>
#include <string>

#include <fcntl.h>
#include <unistd.h>

#include "cli/analyse_document.h"
#include "cli/commands.h"
#include "cli/output.h"
#include "cli/rule_pages.h"
#include "lsp/serve.h"
#include "lsp/uris.h"
#include "report/escape.h"

namespace awaitlint {
namespace {

namespace fs = std::filesystem;

/// The rules' pages as they are installed beside this program.
std::map<std::string, std::string> installed_pages() {
    std::error_code failure;
    const fs::path program = fs::read_symlink("/proc/self/exe", failure);
    const fs::path folder = program.parent_path().parent_path() / "share/doc/awaitlint/docs/rules";
    std::map<std::string, std::string> uris;
    for (const auto& [rule, text] : rule_pages()) {
        const fs::path page = folder / (rule + ".md");
        if (fs::is_regular_file(page, failure)) uris[rule] = uri_of(page.string());
    }
    return uris;
}

}  // namespace

int lsp_command(const Options& options) {
    if (::isatty(STDIN_FILENO) != 0)
        say("awaitlint lsp speaks the language server protocol with an editor, which starts it: docs/editor.md");
    const int out = ::fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
    ::dup2(STDERR_FILENO, STDOUT_FILENO);
    std::error_code unknown;
    const lsp::Server server{AWAITLINT_VERSION, fs::current_path(unknown).string(), {rule_pages(), installed_pages()}};
    return lsp::serve({STDIN_FILENO, out}, server,
                      [&](const lsp::AnalysisRequest& request) { return analyse_document(options, request); });
}

}  // namespace awaitlint
