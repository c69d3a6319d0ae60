// Text of unknown origin in every place that has an escaper of its own: it ends nothing around it, and where the place
// can say the text, it is read back as it was.
#include "report/escape.h"

#include "llvm/ADT/SmallString.h"
#include "llvm/Support/SourceMgr.h"
#include "llvm/Support/YAMLParser.h"

#include "fuzz.h"

using namespace awaitlint;

namespace {

int value_of(char digit) {
    return digit <= '9' ? digit - '0' : digit - 'A' + 10;
}

std::string without_percents(std::string_view text) {
    std::string plain;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] != '%') {
            plain += text[at];
            continue;
        }
        fuzz::require(at + 2 < text.size(), "two digits follow a percent sign");
        plain += static_cast<char>(16 * value_of(text[at + 1]) + value_of(text[at + 2]));
        at += 2;
    }
    return plain;
}

/// As LLVM reads it, and so clang-apply-replacements.
std::string read_yaml(const std::string& scalar) {
    llvm::SourceMgr sources;
    llvm::yaml::Stream stream(scalar, sources, /*ShowColors=*/false);
    auto* node = llvm::dyn_cast_or_null<llvm::yaml::ScalarNode>(stream.begin()->getRoot());
    fuzz::require(node != nullptr && !stream.failed(), "YAML is one scalar");
    llvm::SmallString<64> storage;
    return node->getValue(storage).str();
}

void check_xml(std::string_view markup) {
    fuzz::require_fit_for_terminal(markup, "XML is fit for a terminal");
    fuzz::require(markup.find_first_of("<>\"'\n\t") == std::string_view::npos, "XML ends nothing");
    for (std::size_t at = 0; (at = markup.find('&', at)) != std::string_view::npos; ++at)
        fuzz::require(markup.substr(at, 2) == "&#", "XML names no entity");
}

void check_quoted(std::string_view label) {
    fuzz::require_fit_for_terminal(label, "a label is fit for a terminal");
    for (std::size_t at = 0; at < label.size(); ++at) {
        fuzz::require(label[at] != '"' && label[at] != '\n', "a label ends nothing");
        if (label[at] == '\\') ++at;
        fuzz::require(at < label.size(), "a backslash escapes something");
    }
}

void check_cell(std::string_view cell) {
    fuzz::require_fit_for_terminal(cell, "a cell is fit for a terminal");
    fuzz::require(cell.find('\n') == std::string_view::npos, "a cell is in one line");
    const bool is_quoted = cell.starts_with('"');
    const std::string_view inside = is_quoted ? cell.substr(1, cell.size() - 2) : cell;
    for (std::size_t at = 0; at < inside.size(); ++at) {
        fuzz::require(is_quoted || (inside[at] != ',' && inside[at] != '"'), "a cell ends nothing");
        if (inside[at] != '"') continue;
        fuzz::require(inside.substr(at, 2) == "\"\"", "a quote in a cell is two");
        ++at;
    }
    fuzz::require(inside.find_first_of("=+-@") != 0, "a cell is no formula");
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    const std::string_view text = fuzz::text_of(bytes, size);
    const std::string uri = uri_of(text);
    fuzz::require(uri.find_first_of(" \n\r\"<>\\^`{|}?#:") == (text.starts_with('/') ? 4 : std::string::npos),
                  "a URI has nothing but what URIs have");
    fuzz::require(without_percents(uri).ends_with(text), "a URI is exact");

    const std::string yaml = yaml_text(text);
    fuzz::require_fit_for_terminal(yaml, "YAML is fit for a terminal");
    fuzz::require(yaml.find('\n') == std::string::npos, "YAML is in one line");
    const std::string read = read_yaml(yaml);
    fuzz::require(!fuzz::is_utf8(text) || read == text, "YAML is exact");

    const std::string message = github_message(text), property = github_property(text);
    fuzz::require(message.find_first_of("\r\n") == std::string::npos, "a command is in one line");
    fuzz::require(property.find_first_of("\r\n:,") == std::string::npos, "a property ends nothing");
    check_xml(markup_text(text));
    check_quoted(prometheus_label(text));
    check_cell(csv_cell(text));
    return 0;
}
