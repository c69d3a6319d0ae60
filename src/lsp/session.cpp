// See session.h.
#include "lsp/session.h"

#include <algorithm>
#include <exception>
#include <utility>

#include <fmt/format.h>

#include "awaitlint/printable.h"
#include "awaitlint/report.h"
#include "lsp/shown.h"
#include "lsp/uris.h"

namespace awaitlint::lsp {
namespace {

constexpr auto patience = std::chrono::seconds(1);      // before progress is shown
constexpr auto longest_hold = std::chrono::seconds(5);  // of a question about a document that is being analysed

enum Kind { an_error = 1, a_remark = 3 };  // MessageType

bool is_about_nothing(const std::string& method) {
    return method.starts_with("$/");
}

std::string uri_of(const Message& message) {
    return message.params.at("textDocument").at("uri");
}

}  // namespace

const std::map<std::string, Session::Method>& Session::methods() {
    static const std::map<std::string, Method> all = {
        {"initialize", &Session::initialize},
        {"initialized", &Session::initialized},
        {"shutdown", &Session::shutdown},
        {"exit", &Session::exit},
        {"$/cancelRequest", &Session::cancel},
        {"textDocument/didOpen", &Session::open},
        {"textDocument/didChange", &Session::change},
        {"textDocument/didSave", &Session::save},
        {"textDocument/didClose", &Session::close},
        {"textDocument/codeAction", &Session::ask_of_document},
        {"textDocument/hover", &Session::ask_of_document},
        {"workspace/didChangeWatchedFiles", &Session::change_files},
        {"workspace/didChangeWorkspaceFolders", &Session::change_folders},
    };
    return all;
}

void Session::receive(const Frame& frame, TimePoint now) {
    if (!frame.why_refused.empty()) return send_(error_response(nullptr, Code::parse_error, frame.why_refused));
    const ParsedMessage parsed = parse_message(frame.body);
    if (!parsed.message) return send_(parsed.refusal);
    dispatch(*parsed.message, now);
}

/// What is not in order here is refused if it asks for an answer, and ignored otherwise.
void Session::dispatch(const Message& message, TimePoint now) {
    if (message.method.empty()) return take_response(message, now);
    const bool is_first = message.method == "initialize";
    if (message.method == "exit") return call(message, now);
    if (is_shut_down_) return refuse(message, Code::invalid_request, "the server is shut down");
    if (!analyses_ && !is_first)
        return refuse(message, Code::server_not_initialized, "the first request has to be 'initialize'");
    if (analyses_ && is_first) return refuse(message, Code::invalid_request, "'initialize' has been sent already");
    if (methods().count(message.method) == 0)
        return refuse(message, Code::method_not_found, fmt::format("there is no method '{}'", message.method));
    call(message, now);
}

void Session::call(const Message& message, TimePoint now) {
    try {
        (this->*methods().at(message.method))(message, now);
    } catch (const std::exception& wrong) {
        refuse(message, Code::invalid_params, wrong.what());
    }
}

void Session::refuse(const Message& message, Code code, std::string_view why) {
    if (message.is_request()) return send_(error_response(message.id, code, why));
    // Nobody waits for an answer. Before `initialize` the client takes no other messages.
    if (analyses_ && !is_about_nothing(message.method) && code == Code::invalid_params)
        send_(notification("window/logMessage", {{"type", static_cast<int>(an_error)},
                                                 {"message", fmt::format("{}: {}", message.method, why)}}));
}

void Session::initialize(const Message& message, TimePoint) {
    Client client = client_from(message.params);
    send_(response(message.id, server_capabilities(client, server_.version)));
    analyses_.emplace(std::move(client), server_.here);
}

void Session::initialized(const Message&, TimePoint) {
    if (analyses_->client().registers_watchers)
        send_(request(++last_id_, "client/registerCapability", watched_files()));
}

void Session::shutdown(const Message& message, TimePoint) {
    is_shut_down_ = true;
    for (const Held& held : std::exchange(held_, {})) refuse(held.request, Code::request_cancelled, "shut down");
    send_(response(message.id, nullptr));
}

void Session::exit(const Message&, TimePoint) {
    exit_status_ = status_at_end_of_input();
}

void Session::cancel(const Message& message, TimePoint) {
    const Json& id = message.params.at("id");
    const auto held =
        std::find_if(held_.begin(), held_.end(), [&](const Held& candidate) { return candidate.request.id == id; });
    if (held == held_.end()) return;
    refuse(held->request, Code::request_cancelled, "cancelled");
    held_.erase(held);
}

void Session::open(const Message& message, TimePoint now) {
    if (const Document* document = analyses_->documents().open(message.params.at("textDocument")))
        analyses_->has_opened(*document, now);
}

void Session::change(const Message& message, TimePoint now) {
    Document* document = analyses_->documents().find(uri_of(message));
    if (!document) return;
    const auto changed = analyses_->documents().change(*document, message.params.at("textDocument").at("version"),
                                                       message.params.at("contentChanges"));
    if (!changed) return refuse(message, Code::invalid_params, changed.error().message);
    analyses_->has_edited(*document, now);
}

void Session::save(const Message& message, TimePoint now) {
    if (const Document* document = analyses_->documents().find(uri_of(message)))
        analyses_->has_saved(document->path, now);
}

void Session::close(const Message& message, TimePoint now) {
    const std::string uri = uri_of(message);
    if (!analyses_->documents().find(uri)) return;
    analyses_->has_closed(uri, now);
    answer_held(uri, nullptr);
    send_(notification("textDocument/publishDiagnostics", {{"uri", uri}, {"diagnostics", Json::array()}}));
}

void Session::change_files(const Message& message, TimePoint now) {
    for (const Json& change : message.params.at("changes")) {
        const auto path = path_of_uri(change.at("uri").get_ref<const std::string&>());
        if (!path) continue;
        if (!is_setup_file(*path)) {
            analyses_->has_saved(real_path_of(*path), now);
            continue;
        }
        told_.clear();
        analyses_->wants_all(now);
    }
}

void Session::change_folders(const Message& message, TimePoint now) {
    std::vector<std::string>& folders = analyses_->folders();
    const Json& event = message.params.at("event");
    const auto path_in = [](const Json& folder) { return path_of_uri(folder.at("uri").get_ref<const std::string&>()); };
    for (const Json& removed : event.at("removed"))
        if (const auto path = path_in(removed)) std::erase(folders, real_path_of(*path));
    for (const Json& added : event.at("added"))
        if (const auto path = path_in(added)) folders.push_back(real_path_of(*path));
    analyses_->wants_all(now);
}

void Session::ask_of_document(const Message& message, TimePoint now) {
    const std::string uri = uri_of(message);
    const Analysed* analysed = analyses_->current(uri);
    if (analysed || !analyses_->documents().find(uri)) return answer(message, analysed);
    held_.push_back({message, uri, now + longest_hold});
}

void Session::answer(const Message& request, const Analysed* analysed) {
    Json result;
    const bool is_hover = request.method == "textDocument/hover";
    const Surroundings surroundings{analyses_->client(), analyses_->documents(), server_.pages};
    try {
        if (analysed && is_hover)
            result = hover_for(request.params, *analysed, surroundings);
        else if (analysed)
            result = actions_for(request.params, *analysed, surroundings);
    } catch (const std::exception& wrong) {
        return refuse(request, Code::invalid_params, wrong.what());
    }
    send_(response(request.id, std::move(result)));
}

void Session::answer_held(const std::string& uri, const Analysed* analysed) {
    std::vector<Held> others;
    for (Held& held : std::exchange(held_, {})) {
        if (held.uri == uri)
            answer(held.request, analysed);
        else
            others.push_back(std::move(held));
    }
    held_ = std::move(others);
}

std::optional<Job> Session::next_job(TimePoint now) {
    if (!analyses_ || is_shut_down_) return std::nullopt;
    auto job = analyses_->next_job(now);
    if (!job) return std::nullopt;
    running_name_ = job->document.path.substr(job->document.path.rfind('/') + 1);
    if (analyses_->client().shows_progress) progress_due_ = now + patience;
    return job;
}

void Session::take(const Job& job, Result<Analysis> answer, TimePoint now) {
    end_progress();
    Analysis analysis;
    if (answer)
        analysis = std::move(*answer);
    else
        analysis.failure = answer.error().message;
    const Analysed* analysed = analyses_->take(job, std::move(analysis), now);
    if (!analysed) return;
    tell(analysed->analysis);
    send_(notification("textDocument/publishDiagnostics",
                       diagnostics_of(*analysed, {analyses_->client(), analyses_->documents(), server_.pages})));
    answer_held(job.document.uri, analysed);
}

void Session::give_up(const Job& job) {
    end_progress();
    if (analyses_) analyses_->give_up(job);
}

/// Once, until something is changed that it may be about.
void Session::tell(const Analysis& analysis) {
    if (analysis.failure.empty() || !told_.insert(analysis.failure).second) return;
    const bool is_loud = analysis.is_for_user;
    send_(notification(is_loud ? "window/showMessage" : "window/logMessage",
                       {{"type", static_cast<int>(is_loud ? an_error : a_remark)},
                        {"message", "awaitlint: " + printable_lines(analysis.failure)}}));
}

void Session::wake(TimePoint now) {
    std::vector<Held> waiting;
    for (Held& held : std::exchange(held_, {})) {
        if (held.until <= now)
            answer(held.request, nullptr);
        else
            waiting.push_back(std::move(held));
    }
    held_ = std::move(waiting);
    if (!progress_due_ || *progress_due_ > now) return;
    progress_due_.reset();
    asked_for_progress_ = ++last_id_;
    send_(request(asked_for_progress_, "window/workDoneProgress/create",
                  {{"token", fmt::format("awaitlint-{}", last_id_)}}));
}

void Session::take_response(const Message& answered, TimePoint) {
    if (asked_for_progress_.is_null() || answered.id != asked_for_progress_) return;
    const auto number = std::exchange(asked_for_progress_, nullptr).get<std::uint64_t>();
    if (!answered.error.is_null()) return;
    progress_ = fmt::format("awaitlint-{}", number);
    send_(notification(
        "$/progress", {{"token", progress_},
                       {"value", {{"kind", "begin"}, {"title", "awaitlint"}, {"message", printable(running_name_)}}}}));
}

void Session::end_progress() {
    progress_due_.reset();
    asked_for_progress_ = nullptr;
    if (progress_.is_null()) return;
    send_(notification("$/progress", {{"token", std::exchange(progress_, nullptr)}, {"value", {{"kind", "end"}}}}));
}

std::optional<TimePoint> Session::wakes_at() const {
    std::optional<TimePoint> first = progress_due_;
    const auto consider = [&](TimePoint time) { first = first ? std::min(*first, time) : time; };
    for (const Held& held : held_) consider(held.until);
    if (const auto due = analyses_ ? analyses_->next_due() : std::nullopt) consider(*due);
    return first;
}

}  // namespace awaitlint::lsp
