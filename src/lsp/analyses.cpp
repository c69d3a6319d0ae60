// See analyses.h.
#include "lsp/analyses.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <utility>

namespace awaitlint::lsp {
namespace {

namespace fs = std::filesystem;

/// For the first analysis of a document, while others wait.
constexpr auto longest_patience = std::chrono::seconds(30);

/// Before a document of which all is known is parsed, so that its first edit finds a preamble.
constexpr auto time_to_look = std::chrono::seconds(1);

/// Up to the last line that includes something: what a preamble is built from.
std::string leading_includes(const std::string& text) {
    const std::size_t last = text.rfind("#include");
    return last == std::string::npos ? "" : text.substr(0, text.find('\n', last));
}

bool is_as_on_disk(const Document& document) {
    std::error_code failure;
    if (fs::file_size(document.path, failure) != document.text.size() || failure) return false;
    std::ifstream in(document.path, std::ios::binary);
    return std::equal(std::istreambuf_iterator<char>(in), {}, document.text.begin(), document.text.end());
}

bool is_same(const Document& a, const Document& b) {
    return a.version == b.version && a.text == b.text;
}

bool has_read(const Analysed& analysed, const std::string& path) {
    const auto& read = analysed.analysis.read;
    return std::find(read.begin(), read.end(), path) != read.end();
}

}  // namespace

void Analyses::has_opened(const Document& document, TimePoint now) {
    analysed_.erase(document.uri);
    schedule_.want(document.uri, now);
}

void Analyses::has_edited(const Document& document, TimePoint now) {
    schedule_.want_after_edit(document.uri, now);
}

void Analyses::has_saved(const std::string& path, TimePoint now) {
    for (const auto& [uri, analysed] : analysed_)
        if (has_read(analysed, path)) schedule_.want(uri, now);
    if (const Document* document = documents_.at_path(path)) schedule_.want(document->uri, now);
}

void Analyses::has_closed(const std::string& uri, TimePoint now) {
    const Document* document = documents_.find(uri);
    const std::string path = document ? document->path : "";
    documents_.close(uri);
    analysed_.erase(uri);
    prepared_.erase(uri);
    to_prepare_.erase(uri);
    schedule_.forget(uri);
    has_saved(path, now);
}

void Analyses::wants_all(TimePoint now) {
    for (const auto& [uri, document] : documents_.all()) schedule_.want(uri, now);
}

std::vector<UnsavedFile> Analyses::unsaved_files() const {
    std::vector<UnsavedFile> unsaved;
    for (const auto& [uri, document] : documents_.all()) {
        std::error_code failure;
        if (fs::is_regular_file(document.path, failure) && !is_as_on_disk(document))
            unsaved.push_back({document.path, document.text});
    }
    return unsaved;
}

std::vector<std::string> Analyses::readers_of(const Document& document) const {
    std::vector<std::string> readers;
    const auto before = analysed_.find(document.uri);
    if (before != analysed_.end() && !before->second.analysis.reader.empty())
        readers.push_back(before->second.analysis.reader);
    for (const auto& [uri, analysed] : analysed_)
        if (uri != document.uri && has_read(analysed, document.path)) readers.push_back(analysed.document.path);
    return readers;
}

std::optional<Job> Analyses::next_job(TimePoint now) {
    if (running_) return std::nullopt;
    const auto uri = schedule_.take_due(now);
    const Document* document = uri ? documents_.find(*uri) : nullptr;
    if (!document) return std::nullopt;
    const std::string folder = folder_of(client_.folders, document->path);
    AnalysisRequest request{document->path, folder.empty() ? here_ : folder, unsaved_files(), readers_of(*document)};
    // What counts as unsaved is parsed, whatever is known of it.
    if (to_prepare_.erase(*uri) && request.unsaved.empty()) request.unsaved = {{document->path, document->text}};
    running_ = {*document, std::move(request), now};
    return running_;
}

/// What was analysed once has a preamble: the next analysis is short, and ending it costs little. Without, it would
/// have to begin with the same again.
bool Analyses::is_prepared(const Document& document) const {
    const auto prepared = prepared_.find(document.uri);
    return prepared != prepared_.end() && prepared->second == leading_includes(document.text);
}

bool Analyses::is_obsolete(TimePoint now) const {
    if (!running_) return false;
    const auto& documents = documents_.all();
    const auto shown = documents.find(running_->document.uri);
    if (shown == documents.end()) return true;
    const bool is_edited = !is_same(shown->second, running_->document);
    const bool has_rival = is_edited || schedule_.is_due_since(running_->started, now);
    return has_rival && (is_prepared(running_->document) || now - running_->started > longest_patience);
}

const Analysed* Analyses::take(const Job& job, Analysis analysis, TimePoint now) {
    running_.reset();
    const Document* document = documents_.find(job.document.uri);
    if (!document) return nullptr;
    if (analysis.was_kept) {
        to_prepare_.insert(document->uri);
        schedule_.want_later(document->uri, now + time_to_look);
    } else if (analysis.failure.empty()) {
        prepared_[document->uri] = leading_includes(job.document.text);
    }
    if (!is_same(*document, job.document)) return nullptr;
    return &analysed_.insert_or_assign(document->uri, Analysed{job.document, std::move(analysis)}).first->second;
}

void Analyses::give_up(const Job& job) {
    running_.reset();
    const Document* document = documents_.find(job.document.uri);
    // An edit has its own time; what had to give way to another document comes behind it.
    if (document && is_same(*document, job.document)) schedule_.want(document->uri, job.started);
}

const Analysed* Analyses::current(const std::string& uri) {
    const Document* document = documents_.find(uri);
    const auto analysed = analysed_.find(uri);
    const bool is_current = document && analysed != analysed_.end() && is_same(analysed->second.document, *document);
    return is_current ? &analysed->second : nullptr;
}

}  // namespace awaitlint::lsp
