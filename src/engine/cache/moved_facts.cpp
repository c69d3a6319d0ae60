// See moved_facts.h.
#include "engine/cache/moved_facts.h"

#include <algorithm>
#include <optional>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>

#include "awaitlint/facts_json.h"
#include "base/facts_fields.h"

namespace awaitlint {
namespace {

class Mover {
public:
    explicit Mover(const MovedFiles& files) : files_(files) {}

    bool is_exact() const { return is_exact_; }

    void move(UnitFacts& facts) {
        for (std::size_t i = 0; i < facts.user_files.size() && i < facts.digests.size(); ++i)
            if (const MovedFile* file = moved(facts.user_files[i])) facts.digests[i] = file->digest;
        std::vector<std::string> names = std::move(facts.user_files), digests = std::move(facts.digests);
        move_members(facts);
        facts.user_files = std::move(names);
        facts.digests = std::move(digests);
    }

private:
    const MovedFile* moved(const std::string& name) const {
        const auto found = files_.find(name);
        return found == files_.end() ? nullptr : &found->second;
    }

    void move(std::string& text) {
        // "(lambda at src/api.h:3:5)", and "c:api.h@52@F@get" of Clang's symbols.
        for (const auto& [name, file] : files_) {
            const std::string_view last = std::string_view(name).substr(name.rfind('/') + 1);
            for (std::size_t at = text.find(last); at != std::string::npos; at = text.find(last, at + 1)) {
                const std::string_view behind = std::string_view(text).substr(at + last.size());
                const bool says_place =
                    behind.size() > 1 && (behind[0] == ':' || behind[0] == '@') && behind[1] >= '0' && behind[1] <= '9';
                is_exact_ &= !says_place;
            }
        }
    }

    void move(Place& place) { move_point(place); }
    void move(Span& span) { move_point(span); }
    template <class Where>
    void move_point(Where& where) {
        const MovedFile* file = where.line ? moved(where.file) : nullptr;
        if (file) is_exact_ &= file->code->move(where);
    }

    void move_offset(const std::string& name, std::uint32_t& offset, std::uint32_t length) {
        if (const MovedFile* file = moved(name)) is_exact_ &= file->code->move(offset, length);
    }
    void move(SiteId& site) { move_offset(site.file, site.offset, site.length); }
    void move(Blank& blank) { move_offset(blank.file, blank.offset, 0); }
    void move(Enclosing& function) {
        Span body = std::exchange(function.body, {});
        const MovedFile* file = body.line ? moved(body.file) : nullptr;
        if (file) is_exact_ &= file->code->move_ends(body);
        move_members(function);
        function.body = std::move(body);
    }
    void move(Await& await) {
        move_offset(await.site.span.file, await.operand_offset, 0);
        move_members(await);
    }

    template <class T>
        requires std::is_arithmetic_v<T> || std::is_enum_v<T>
    void move(T&) {}
    template <FactsValue T>
    void move(T& value) {
        move_members(value);
    }
    template <class T>
    void move(std::optional<T>& value) {
        if (value) move(*value);
    }
    template <class... Ts>
    void move(std::variant<Ts...>& value) {
        std::visit([this](auto& held) { this->move(held); }, value);
    }
    template <class T>
    void move(std::vector<T>& values) {
        for (T& value : values) move(value);
    }
    template <class T>
    void move_members(T& value) {
        std::apply([&](const auto&... field) { (move(value.*field.member), ...); }, fields<T>);
    }

    const MovedFiles& files_;
    bool is_exact_ = true;
};

}  // namespace

bool move_facts(UnitFacts& facts, const MovedFiles& files) {
    Mover mover(files);
    mover.move(facts);
    return mover.is_exact();
}

bool hold_after_move(const std::vector<Proof>& proofs, const MovedFiles& files) {
    // Where they say a place, it is one of a file that they name.
    return std::none_of(proofs.begin(), proofs.end(), [&](const Proof& proof) {
        return std::any_of(files.begin(), files.end(), [&](const auto& file) {
            return proof.why_not.find(file.first.substr(file.first.rfind('/') + 1)) != std::string::npos;
        });
    });
}

}  // namespace awaitlint
