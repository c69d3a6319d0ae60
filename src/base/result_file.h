// Putting bytes in the place of a result: a report, a list of costs, a tag.
//
// In: a path and all of its bytes. Out: in one step the place has them (new_file.h), or an error and what was there.
// A link at the path is replaced, never followed: who commits one does not choose what is overwritten. Folders on the
// way are followed as ever. A device, a pipe or a socket is written to as it is, and so are /dev/stdout, /dev/stderr
// and /dev/fd/N, by which a descriptor of this process is meant.
#pragma once

#include <string>
#include <string_view>

#include <sys/types.h>

#include "awaitlint/result.h"

namespace awaitlint {

/// `mode`: of the new file, as for open(2).
Result<bool> write_result(const std::string& path, std::string_view bytes, mode_t mode = 0666);

/// Whether writing makes a new file of it; false for what is written to as it is.
bool is_replaced_by_result(const std::string& path);

/// Takes an earlier result away that can be replaced by nothing true. Leaves devices and pipes alone.
void remove_result(const std::string& path);

}  // namespace awaitlint
