// See run_program.h.
#include "project/run_program.h"

#include <array>
#include <optional>

#include <fmt/format.h>
#include <unistd.h>

#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Program.h"
#include "llvm/Support/raw_ostream.h"

namespace awaitlint {
namespace {

/// A file with a name that nobody foresees, gone at the end.
class Scratch {
public:
    Scratch() { is_there_ = !llvm::sys::fs::createTemporaryFile("awaitlint", "txt", path_); }
    ~Scratch() {
        if (is_there_) ::unlink(path_.c_str());
    }
    Scratch(const Scratch&) = delete;
    Scratch& operator=(const Scratch&) = delete;

    llvm::StringRef path() const { return path_; }
    bool is_there() const { return is_there_; }
    bool write(std::string_view bytes) const {
        std::error_code failure;
        llvm::raw_fd_ostream file(path_, failure);
        if (!failure) file << llvm::StringRef(bytes);
        file.close();
        const bool is_written = !failure && !file.has_error();
        file.clear_error();
        return is_written;
    }
    std::optional<std::string> read(std::uintmax_t most) const {
        auto buffer = llvm::MemoryBuffer::getFile(path_, /*IsText=*/false, /*RequiresNullTerminator=*/false);
        if (!buffer || (*buffer)->getBufferSize() > most) return std::nullopt;
        return (*buffer)->getBuffer().str();
    }

private:
    llvm::SmallString<128> path_;
    bool is_there_ = false;
};

}  // namespace

Result<ProgramAnswer> run_program(const ProgramCall& call) {
    const Scratch in, out, err;
    if (!in.is_there() || !out.is_there() || !err.is_there() || !in.write(call.input))
        return Error{"cannot be run: no temporary file can be made"};
    const llvm::SmallVector<llvm::StringRef> arguments(call.words.begin(), call.words.end());
    const llvm::SmallVector<llvm::StringRef> variables(call.environment.begin(), call.environment.end());
    const std::array<std::optional<llvm::StringRef>, 3> streams = {in.path(), out.path(), err.path()};
    std::string why;
    const int status = llvm::sys::ExecuteAndWait(call.program, arguments, llvm::ArrayRef<llvm::StringRef>(variables),
                                                 streams, call.seconds, 0, &why);
    if (status < 0) return Error{fmt::format("cannot be run: {}", why)};
    auto printed = out.read(call.longest_answer), complaint = err.read(call.longest_answer);
    if (!printed || !complaint) return Error{fmt::format("printed more than {} MiB", call.longest_answer >> 20)};
    return ProgramAnswer{status, std::move(*printed), std::move(*complaint)};
}

}  // namespace awaitlint
