// A plain file's bytes together with what the system says of that very file.
//
// In: a path whose last part is no symbolic link. Out: bytes and status, taken from one open file, so that they belong
// together. Refuses folders, pipes and devices.
#pragma once

#include <string>

#include <sys/stat.h>

#include "awaitlint/result.h"

namespace awaitlint {

struct OpenedFile {
    std::string bytes;
    struct ::stat status = {};

    static Result<OpenedFile> open(const std::string& path);
};

/// True if both speak of one file in one state: a write in between changed its times.
bool is_same_state(const struct ::stat& a, const struct ::stat& b);

/// What the system says went wrong with a file.
Error system_error(const std::string& path, const char* what);

}  // namespace awaitlint
