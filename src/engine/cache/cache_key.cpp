// See cache_key.h.
#include "engine/cache/cache_key.h"

#include <algorithm>
#include <cstdlib>
#include <utility>

#include <link.h>

#include "llvm/Config/llvm-config.h"
#include "llvm/Support/Error.h"

#include "base/byte_stream.h"
#include "base/facts_bytes.h"
#include "engine/cache/other_root.h"
#include "frontend/read/flags.h"

namespace awaitlint {
namespace {

/// Changes when entries of older builds of this program must not be used although nothing else says so.
constexpr std::string_view schema = "awaitlint-cache/1";

/// What Clang's driver and its front end ask of the environment (as seen with all targets), less what concerns only
/// output and linking.
constexpr const char* environment_of_clang[] = {
    "CPATH",
    "C_INCLUDE_PATH",
    "CPLUS_INCLUDE_PATH",
    "OBJC_INCLUDE_PATH",
    "OBJCPLUS_INCLUDE_PATH",
    "COMPILER_PATH",
    "GCC_EXEC_PREFIX",
    "SOURCE_DATE_EPOCH",
    "CLANG_NO_DEFAULT_CONFIG",
    "SDKROOT",
    "MACOSX_DEPLOYMENT_TARGET",
    "IPHONEOS_DEPLOYMENT_TARGET",
    "TVOS_DEPLOYMENT_TARGET",
    "WATCHOS_DEPLOYMENT_TARGET",
    "XROS_DEPLOYMENT_TARGET",
    "DRIVERKIT_DEPLOYMENT_TARGET",
    "INCLUDE",
    "EXTERNAL_INCLUDE",
    "VCToolsInstallDir",
    "VCToolsVersion",
    "VCINSTALLDIR",
    "WindowsSdkDir",
    "WindowsSDKVersion",
    "WindowsSDKLibVersion",
    "UniversalCRTSdkDir",
    "UCRTVersion",
    "CUDA_PATH",
    "HIP_PATH",
    "ROCM_PATH",
};

void write_variable(std::string& out, const char* name) {
    const char* value = std::getenv(name);
    write_text(out, name);
    write_number(out, value != nullptr);
    if (value) write_text(out, value);
}

/// "aarch64-linux-gnu-g++" and "em++" are compilers for other machines, "g++-12" and "clang-cl" are not.
bool may_name_target(std::string_view compiler) {
    compiler.remove_prefix(compiler.find_last_of("/\\") + 1);
    while (!compiler.empty() && std::string_view("0123456789.").find(compiler.back()) != std::string_view::npos)
        compiler.remove_suffix(1);
    if (compiler.ends_with('-')) compiler.remove_suffix(1);
    return compiler.starts_with("em") ||
           (compiler.find('-') != std::string_view::npos && !compiler.starts_with("clang-"));
}

/// Only for other targets and languages does Clang look for installations by way of PATH.
bool may_search_path(const CompileCommand& command) {
    static constexpr std::string_view hints[] = {"--target", "-target", "-x",     "--driver-mode",
                                                 "--cuda",   "--hip",   "--rocm", "--offload"};
    const auto is_hint = [](const std::string& argument) {
        return std::any_of(std::begin(hints), std::end(hints),
                           [&](std::string_view hint) { return argument.starts_with(hint); });
    };
    const auto ends_in = [](const std::string& name, std::string_view end) { return name.ends_with(end); };
    return std::any_of(command.argv.begin(), command.argv.end(), is_hint) || ends_in(command.file, ".cu") ||
           ends_in(command.file, ".hip") || (!command.argv.empty() && may_name_target(command.argv[0])) ||
           (!command.argv.empty() && (ends_in(command.argv[0], "cl") || ends_in(command.argv[0], "cl.exe")));
}

/// What makes an answer come faster and no different.
UnitRequest without_means(UnitRequest request) {
    request.preambles.clear();
    request.preamble_key.clear();
    request.preamble_bytes = 0;
    request.build_preamble = false;
    request.relatives.clear();
    return request;
}

/// The build ids (GNU's notes) of the loaded libraries that belong to LLVM.
int add_build_id(dl_phdr_info* library, std::size_t, void* out) {
    const std::string_view path(library->dlpi_name);
    const std::string_view name = path.substr(path.rfind('/') + 1);
    if (!name.starts_with("libLLVM") && !name.starts_with("libclang")) return 0;
    auto& text = *static_cast<std::string*>(out);
    write_text(text, name);
    for (int i = 0; i < library->dlpi_phnum; ++i) {
        const ElfW(Phdr) & header = library->dlpi_phdr[i];
        if (header.p_type != PT_NOTE) continue;
        // The linker's interface speaks of addresses as numbers. NOLINTNEXTLINE(performance-no-int-to-ptr)
        const auto* notes = reinterpret_cast<const char*>(library->dlpi_addr + header.p_vaddr);
        write_text(text, {notes, header.p_memsz});
    }
    return 0;
}

}  // namespace

std::string identity_of_tool(FileStates& files) {
    std::string out(schema);
    const auto executable = files.content_of("/proc/self/exe");
    write_text(out, executable ? bytes_of(*executable) : "unknown");
    write_text(out, LLVM_VERSION_STRING);
    ::dl_iterate_phdr(add_build_id, &out);
    if (auto folder = find_resource_dir())
        write_text(out, *folder);
    else
        llvm::consumeError(folder.takeError());
    return out;
}

CacheKeys::CacheKeys(FileStates& files, std::string root) : files_(files), root_(std::move(root)) {
    std::string text = identity_of_tool(files);
    for (const char* name : environment_of_clang) write_variable(text, name);
    surroundings_ = digest_of(text);
    write_variable(text, "PATH");
    surroundings_with_path_ = digest_of(text);
}

const Digest& CacheKeys::of_surroundings(const CompileCommand& command) const {
    return may_search_path(command) ? surroundings_with_path_ : surroundings_;
}

std::string CacheKeys::common(const CompileCommand& command) {
    std::string out(bytes_of(of_surroundings(command)));
    // Not needed for being right, it is among the files recorded. So each version of a file has an entry of its own.
    const auto source = files_.content_of(command.file);
    write_text(out, source ? bytes_of(*source) : "");
    return out;
}

Digest CacheKeys::of_question(const UnitRequest& every) {
    UnitRequest question = without_means(every);
    question.command = {};
    question.user_files.root.clear();
    return digest_of(to_bytes(question));
}

Digest CacheKeys::of(std::string_view kind, const CompileCommand& command, const Digest& question) {
    std::string text = common(command);
    write_text(text, kind);
    text += bytes_of(question);
    return digest_of(text + to_bytes(in_any_root(command, root_)));
}

Digest CacheKeys::of(const ProofRequest& request) {
    ProofRequest plain = in_any_root(request);
    plain.unit = without_means(std::move(plain.unit));
    return digest_of(common(request.unit.command) + "proofs" + to_bytes(plain));
}

}  // namespace awaitlint
