// Logs of builds: what any log must keep to (logs.h), from seeds of GCC, Clang, MSVC, make and CI systems. And one line
// of a compiler alone: its parts are parts of the line.
#include "fuzz.h"
#include "logs.h"
#include "triage/compiler_line.h"
#include "triage/fault.h"
#include "triage/log_line.h"

using namespace awaitlint;

namespace {

bool is_part_of(std::string_view part, std::string_view whole) {
    return part.empty() || (part.data() >= whole.data() && part.data() + part.size() <= whole.data() + whole.size());
}

void check_line(std::string_view raw, std::string_view code) {
    std::string storage;
    const std::string_view whole = without_terminal_codes(raw, storage);
    const std::string_view text = without_prefixes(whole).text;
    fuzz::require(is_part_of(text, whole), "a line without prefixes is a part of the line");
    const CompilerLine line = parse_compiler_line(text);
    for (const std::string_view part : {line.file, line.code, line.text})
        fuzz::require(is_part_of(part, text), "so are its parts");
    Snippet snippet{std::string(code), false, 0, 0};
    mark(snippet, text);
    const auto await = nearest_await(snippet);
    if (await)
        fuzz::require(operand_at(snippet.text, *await).size() <= code.size(), "an operand is a part of the code");
    AwaitFault fault = judge(line, snippet, "");
    add_type(fault, std::string(quoted(line.text, 1)));
    fuzz::require_linear(in_words(fault, code, line.text).size(), raw.size() + code.size(), 4, "a sentence is bounded");
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    const std::string_view log = fuzz::text_of(bytes, size);
    fuzz::check_triage(log);
    std::string_view rest = log;
    const std::string_view first = fuzz::take_line(rest);
    check_line(first, fuzz::take_line(rest));
    return 0;
}
