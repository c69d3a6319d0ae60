// See python_frames.h.
#include "triage/python_frames.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace awaitlint {
namespace {

constexpr std::size_t longest_name = 300;
constexpr std::size_t longest_path = 4096;

bool is_installed(std::string_view file) {
    constexpr std::array<std::string_view, 5> parts = {"/site-packages/", "/dist-packages/", "/lib/python", "/Lib/",
                                                       "<frozen "};
    return std::any_of(parts.begin(), parts.end(),
                       [&](std::string_view part) { return file.find(part) != std::string_view::npos; });
}

}  // namespace

std::optional<PythonFrame> python_frame_in(std::string_view text, const std::string& folder) {
    constexpr std::string_view start = "File \"";
    if (!text.starts_with(start)) return std::nullopt;
    const std::string_view rest = text.substr(start.size(), longest_path + longest_name);
    // tracemalloc writes "lineno".
    const std::size_t end = rest.find("\", line");
    if (end == std::string_view::npos) return std::nullopt;
    const std::string_view behind = rest.substr(end);
    const std::size_t digit = behind.find_first_of("0123456789");
    if (digit > 10) return std::nullopt;
    PythonFrame frame;
    frame.place.file = shown_path(std::string(rest.substr(0, end)), folder);
    const std::string_view number = behind.substr(digit);
    if (std::from_chars(number.data(), number.data() + number.size(), frame.place.line).ec != std::errc())
        return std::nullopt;
    if (const std::size_t in = number.find(", in "); in < 12)
        frame.function = number.substr(in + 5, std::min(number.find('\n', in + 5) - in - 5, longest_name));
    return frame;
}

void place_at_users_frame(Sighting& sighting, const std::vector<PythonFrame>& frames) {
    if (frames.empty()) return;
    const auto users = std::find_if(frames.rbegin(), frames.rend(),
                                    [](const PythonFrame& frame) { return !is_installed(frame.place.file); });
    const PythonFrame& frame = users == frames.rend() ? frames.back() : *users;
    sighting.place = frame.place;
    sighting.function = frame.function;
    if (&frame != &frames.back()) sighting.inside = frames.back().place;
}

void place_where_logged(Sighting& sighting, const Place& place, const std::string& function,
                        const std::string& folder) {
    if (sighting.place.is_known() || !place.is_known() || is_installed(place.file) || place.file.size() > longest_path)
        return;
    sighting.place = place;
    sighting.place.file = shown_path(place.file, folder);
    sighting.function = function.substr(0, longest_name);
    sighting.is_where_logged = true;
}

}  // namespace awaitlint
