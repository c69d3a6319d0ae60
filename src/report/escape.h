// Text of unknown origin for the places where we put it: one function per place, and the only one.
//
// In: any bytes, as code, names of files, messages and logs have them. Out: text that says the same and can end nothing
// around it. Pure functions. Text and JSON: awaitlint/report.h.
#pragma once

#include <string>
#include <string_view>

namespace awaitlint {

/// False for what moves the cursor, reorders a line, has no width or ends a line. The tab is printable.
bool is_printable(char32_t code_point);

/// A code span of Markdown, in a table too; empty where there is nothing to show.
std::string markdown_code(std::string_view source);
/// Plain text of Markdown, in a table too.
std::string markdown_text(std::string_view source);

/// The message of a workflow command of GitHub Actions (`::error file=F::MESSAGE`): line ends stay, as %0A.
std::string github_message(std::string_view text);
/// The value of one of its properties.
std::string github_property(std::string_view text);

/// For XML and HTML: between tags, and in attributes in either kind of quotes. What XML 1.0 has no way to write shows
/// as on a terminal.
std::string markup_text(std::string_view text);

/// The name of a file as a URI, relative where the name is: exact to the byte, as nobody reads it.
std::string uri_of(std::string_view file);

/// A scalar of YAML in double quotes, exact where the text is UTF-8.
std::string yaml_text(std::string_view text);

/// The text between the quotes of a label's value in Prometheus's text format.
std::string prometheus_label(std::string_view text);

/// A cell of a table in CSV, in quotes where it needs them. What a spreadsheet would take for a formula begins with an
/// apostrophe.
std::string csv_cell(std::string_view text);

}  // namespace awaitlint
