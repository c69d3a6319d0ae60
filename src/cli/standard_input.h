// `awaitlint check -`: source text on standard input, analysed in the place of a file of the project.
//
// In: the options, standard input. Out: the file's path and the bytes that it is to have. Refuses what leaves open
// whose place it is, a file that is not on disk (its name says by which command it is compiled), options that are about
// what is on disk, and input of more than 64 MiB. Nothing on standard input is an empty file.
#pragma once

#include <string>

#include "awaitlint/result.h"
#include "awaitlint/unit.h"
#include "cli/options.h"

namespace awaitlint {

/// Whether a PATH is `-`, or --stdin-filename is given.
bool is_about_standard_input(const Options& options);

Result<UnsavedFile> read_standard_input(const Options& options);

/// For commands that repair: what to do instead.
std::string why_no_repair_of_standard_input();

}  // namespace awaitlint
