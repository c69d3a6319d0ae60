// Reads a whole text file that a user or a build tool wrote.
//
// In: a path and a size limit. Out: the bytes without a UTF-8 byte order mark, or an error that names the file.
// Refuses anything but regular files (a FIFO would block for ever) and files above the limit. Decodes nothing.
#pragma once

#include <cstdint>
#include <string>

#include "awaitlint/result.h"

namespace awaitlint {

Result<std::string> read_text_file(const std::string& path, std::uintmax_t max_bytes);

}  // namespace awaitlint
