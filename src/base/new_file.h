// A file that is made beside the place that it is meant for, and goes there when it is complete.
//
// In: a path, bytes. The name beside it cannot be foreseen, and nothing that lies there already is ever opened:
// commits of files or links to the folder do not choose what is written. Out: in one step the place has the new file,
// whatever was there, a link included, or it is as it was. One that is not put in place is removed.
#pragma once

#include <string>
#include <string_view>

#include <sys/types.h>

#include "awaitlint/result.h"
#include "base/descriptor.h"

namespace awaitlint {

class NewFile {
public:
    /// `mode`: as for open(2), so that the umask takes from it. An error says what the system said, and nothing else.
    static Result<NewFile> beside(const std::string& path, mode_t mode);
    ~NewFile();
    NewFile(NewFile&& other) noexcept;
    NewFile& operator=(NewFile&&) = delete;

    int descriptor() const { return file_.number(); }
    const std::string& name() const { return name_; }

    Result<bool> write(std::string_view bytes) { return write_to(file_.number(), bytes); }
    Result<bool> close();
    /// Closes it and renames it.
    Result<bool> put_at(const std::string& path);
    /// It is somebody else's from here on, under its name.
    std::string release();

    /// All of the bytes, to anything that is open.
    static Result<bool> write_to(int descriptor, std::string_view bytes);

private:
    NewFile(std::string name, Descriptor file) : name_(std::move(name)), file_(std::move(file)) {}

    std::string name_;  // empty: it is no longer ours
    Descriptor file_;
};

}  // namespace awaitlint
