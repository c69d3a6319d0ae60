// A unit in a temporary folder for tests of the front end: text in, facts and proofs out, without rules or workers.
//
// The folder is the project: what lies in it is the user's. Stand-in headers (fixtures/lib) are system headers.
// A failure to analyse shows as a failing test.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "awaitlint/facts.h"
#include "awaitlint/unit.h"
#include "frontend/frontend.h"
#include "temporary_folder.h"

namespace awaitlint::test {

class UnitOnDisk {
public:
    explicit UnitOnDisk(std::string text, std::string name = "unit.cpp") : text_(std::move(text)) {
        request_.command.directory = folder_.path();
        request_.command.file = folder_.write(name, text_);
        request_.command.argv = {"clang++", "-std=c++20", "-nostdinc++", "-isystem",
                                 AWAITLINT_SOURCE_DIR "/fixtures/lib"};
        request_.user_files.root = folder_.path();
    }

    UnitRequest& request() { return request_; }
    const TemporaryFolder& folder() const { return folder_; }
    const std::string& text() const { return text_; }

    UnitOnDisk& with_flags(const std::vector<std::string>& flags) {
        auto& argv = request_.command.argv;
        argv.insert(argv.end(), flags.begin(), flags.end());
        return *this;
    }
    UnitOnDisk& with_file(std::string_view name, std::string_view text) {
        folder_.write(name, text);
        return *this;
    }

    /// <promise.h> of a library: `wrapped`, whose await_transform hands anything on, and a body that may not take it.
    UnitOnDisk& with_wrapping_promise() {
        with_file("lib/wrap.h",
                  "namespace lib { template <class T> struct held { T value; bool await_ready() { return false; }"
                  " void await_suspend(std::coroutine_handle<>) {} void await_resume() {} };\n"
                  "template <class T> held<T> wrap(T given) { given.start(); return {given}; } }\n");
        with_file("lib/promise.h",
                  "#include \"std_coroutine.h\"\n#include <wrap.h>\nstruct wrapped { struct promise_type {\n"
                  "wrapped get_return_object(); std::suspend_never initial_suspend() noexcept; std::suspend_never"
                  " final_suspend() noexcept; void unhandled_exception(); void return_void();\n"
                  "template <class T> auto await_transform(T given) { return lib::wrap(given); } }; };\n");
        return with_flags({"-isystem", folder().path("lib")});
    }

    UnitFacts analyse() const {
        auto facts = analyse_unit(request_);
        if (facts) return std::move(*facts);
        ADD_FAILURE() << llvm::toString(facts.takeError());
        return {};
    }

    /// The error of an analysis that must not succeed.
    std::string failure() const {
        auto facts = analyse_unit(request_);
        if (!facts) return llvm::toString(facts.takeError());
        ADD_FAILURE() << "it was analysed";
        return "";
    }

    /// The stretch of the text that first reads so.
    Span span_of(std::string_view part) const {
        const std::size_t at = text_.find(part);
        EXPECT_NE(at, std::string::npos) << part;
        Span span;
        span.file = "unit.cpp";
        span.offset = static_cast<std::uint32_t>(at);
        span.length = static_cast<std::uint32_t>(part.size());
        span.line = span.end_line = 1 + static_cast<std::uint32_t>(std::count(text_.begin(), text_.begin() + at, '\n'));
        return span;
    }

private:
    TemporaryFolder folder_;
    std::string text_;
    UnitRequest request_;
};

}  // namespace awaitlint::test
