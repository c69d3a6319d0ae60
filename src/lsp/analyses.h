// Which open documents are analysed and when, what came of it, and whether that is still of the text that is shown.
//
// In: what happens to documents and to files on disk. Out: the next job; afterwards its result, if the document is
// still what was analysed. One job at a time. Runs nothing and sends nothing.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>

#include "lsp/analysis.h"
#include "lsp/client.h"
#include "lsp/documents.h"
#include "lsp/schedule.h"
#include "lsp/shown.h"

namespace awaitlint::lsp {

/// One document to be analysed as it is now.
struct Job {
    Document document;
    AnalysisRequest request;
    TimePoint started;
};

class Analyses {
public:
    /// `here`: where to stand for files of no workspace folder.
    Analyses(Client client, std::string here)
        : client_(std::move(client)), here_(std::move(here)), documents_(client_.encoding) {}

    const Client& client() const { return client_; }
    std::vector<std::string>& folders() { return client_.folders; }
    Documents& documents() { return documents_; }

    void has_opened(const Document& document, TimePoint now);
    void has_edited(const Document& document, TimePoint now);
    /// Also whatever has read it is analysed again.
    void has_saved(const std::string& path, TimePoint now);
    void has_closed(const std::string& uri, TimePoint now);
    void wants_all(TimePoint now);

    std::optional<Job> next_job(TimePoint now);
    std::optional<TimePoint> next_due() const { return schedule_.next(); }
    /// The job that runs is not worth being waited for.
    bool is_obsolete(TimePoint now) const;
    /// Ends the job. Its result, if that is of the document as it is now.
    const Analysed* take(const Job& job, Analysis analysis, TimePoint now);
    /// The same where the job was given up.
    void give_up(const Job& job);

    /// Of the document as it is now; null: there is none yet.
    const Analysed* current(const std::string& uri);

private:
    std::vector<UnsavedFile> unsaved_files() const;
    std::vector<std::string> readers_of(const Document& document) const;
    bool is_prepared(const Document& document) const;

    Client client_;
    std::string here_;
    Documents documents_;
    Schedule schedule_;
    std::map<std::string, Analysed> analysed_;     // by URI
    std::map<std::string, std::string> prepared_;  // by URI: includes that have been parsed
    std::set<std::string> to_prepare_;             // URIs of what nobody has parsed yet
    std::optional<Job> running_;
};

}  // namespace awaitlint::lsp
