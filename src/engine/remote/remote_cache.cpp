// See remote_cache.h.
#include "engine/remote/remote_cache.h"

#include <algorithm>

#include <fmt/format.h>

namespace awaitlint {
namespace {

constexpr std::size_t most_unsent_entries = 64, most_unsent_bytes = std::size_t{4} << 20;

/// At most so many are asked for at once: all of them must come within the time for a batch.
constexpr std::size_t most_names = 256;

/// Each answer may be within its time, and all of them together cost more than they save.
constexpr std::chrono::seconds patience(20);
constexpr std::chrono::milliseconds most_for_each(100);

}  // namespace

RemoteCache::RemoteCache(const RemoteAddress& address, const EntrySeal& seal) : address_(address), seal_(seal) {
    if (auto started = courier_.start(address); !started) read_failure_ = write_failure_ = started.error().message;
}

std::vector<std::optional<std::string>> RemoteCache::read(const std::vector<EntryPlace>& places) {
    std::vector<std::optional<std::string>> values(places.size());
    for (std::size_t begin = 0; begin < places.size() && is_read(); begin += most_names) {
        const std::size_t end = std::min(places.size(), begin + most_names);
        std::vector<std::string> names;
        names.reserve(end - begin);
        for (std::size_t i = begin; i < end; ++i) names.push_back(entry_name(seal_, places[i].kind, places[i].name));
        const auto start = std::chrono::steady_clock::now();
        const auto answers = courier_.get(names);
        waited_ += std::chrono::steady_clock::now() - start;
        asked_ += static_cast<unsigned>(names.size());
        if (!answers) {
            read_failure_ = answers.error().message;
            break;
        }
        if (waited_ > patience && waited_ > most_for_each * asked_) read_failure_ = "it is too slow";
        for (std::size_t i = begin; i < end; ++i) {
            const RemoteAnswer& answer = (*answers)[i - begin];
            if (answer.state == RemoteAnswer::State::absent) continue;
            if (answer.state == RemoteAnswer::State::found)
                values[i] = from_entry(seal_, places[i].kind, places[i].name, answer.bytes);
            useless_ += !values[i];
        }
    }
    return values;
}

void RemoteCache::write(const EntryPlace& place, std::string_view value) {
    if (!is_written() || value.size() > most_entry_bytes) return;
    unsent_.push_back({entry_name(seal_, place.kind, place.name), to_entry(seal_, place.kind, place.name, value)});
    unsent_bytes_ += unsent_.back().bytes.size();
    if (unsent_.size() >= most_unsent_entries || unsent_bytes_ >= most_unsent_bytes) hand_over();
}

void RemoteCache::hand_over() {
    if (unsent_.empty() || !is_written()) return;
    if (const auto handed = courier_.put(unsent_); !handed) write_failure_ = handed.error().message;
    has_written_ = true;
    unsent_.clear();
    unsent_bytes_ = 0;
}

void RemoteCache::finish() {
    hand_over();
    if (!has_written_ || !is_written()) return;
    if (const auto finished = courier_.finish(); !finished) write_failure_ = finished.error().message;
}

std::vector<std::string> RemoteCache::remarks() const {
    std::vector<std::string> all;
    const std::string shown = address_.shown();
    if (!read_failure_.empty())
        all.push_back(
            fmt::format("the remote cache {} cannot be read ({}): this run goes on without it", shown, read_failure_));
    if (useless_)
        all.push_back(
            fmt::format("{} {} of the remote cache {} not used: torn, too large, or sealed by another key or build",
                        useless_, useless_ == 1 ? "entry is" : "entries are", shown));
    if (!address_.is_read_only && !write_failure_.empty() && write_failure_ != read_failure_)
        all.push_back(fmt::format("the remote cache {} cannot be written ({}): it gets no more of this run", shown,
                                  write_failure_));
    return all;
}

Result<bool> is_remote_cache_there(const RemoteAddress& address) {
    Courier courier;
    if (auto started = courier.start(address); !started) return started.error();
    const EntrySeal nobody{secret_of("nobody"), digest_of("no build")};
    auto answers = courier.get({entry_name(nobody, "none", digest_of("no entry"))});
    if (!answers) return answers.error();
    return true;
}

}  // namespace awaitlint
