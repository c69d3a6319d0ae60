// See rebuild_flags.h.
#include "frontend/read/rebuild_flags.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "clang/Options/Options.h"
#include "llvm/Option/Arg.h"
#include "llvm/Support/Error.h"
#include "llvm/TargetParser/Host.h"
#include "llvm/TargetParser/Triple.h"

#include "frontend/read/allowed_flags.h"
#include "frontend/read/precompiled_headers.h"
#include "frontend/read/written_flags.h"

namespace awaitlint {
namespace {

namespace options = clang::options;
using llvm::opt::Arg;

/// What a command may ask of Clang at most. Real code needs less; more would let the author of a command take time and
/// stack.
struct Ceiling {
    options::ID option;
    std::uint64_t most;
};
constexpr Ceiling ceilings[] = {
    {options::OPT_fconstexpr_steps_EQ, 100'000'000}, {options::OPT_fconstexpr_depth_EQ, 4'096},
    {options::OPT_ftemplate_depth_EQ, 8'192},        {options::OPT_fbracket_depth_EQ, 2'048},
    {options::OPT_foperator_arrow_depth_EQ, 4'096},
};

constexpr std::size_t names_told = 12;
constexpr std::size_t longest_name_told = 120;

/// "a b c and 3 more"
std::string list_of(const std::set<std::string>& names) {
    std::vector<std::string> told;
    for (const std::string& name : names) {
        if (told.size() == names_told) break;
        told.push_back(name.size() > longest_name_told ? name.substr(0, longest_name_told) + "..." : name);
    }
    const std::string more = names.size() > told.size() ? fmt::format(" and {} more", names.size() - told.size()) : "";
    return fmt::format("{}{}", fmt::join(told, " "), more);
}

std::string counted(const std::set<std::string>& names) {
    return fmt::format("{} flag{}", names.size(), names.size() == 1 ? "" : "s");
}

/// The same family of processors: "native" is answered by the one that this runs on.
bool is_of_host(const llvm::Triple& target) {
    const llvm::Triple host(llvm::sys::getProcessTriple());
    return target.getArch() == host.getArch() || (target.isX86() && host.isX86());
}

bool is_host(const llvm::Triple& target) {
    const llvm::Triple host(llvm::Triple::normalize(llvm::sys::getProcessTriple()));
    const llvm::Triple other(llvm::Triple::normalize(target.str()));
    return other.getArch() == host.getArch() && other.getOS() == host.getOS() &&
           other.getEnvironment() == host.getEnvironment();
}

bool is_c_family(llvm::StringRef language) {
    language.consume_back("-header");
    language.consume_back("-cpp-output");
    constexpr llvm::StringLiteral known[] = {
        "c",          "c++",        "objective-c", "objective-c++", "none",
        "cpp-output", "c++-module", "c++-user",    "c++-system",    "c++-module-cpp-output"};
    return std::find(std::begin(known), std::end(known), language) != std::end(known);
}

class Rebuilding {
public:
    Rebuilding(const WrittenFlags& written, llvm::vfs::FileSystem& files)
        : written_(written),
          files_(files),
          target_(written.target().empty() ? llvm::sys::getDefaultTargetTriple()
                                           : llvm::Triple::normalize(written.target())) {}

    void take(const FlagList& list) {
        for (const Arg* arg : list.args) {
            const llvm::opt::Option& option = arg->getOption();
            if (option.matches(options::OPT_INPUT)) continue;  // the unit's own file comes last
            const std::string text = arg->getAsString(list.args);
            if (is_early_coroutines(text)) {
                asks_for_coroutines_ = true;
            } else if (option.matches(options::OPT_UNKNOWN)) {
                unknown_.insert(text);
            } else if (!is_wrapper(option)) {
                take(*arg, text, list);
            }
        }
        if (!list.without_argument.empty())
            result_.remarks.push_back(fmt::format("dropped '{}': its argument is missing", list.without_argument));
    }

    RebuiltFlags result() {
        raise_standard();
        for (const std::string& header : replaced_)
            result_.remarks.push_back(fmt::format("the precompiled header of '{}' is replaced by its source", header));
        if (!written_.target_of_name().empty() && !is_host(llvm::Triple(written_.target_of_name())))
            result_.remarks.push_back(
                fmt::format("analysed for '{}', the target in the name of its compiler", written_.target_of_name()));
        if (!unknown_.empty())
            result_.remarks.push_back(
                fmt::format("dropped {} that Clang does not know: {}", counted(unknown_), list_of(unknown_)));
        if (!dropped_.empty())
            result_.remarks.push_back(
                fmt::format("dropped {} that an analysis does not follow: {}", counted(dropped_), list_of(dropped_)));
        return std::move(result_);
    }

private:
    /// Those whose contents are lists of their own.
    static bool is_wrapper(const llvm::opt::Option& option) {
        return option.matches(options::OPT__SLASH_clang) || option.matches(options::OPT_Xarch_host) ||
               option.matches(options::OPT_Wp_COMMA) || option.matches(options::OPT_Xpreprocessor) ||
               option.matches(options::OPT_Xclang);
    }

    void take(const Arg& arg, const std::string& text, const FlagList& list) {
        const llvm::opt::Option& option = arg.getOption();
        if (option.matches(options::OPT_driver_mode)) return;  // see WrittenFlags::mode
        if (option.matches(options::OPT_include_pch)) return replace_precompiled(arg, list);
        if (names_included_header(arg)) {
            replaced_.insert(text);
            return;
        }
        const FlagFate fate = fate_of(option);
        if (fate == FlagFate::idle) return;
        if (fate == FlagFate::dropped || !is_allowed_value(arg)) {
            dropped_.insert(text);
        } else if (const auto most = ceiling_over(arg)) {
            put({fmt::format("{}{}", option.getPrefixedName().str(), *most)}, list);
            result_.remarks.push_back(fmt::format("'{}' is more than is given: {}", text, *most));
        } else if (option.matches(options::OPT__SLASH_Tc) || option.matches(options::OPT__SLASH_Tp)) {
            put({option.matches(options::OPT__SLASH_Tc) ? "/TC" : "/TP"}, list);
        } else {
            // What only cl's driver knows has no other spelling for it.
            const Arg& spelled = list.syntax == Syntax::cl && arg.getAlias() ? *arg.getAlias() : arg;
            llvm::opt::ArgStringList words;
            spelled.render(list.args, words);
            put({words.begin(), words.end()}, list, &option);
        }
    }

    /// Under a name that the driver has it by.
    void put(const std::vector<std::string>& words, const FlagList& list, const llvm::opt::Option* option = nullptr) {
        const bool is_past_driver =
            option && !option->hasVisibilityFlag(options::ClangOption) && !option->hasVisibilityFlag(options::CLOption);
        const bool is_foreign = written_.is_cl() && list.syntax != Syntax::cl;
        for (const std::string& word : words) {
            if (is_past_driver) result_.flags.push_back("-Xclang");
            result_.flags.push_back(!is_past_driver && is_foreign ? "/clang:" + word : word);
        }
    }

    void replace_precompiled(const Arg& arg, const FlagList& list) {
        const PrecompiledSource source = source_of_precompiled(arg, written_, files_);
        if (!source.is_included && source.path.empty()) {
            dropped_.insert(arg.getAsString(list.args));
            result_.lacks = fmt::format(
                "the unit rests on the precompiled header '{}', which only its own compiler can read, and the header "
                "that "
                "it was made of is not beside it",
                arg.getValue());
            return;
        }
        replaced_.insert(arg.getValue());
        if (!source.is_included) put({"-include", source.path}, list);
    }

    /// Coroutines before C++20, as compilers had them on request: code that is written for them is C++20 to Clang.
    static bool is_early_coroutines(llvm::StringRef text) {
        return text == "-fcoroutines-ts" || text == "/await" || text == "-await" || text.starts_with("/await:") ||
               text.starts_with("-await:");
    }

    void raise_standard() {
        std::string standard;
        for (const auto& list : written_.lists()) {
            if (const Arg* arg = list->args.getLastArg(options::OPT_fcoroutines, options::OPT_fno_coroutines))
                asks_for_coroutines_ |= arg->getOption().matches(options::OPT_fcoroutines);
            if (const Arg* arg = list->args.getLastArg(options::OPT_std_EQ, options::OPT__SLASH_std))
                standard = arg->getValue();
        }
        // Clang's own default is what Clang does with the flag.
        const bool is_clangs_default = standard.empty() && written_.is_of_clang();
        if (!asks_for_coroutines_ || !is_before_coroutines(standard) || is_clangs_default) return;
        const bool is_strict = standard.starts_with("c++");
        result_.flags.push_back(written_.is_cl() ? "/std:c++20" : is_strict ? "-std=c++20" : "-std=gnu++20");
        result_.remarks.push_back(
            fmt::format("its command asks for coroutines{}: it is analysed as C++20, to which they belong",
                        standard.empty() ? "" : " in '" + standard + "'"));
    }

    /// Of C++; no standard at all is each compiler's own, and Clang's has no coroutines.
    static bool is_before_coroutines(llvm::StringRef standard) {
        if (standard.empty()) return true;
        if (!standard.consume_front("c++") && !standard.consume_front("gnu++")) return false;
        constexpr llvm::StringLiteral old[] = {"98", "03", "0x", "11", "1y", "14", "1z", "17"};
        return std::find(std::begin(old), std::end(old), standard) != std::end(old);
    }

    bool is_allowed_value(const Arg& arg) const {
        if (arg.getNumValues() == 0) return true;
        const llvm::StringRef value = arg.getValue();
        const llvm::opt::Option& option = arg.getOption();
        if (option.matches(options::OPT_x)) return is_c_family(value);
        const bool is_processor = option.matches(options::OPT_march_EQ) || option.matches(options::OPT_mcpu_EQ) ||
                                  option.matches(options::OPT_mtune_EQ);
        if (!is_processor) return true;
        // "help" prints a list and ends the compilation.
        return !value.contains("help") && !value.contains('?') && (!value.starts_with("native") || is_of_host(target_));
    }

    static std::optional<std::uint64_t> ceiling_over(const Arg& arg) {
        for (const Ceiling& ceiling : ceilings) {
            if (!arg.getOption().matches(ceiling.option)) continue;
            std::uint64_t value = 0;
            // What is no number is for Clang to refuse; one that is too large for us is too large.
            const llvm::StringRef text = arg.getValue();
            const bool is_number = !text.empty() && text.find_first_not_of("0123456789") == llvm::StringRef::npos;
            if (is_number && (text.getAsInteger(10, value) || value > ceiling.most)) return ceiling.most;
        }
        return std::nullopt;
    }

    const WrittenFlags& written_;
    llvm::vfs::FileSystem& files_;
    llvm::Triple target_;
    RebuiltFlags result_;
    bool asks_for_coroutines_ = false;
    std::set<std::string> replaced_;  // flags that name precompiled headers
    std::set<std::string> unknown_;
    std::set<std::string> dropped_;
};

}  // namespace

llvm::Expected<RebuiltFlags> rebuild_flags(const WrittenFlags& written, llvm::vfs::FileSystem& files) {
    const llvm::Triple target(llvm::Triple::normalize(written.target()));
    if (target.isGPU() || target.isSPIROrSPIRV() || target.getArch() == llvm::Triple::dxil)
        return llvm::createStringError(fmt::format(
            "its command compiles for '{}': awaitlint analyses code for processors, not for GPUs", written.target()));
    Rebuilding rebuilding(written, files);
    for (const auto& list : written.lists()) rebuilding.take(*list);
    return rebuilding.result();
}

}  // namespace awaitlint
