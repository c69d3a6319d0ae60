// What the fuzz targets stand on: properties that must hold, an input in parts, a file with the input's bytes.
//
// A target is one file with LLVMFuzzerTestOneInput, which takes any bytes. A property that does not hold ends the
// program, and libFuzzer keeps the input that led there. Inputs of several parts are text, so that seeds can be read
// and written by hand. Holds no state but the folder for files, which is gone when the program ends by itself.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace awaitlint::fuzz {

inline std::string_view text_of(const std::uint8_t* bytes, std::size_t size) {
    return {reinterpret_cast<const char*>(bytes), size};
}

/// Ends the program if it does not hold.
void require(bool holds, std::string_view property);

/// Well-formed UTF-8, as LLVM sees it: a second opinion to base/utf8.h.
bool is_utf8(std::string_view text);

/// Requires UTF-8 without controls, but for line ends and tabs: nothing in it moves the cursor.
void require_fit_for_terminal(std::string_view text, std::string_view property);

/// Requires that the output is not longer than `factor` times the input and a constant.
void require_linear(std::size_t output, std::size_t input, std::size_t factor, std::string_view property);

/// Up to and without the first line end, which is taken off the text too.
std::string_view take_line(std::string_view& text);

/// The parts between lines that are "--".
std::vector<std::string_view> parts_of(std::string_view text);

/// The absolute path of a file of this name with these bytes, in a folder of this process.
std::string file_with(std::string_view name, std::string_view bytes);
/// That folder.
const std::string& folder();

}  // namespace awaitlint::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size);
