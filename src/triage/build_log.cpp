// See build_log.h.
#include "triage/build_log.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "triage/awaiter_fault.h"

namespace awaitlint {
namespace {

constexpr std::size_t most_open = 32;
constexpr std::size_t most_stops = 32;
constexpr std::size_t most_waiting = 8;    // fewer than open errors: what waits is open
constexpr std::uint64_t longest_wait = 8;  // lines
constexpr std::size_t most_contexts = 256;
constexpr std::size_t most_folders = 1024;
constexpr std::size_t longest_kept = 4000;  // of one message or source line

bool contains(std::string_view text, std::string_view part) {
    return text.find(part) != std::string_view::npos;
}

/// The note says that the place is an await, or that something of the await protocol was wanted there.
bool names_await(std::string_view note) {
    if (!contains(note, "await")) return false;  // most notes
    return contains(note, "await_transform") || contains(note, "await_ready") || contains(note, "await_suspend") ||
           contains(note, "await_resume") || contains(note, "co_await");
}

/// Clang tells the type of the awaited value in the notes on the candidates.
std::string argument_in_note(std::string_view note) {
    for (std::string_view before : {"no known conversion from ", "cannot convert argument of incomplete type "})
        if (const std::size_t at = note.find(before); at != std::string_view::npos)
            return std::string(quoted(note.substr(at), 0));
    return "";
}

/// The member of an awaiter that the error was about.
std::string member_in_note(std::string_view note) {
    for (std::string_view wording : {"declared here", "in call to ", "initializing argument ", "deleted here",
                                     "is required to be", "declared private here", "declared protected here"})
        if (contains(note, wording)) return std::string(await_member_in(note));
    return "";
}

bool is_path_part(std::string_view path, std::string_view part) {
    for (std::size_t at = path.find(part); at != std::string_view::npos; at = path.find(part, at + 1)) {
        const std::size_t end = at + part.size();
        if ((at == 0 || path[at - 1] == '/') && end < path.size() && path[end] == '/') return true;
    }
    return false;
}

}  // namespace

std::string BuildLog::path_of(std::string_view file) const {
    std::string path(file);
    std::replace(path.begin(), path.end(), '\\', '/');
    const bool is_absolute = path.starts_with('/') || (path.size() > 1 && path[1] == ':');
    if (!is_absolute && !make_folders_.empty() && !is_make_unclear_) path = make_folders_.back() + "/" + path;
    return shown_path(std::move(path), folder_);
}

bool BuildLog::is_library(const std::string& file) const {
    constexpr std::array<std::string_view, 4> roots = {"/usr/", "/opt/", "/Library/", "/Applications/"};
    if (std::any_of(roots.begin(), roots.end(), [&](std::string_view root) { return file.starts_with(root); }))
        return true;
    constexpr std::array<std::string_view, 12> folders = {"_deps",    "third_party", "third-party",   "thirdparty",
                                                          "3rdparty", "external",    "vendor",        "vcpkg_installed",
                                                          ".conan",   ".conan2",     "Program Files", "subprojects"};
    if (std::any_of(folders.begin(), folders.end(),
                    [&](std::string_view folder) { return is_path_part(file, folder); }))
        return true;
    return std::any_of(system_folders_.begin(), system_folders_.end(),
                       [&](const std::string& folder) { return file.starts_with(folder + "/"); });
}

void BuildLog::follow_make(const CompilerLine& line) {
    const std::string folder(line.text);
    if (line.kind == LineKind::entering) {
        // Two makes at once: nobody can say which of them prints a line.
        if (!make_folders_.empty() && !folder.starts_with(make_folders_.back())) is_make_unclear_ = true;
        if (make_folders_.size() < most_stops) make_folders_.push_back(folder);
        return;
    }
    const auto found = std::find(make_folders_.rbegin(), make_folders_.rend(), folder);
    if (found != make_folders_.rend()) make_folders_.erase(std::next(found).base());
    if (make_folders_.size() <= 1) is_make_unclear_ = false;
}

void BuildLog::add_context(const CompilerLine& line) {
    const std::string file(line.file);
    if (line.kind == LineKind::required_from) {
        const auto found = contexts_.find(current_context_);
        if (found == contexts_.end() || found->second.is_told || found->second.chain.size() >= most_stops) return;
        found->second.chain.push_back({path_of(line.file), line.line, line.column});
        return;
    }
    if (contexts_.size() >= most_contexts && !contexts_.contains(file)) contexts_.clear();
    Context& context = contexts_[file];
    context.chain.clear();
    context.is_substitution = line.kind == LineKind::in_substitution;
    context.is_told = false;
    if (line.kind != LineKind::in_substitution) context.function = line.text.substr(0, longest_kept);
    current_context_ = file;
}

/// The compiler prints the line of each place next. Other jobs' lines may come in between, but not many.
void BuildLog::await_source(Stop* stop, const CompilerLine& line) {
    if (awaiting_source_.size() == most_waiting) awaiting_source_.pop_front();
    awaiting_source_.push_back({stop, line.line, line.column, now_});
}

void BuildLog::open_error(const CompilerLine& line, std::optional<Seconds> time) {
    OpenError error;
    error.message = line.text.substr(0, longest_kept);
    error.code = line.code;
    error.time = time;
    error.stops.push_back({{path_of(line.file), line.line, line.column}, {}, false});
    if (!unit_.empty() && contexts_.size() < most_contexts) contexts_[std::string(line.file)].unit = unit_;
    error.unit = unit_;
    unit_.clear();
    if (const auto found = contexts_.find(line.file); found != contexts_.end()) {
        Context& context = found->second;
        context.is_told = true;
        if (context.is_substitution) {  // belongs to the candidates of the error before
            contexts_.erase(found);
            return await_source(nullptr, line);
        }
        if (error.unit.empty()) error.unit = context.unit;
        error.function = context.function;
        for (const Place& place : context.chain) error.stops.push_back({place, {}, names_await(context.function)});
    }
    if (error.unit.empty()) error.unit = error.stops[0].place.file;
    if (open_.size() == most_open) {
        close(open_.front());
        open_.pop_front();
    }
    open_.push_back(std::move(error));
    await_source(&open_.back().stops.front(), line);
}

/// The latest error; with jobs mixed, the latest one that has to do with the file.
BuildLog::OpenError& BuildLog::error_of_note(const std::string& file) {
    std::size_t looked_at = 0;
    for (auto error = open_.rbegin(); error != open_.rend() && looked_at < most_waiting; ++error, ++looked_at) {
        if (error->unit == file) return *error;
        for (const Stop& stop : error->stops)
            if (stop.place.file == file) return *error;
    }
    return open_.back();
}

void BuildLog::add_note(const CompilerLine& line) {
    unit_.clear();
    // A substitution that is told of in a note is no error's; the function around it stays the same.
    if (const auto found = contexts_.find(current_context_); found != contexts_.end()) {
        if (found->second.is_substitution) found->second.chain.clear();
        found->second.is_substitution = false;
        found->second.is_told = true;
    }
    if (open_.empty()) return;
    const std::string file = path_of(line.file);
    OpenError& error = error_of_note(file);
    if (error.argument_type.empty()) error.argument_type = argument_in_note(line.text);
    if (error.member.empty()) error.member = member_in_note(line.text);
    const bool is_on_the_way = contains(line.text, "requested here") || contains(line.text, "implicitly required") ||
                               contains(line.text, "being compiled") || contains(line.text, "required from here");
    if (!is_on_the_way || error.stops.size() >= most_stops) return await_source(nullptr, line);
    error.stops.push_back({{file, line.line, line.column}, {}, names_await(line.text)});
    await_source(&error.stops.back(), line);
}

/// A numbered source line goes to the place with that number that has waited longest.
void BuildLog::add_source(const CompilerLine& line) {
    const auto found = std::find_if(awaiting_source_.begin(), awaiting_source_.end(), [&](const Waiting& waiting) {
        return waiting.line == line.line && now_ - waiting.since <= longest_wait;
    });
    if (found == awaiting_source_.end()) return;
    Waiting waiting = *found;
    awaiting_source_.erase(found);
    if (waiting.stop) {
        Snippet& snippet = waiting.stop->snippet;
        snippet.text = line.text.substr(0, longest_kept);
        snippet.caret = snippet.first = waiting.column == 0 ? 0 : waiting.column - 1;
    }
    waiting.since = now_;
    if (awaiting_marks_.size() == most_waiting) awaiting_marks_.pop_front();
    awaiting_marks_.push_back(waiting);
}

/// Marks point to the column that the message named. (Tabs move them: then the last source line is theirs.)
void BuildLog::add_marks(std::string_view marks) {
    while (!awaiting_marks_.empty() && now_ - awaiting_marks_.front().since > longest_wait) awaiting_marks_.pop_front();
    if (awaiting_marks_.empty()) return;
    auto found = std::find_if(awaiting_marks_.begin(), awaiting_marks_.end(), [&](const Waiting& waiting) {
        return waiting.column != 0 && waiting.column - 1 == marks.find('^');
    });
    if (found == awaiting_marks_.end()) found = std::prev(found);
    if (found->stop) mark(found->stop->snippet, marks);
    awaiting_marks_.erase(found);
}

/// Clang before 17 prints source lines without numbers: what they are is known when the marks come.
void BuildLog::add_bare_marks(std::string_view marks) {
    while (!awaiting_source_.empty() && now_ - awaiting_source_.front().since > longest_wait)
        awaiting_source_.pop_front();
    if (awaiting_source_.empty()) return;
    auto found = std::find_if(awaiting_source_.begin(), awaiting_source_.end(), [&](const Waiting& waiting) {
        return waiting.column != 0 && waiting.column - 1 == marks.find('^');
    });
    if (found == awaiting_source_.end()) found = std::prev(found);
    const auto line = std::find_if(bare_lines_.begin(), bare_lines_.end(),
                                   [&](const auto& bare) { return bare.first > found->since; });
    if (line == bare_lines_.end()) return;
    if (found->stop) {
        found->stop->snippet.text = line->second;
        mark(found->stop->snippet, marks);
    }
    awaiting_source_.erase(found);
    bare_lines_.erase(line);
}

void BuildLog::add_included_from(std::string_view line) {
    // The last one of the chain is the unit: "In file included from a.h:3," / "                 from b.cpp:1:"
    const std::size_t at = line.find("from ");
    std::string_view place = line.substr(at + 5);
    while (!place.empty() && (place.back() == ',' || place.back() == ':')) place.remove_suffix(1);
    unit_ = path_of(place.substr(0, place.find(':', 2)));
}

void BuildLog::add_other(std::string_view line) {
    const std::string_view unindented = line.substr(std::min(line.find_first_not_of(' '), line.size()));
    if (unindented.starts_with("from ") || line.starts_with("In file included from ")) return add_included_from(line);
    if (are_bare_marks(line)) return add_bare_marks(line);
    if (contains(line, "await_")) doubt(line);
    if (contains(line, "-isystem"))
        for (const std::string& folder : system_folders_in(line))
            if (system_folders_.size() < most_folders) system_folders_.insert(path_of(folder));
    // The storage of the line that goes is the next one's.
    std::pair<std::uint64_t, std::string> kept;
    if (bare_lines_.size() == most_waiting) {
        kept = std::move(bare_lines_.front());
        bare_lines_.pop_front();
    }
    kept.first = now_;
    kept.second.assign(line.substr(0, longest_kept));
    bare_lines_.push_back(std::move(kept));
}

/// A line that names a member of the await protocol and is no diagnostic that is known.
void BuildLog::doubt(std::string_view line) {
    if (await_member_in(line).empty() && !contains(line, "await_transform")) return;
    if (contains(line, "no member named")) return tally_.add_doubt(Doubt::unread, line);
    if (is_foreign_diagnostic(line)) tally_.add_doubt(Doubt::language, line);
}

void BuildLog::add_line(std::string_view line, std::optional<Seconds> time) {
    ++now_;
    const CompilerLine parsed = parse_compiler_line(line);
    switch (parsed.kind) {
        case LineKind::error:
            return open_error(parsed, time);
        case LineKind::note:
            return add_note(parsed);
        case LineKind::warning:
            unit_.clear();
            return await_source(nullptr, parsed);
        case LineKind::in_function:
        case LineKind::in_instantiation:
        case LineKind::in_substitution:
        case LineKind::required_from:
            return add_context(parsed);
        case LineKind::source:
            return add_source(parsed);
        case LineKind::marks:
            return add_marks(parsed.text);
        case LineKind::entering:
        case LineKind::leaving:
            return follow_make(parsed);
        case LineKind::other:
            return add_other(line);
    }
}

/// The first place that is the user's. An error in a library leads up to the code that made the library do it; so does
/// one in a header of the user's whose line awaits nothing.
const BuildLog::Stop& BuildLog::users_stop(const OpenError& error) const {
    const Stop& own = error.stops.front();
    const bool is_own_await = !own.snippet.is_known() || nearest_await(own.snippet).has_value();
    if (!is_library(own.place.file) && (is_own_await || error.stops.size() == 1)) return own;
    for (const Stop& stop : error.stops)
        if (&stop != &own && !is_library(stop.place.file) &&
            (stop.place.file != own.place.file || stop.is_await_call ||
             (stop.snippet.is_known() && nearest_await(stop.snippet))))
            return stop;
    return is_library(own.place.file) ? error.stops.back() : own;
}

void BuildLog::close(OpenError& error) {
    CompilerLine line;
    line.text = error.message;
    line.code = error.code;
    const Stop& own = error.stops.front();
    AwaitFault fault = judge(line, own.snippet, error.member);
    const Stop& stop = users_stop(error);
    // A library that says it in its own words: the compiler was at an await when it got there.
    if (fault.about == About::other && &stop != &own && stop.is_await_call && is_library(own.place.file)) {
        fault.about = About::await;
        fault.reason = "not-awaitable";
    }
    if (fault.about != About::await) return tally_.add_other_error(error.time, fault.about == About::unclear);
    add_type(fault, error.argument_type);
    Sighting sighting;
    sighting.source = "build";
    sighting.place = stop.place;
    if (&stop != &own) sighting.inside = own.place;
    std::string operand;
    const bool is_about_operand = fault.reason != "not-a-coroutine";
    if (const auto await = nearest_await(stop.snippet); await && is_about_operand) {
        operand = operand_at(stop.snippet.text, *await);
        const std::size_t back = stop.snippet.caret - std::min(*await, stop.snippet.caret);
        if (stop.place.column > back) {
            sighting.place.column = stop.place.column - static_cast<std::uint32_t>(back);
            sighting.is_exact = true;
        }
    }
    // At the user's await nothing of the protocol was found; that a library looked for this member first says little.
    if (&stop != &own && fault.reason == "incomplete-awaiter" && fault.said.empty()) fault.reason = "not-awaitable";
    sighting.reason = fault.reason;
    sighting.type = fault.type;
    sighting.message = in_words(fault, operand, error.function);
    sighting.function = quoted(error.function, 0);
    sighting.unit = error.unit;
    sighting.time = error.time;
    tally_.add(sighting);
}

void BuildLog::finish() {
    for (OpenError& error : open_) close(error);
    open_.clear();
    contexts_.clear();
    make_folders_.clear();
    is_make_unclear_ = false;
    awaiting_source_.clear();
    awaiting_marks_.clear();
    bare_lines_.clear();
    unit_.clear();
}

}  // namespace awaitlint
