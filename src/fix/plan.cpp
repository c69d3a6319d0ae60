// See plan.h.
#include "fix/plan.h"

#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>

#include "awaitlint/edits.h"

namespace awaitlint {
namespace {

std::string why_nothing_is_proven(const Finding& finding) {
    for (const Suggestion& suggestion : finding.suggestions)
        if (!suggestion.why_not.empty())
            return fmt::format("no repair is proven ({}: {})", suggestion.kind, suggestion.why_not);
    return "no repair is known";
}

/// One edit of one file, and all repairs that want it.
struct SharedEdit {
    Edit edit;
    std::vector<std::size_t> repairs;
};

bool overlap(const Edit& a, const Edit& b) {
    if (a.offset == b.offset && a.length == 0 && b.length == 0) return true;
    return a.offset < b.offset + b.length && b.offset < a.offset + a.length;
}

class Planner {
public:
    Planner(std::vector<Repair> repairs, const OpenFile& open) : repairs_(std::move(repairs)), open_(open) {
        why_left_.resize(repairs_.size());
    }

    RepairPlan plan() {
        for (std::size_t i = 0; i < repairs_.size(); ++i) open_files_of(i);
        const Edits all = edits();
        for (const auto& [identity, of_file] : all) drop_overlapping(of_file);
        RepairPlan plan;
        std::vector<std::size_t> new_index(repairs_.size());
        for (std::size_t i = 0; i < repairs_.size(); ++i) {
            new_index[i] = plan.repairs.size();
            if (why_left_[i].empty())
                plan.repairs.push_back(repairs_[i]);
            else
                plan.left.push_back({repairs_[i].finding, why_left_[i]});
        }
        for (const auto& [identity, of_file] : edits())
            if (!of_file.empty()) plan.changes.push_back(change_of(files_.at(identity), of_file, new_index));
        // Identities are the file system's, and in no order that a reader of the patch would know.
        std::sort(plan.changes.begin(), plan.changes.end(),
                  [](const FileChange& a, const FileChange& b) { return a.file < b.file; });
        return plan;
    }

private:
    using Edits = std::map<std::string, std::vector<SharedEdit>>;  // by identity, sorted by offset

    struct File {
        std::string name;
        SourceFile source;
    };

    void leave(std::size_t repair, const std::string& why) {
        if (why_left_[repair].empty()) why_left_[repair] = why;
    }

    void open_files_of(std::size_t repair) {
        for (const Edit& edit : repairs_[repair].suggestion.edits) {
            if (!opened_.count(edit.file)) opened_.emplace(edit.file, open(edit.file));
            const Result<std::string>& identity = opened_.at(edit.file);
            if (!identity)
                leave(repair, identity.error().message);
            else if (edit.offset + std::size_t{edit.length} > files_.at(*identity).source.bytes.size())
                leave(repair, fmt::format("it reaches beyond the end of '{}'", edit.file));
        }
    }

    /// The identity of the file.
    Result<std::string> open(const std::string& name) {
        Result<SourceFile> source = open_(name);
        if (!source) return source.error();
        const std::string identity = source->identity;
        files_.try_emplace(identity, File{name, std::move(*source)});
        return identity;
    }

    /// Of all repairs that are not left.
    Edits edits() const {
        std::map<std::string, std::map<Edit, std::vector<std::size_t>>> merged;
        for (std::size_t i = 0; i < repairs_.size(); ++i) {
            if (!why_left_[i].empty()) continue;
            for (Edit edit : repairs_[i].suggestion.edits) {
                const std::string& identity = *opened_.at(edit.file);
                edit.file = files_.at(identity).name;
                merged[identity][edit].push_back(i);
            }
        }
        Edits all;
        for (auto& [identity, of_file] : merged)
            for (auto& [edit, repairs] : of_file) all[identity].push_back({edit, std::move(repairs)});
        return all;
    }

    void drop_overlapping(const std::vector<SharedEdit>& sorted) {
        std::uint64_t end = 0;  // of all edits before: beyond it nothing overlaps
        std::size_t first = 0;
        for (std::size_t i = 0; i < sorted.size(); ++i) {
            const Edit& edit = sorted[i].edit;
            if (edit.offset > end) first = i;
            for (std::size_t j = first; j < i; ++j)
                if (overlap(sorted[j].edit, edit)) {
                    leave_for(sorted[j].repairs, sorted[i].repairs);
                    leave_for(sorted[i].repairs, sorted[j].repairs);
                }
            end = std::max<std::uint64_t>(end, std::uint64_t{edit.offset} + edit.length);
        }
    }

    void leave_for(const std::vector<std::size_t>& repairs, const std::vector<std::size_t>& others) {
        for (std::size_t repair : repairs)
            leave(repair,
                  fmt::format("its repair overlaps with that of {}", place_of(repairs_[others.front()].finding)));
    }

    static FileChange change_of(const File& file, const std::vector<SharedEdit>& shared,
                                const std::vector<std::size_t>& new_index) {
        FileChange change{file.name, file.source.path, file.source.bytes, "", {}, {}};
        std::set<std::size_t> repairs;
        for (const SharedEdit& edit : shared) {
            change.edits.push_back(edit.edit);
            for (std::size_t repair : edit.repairs) repairs.insert(new_index[repair]);
        }
        change.repairs.assign(repairs.begin(), repairs.end());
        // Nothing overlaps any more, and no edit reaches beyond the end.
        if (auto edited = EditedText::apply(change.before, change.edits)) change.after = edited->text();
        return change;
    }

    std::vector<Repair> repairs_;
    const OpenFile& open_;
    std::vector<std::string> why_left_;                  // empty: it is applied
    std::map<std::string, Result<std::string>> opened_;  // name -> identity
    std::map<std::string, File> files_;                  // by identity
};

}  // namespace

ChosenRepairs choose_repairs(const std::vector<Finding>& findings, Applicable applicable) {
    ChosenRepairs chosen;
    for (const Finding& finding : findings) {
        if (finding.suppressed) continue;
        const auto best =
            std::find_if(finding.suggestions.begin(), finding.suggestions.end(),
                         [](const Suggestion& suggestion) { return suggestion.proven && !suggestion.edits.empty(); });
        if (best == finding.suggestions.end())
            chosen.left.push_back({finding, why_nothing_is_proven(finding)});
        else if (applicable == Applicable::safe && !best->why_unsafe.empty())
            chosen.left.push_back(
                {finding, fmt::format("its repair is unsafe ({}: {})", best->kind, best->why_unsafe), true});
        else
            chosen.repairs.push_back({finding, *best});
    }
    return chosen;
}

RepairPlan plan_repairs(std::vector<Repair> repairs, const OpenFile& open) {
    return Planner(std::move(repairs), open).plan();
}

std::string place_of(const Finding& finding) {
    return fmt::format("{}:{}:{}", finding.span.file, finding.span.line, finding.span.column);
}

}  // namespace awaitlint
