// The formats: a report in, bytes out, and the lines that people read beside it.
//
// The user's sources are the caller's to hand in; nothing is opened here. A format that lacks them leaves out what it
// needs them for.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "awaitlint/report.h"
#include "awaitlint/result.h"

namespace awaitlint {

/// The text of one line of a user's file, without its line end; empty when it cannot be read. Good until the next call:
/// a line may be as long as the file.
using SourceLine = std::function<std::string_view(const std::string& file, std::uint32_t line)>;

/// The bytes of a user's file as they were analysed; empty when they cannot be read or are others by now. Good until
/// the next call.
using SourceBytes = std::function<std::string_view(const std::string& file)>;

/// Names of the formats that `render` knows.
const std::vector<std::string>& report_formats();
/// Without sources the formats leave out what they need them for: lines of code, columns in other units than bytes.
Result<std::string> render(std::string_view format, const Report& report, const SourceLine& source_line,
                           const SourceBytes& source_bytes = nullptr);

/// How a format calls files.
enum class PathStyle {
    of_root,     // as the report does, whatever the user says: a contract with programs
    on_request,  // as the report does, unless the user says otherwise
    of_user,     // as the user says, by default from where they are
};
PathStyle path_style(std::string_view format);

/// `analysed A/B units (C cached, S skipped, F failed): N findings (E errors, W warnings, K suppressed)`
std::string summary_line(const Report& report);

/// `3 files have lines that differ from 1a2b3c4d5e6f (where 'main' and HEAD part); 5 findings on other lines of them
/// are not told`; empty where all lines count.
std::string changed_line(const Report& report);

/// `baseline FILE: 40 findings are known and do not fail the run, 1 is new`, and what is stale; empty without a
/// baseline.
std::string baseline_line(const Report& report);

}  // namespace awaitlint
