// Text of unknown origin made fit for a terminal: UTF-8 without controls, at most eight times as long, and the same
// again when it is done twice.
#include "awaitlint/printable.h"

#include "awaitlint/report.h"
#include "fuzz.h"
#include "report/formats.h"

using namespace awaitlint;

int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    const std::string_view text = fuzz::text_of(bytes, size);
    const std::string shown = printable(text);
    fuzz::require_fit_for_terminal(shown, "what is shown is fit for a terminal");
    fuzz::require(shown.find('\n') == std::string::npos, "what is shown is one line");
    fuzz::require(shown.size() <= 8 * size, "a byte is shown as eight at most");
    fuzz::require(printable(shown) == shown, "shown twice, it is the same");
    fuzz::require(display_width(shown) <= 2 * shown.size(), "no byte is wider than two columns");
    const std::string line = one_line(text);
    fuzz::require_fit_for_terminal(line, "a line is fit for a terminal");
    fuzz::require(line.find('\n') == std::string::npos, "a line is one");
    fuzz::require(line.size() <= 8 * size, "a byte is shown as eight at most");
    fuzz::require(one_line(line) == line, "made twice, it is the same");
    return 0;
}
