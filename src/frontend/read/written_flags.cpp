// See written_flags.h.
#include "frontend/read/written_flags.h"

#include <initializer_list>
#include <utility>

#include "clang/Driver/Driver.h"
#include "clang/Driver/ToolChain.h"
#include "clang/Options/Options.h"
#include "llvm/Option/Arg.h"
#include "llvm/Option/OptTable.h"
#include "llvm/Support/Path.h"
#include "llvm/TargetParser/Triple.h"

#include "frontend/read/compiler_folder.h"

namespace awaitlint {
namespace {

namespace options = clang::options;

unsigned options_known_in(Syntax syntax) {
    switch (syntax) {
        case Syntax::gcc:
            return options::ClangOption;
        case Syntax::cl:
            return options::CLOption;
        case Syntax::wrapped:
            return options::ClangOption | options::CC1Option;
    }
    return 0;
}

/// Nothing but these three reads C and C++ from a file.
bool is_compiling_mode(llvm::StringRef mode) {
    return mode == "gcc" || mode == "g++" || mode == "cl";
}

/// Clang's driver would ask which targets it can generate code for; to parse, it knows more.
std::string target_in_name(llvm::StringRef name, llvm::StringRef prefix) {
    name.consume_back(".py");
    if (name == "em++" || name == "emcc") return "wasm32-unknown-emscripten";
    return llvm::Triple(prefix).getArch() == llvm::Triple::UnknownArch ? "" : prefix.str();
}

std::string mode_of(const CompileCommand& command, const clang::driver::ParsedClangName& name) {
    llvm::StringRef mode = name.DriverMode ? name.DriverMode : "";
    mode.consume_front("--driver-mode=");
    for (std::size_t i = 1; i < command.argv.size(); ++i) {
        llvm::StringRef flag = command.argv[i];
        if (flag.consume_front("--driver-mode=") && is_compiling_mode(flag)) mode = flag;
    }
    return is_compiling_mode(mode) ? mode.str() : "gcc";
}

/// The values of flags that hand them on.
std::vector<std::string> handed_on(const std::vector<std::unique_ptr<FlagList>>& lists,
                                   std::initializer_list<options::ID> wrappers) {
    std::vector<std::string> words;
    for (const auto& list : lists)
        for (const llvm::opt::Arg* arg : list->args)
            for (const options::ID wrapper : wrappers)
                if (arg->getOption().matches(wrapper))
                    words.insert(words.end(), arg->getValues().begin(), arg->getValues().end());
    return words;
}

llvm::opt::InputArgList parse_words(const std::vector<std::string>& words, Syntax syntax,
                                    std::string& without_argument) {
    std::vector<const char*> raw;
    for (const std::string& word : words) raw.push_back(word.c_str());
    unsigned missing_index = 0, missing_count = 0;
    auto args = clang::getDriverOptTable().ParseArgs(raw, missing_index, missing_count,
                                                     llvm::opt::Visibility(options_known_in(syntax)));
    if (missing_count) without_argument = raw[missing_index];
    return args;
}

}  // namespace

FlagList::FlagList(Syntax written_in, std::vector<std::string> all)
    : syntax(written_in), words(std::move(all)), args(parse_words(words, syntax, without_argument)) {}

WrittenFlags::WrittenFlags(const CompileCommand& command) {
    const std::string name = llvm::sys::path::filename(driver_name(command.argv[0], command.directory)).str();
    const auto parsed_name = clang::driver::ToolChain::getTargetAndModeFromProgramName(name);
    mode_ = mode_of(command, parsed_name);
    const auto add = [&](Syntax syntax, std::vector<std::string> words) {
        if (!words.empty()) lists_.push_back(std::make_unique<FlagList>(syntax, std::move(words)));
    };
    add(is_cl() ? Syntax::cl : Syntax::gcc, {command.argv.begin() + 1, command.argv.end()});
    add(Syntax::wrapped, handed_on(lists_, {options::OPT__SLASH_clang}));
    add(Syntax::wrapped, handed_on(lists_, {options::OPT_Xarch_host}));
    add(Syntax::wrapped, handed_on(lists_, {options::OPT_Wp_COMMA, options::OPT_Xpreprocessor}));
    add(Syntax::wrapped, handed_on(lists_, {options::OPT_Xclang}));

    directory_ = command.directory;
    is_of_clang_ = name.find("clang") != std::string::npos;
    target_of_name_ = target_in_name(name, parsed_name.TargetPrefix);
    for (const auto& list : lists_)
        if (const llvm::opt::Arg* target = list->args.getLastArg(options::OPT_target)) target_ = target->getValue();
    if (target_.empty())
        target_ = target_of_name_;
    else
        target_of_name_.clear();
}

}  // namespace awaitlint
