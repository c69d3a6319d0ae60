// Remedies: which error of a unit is told as the cause of the others, and what is advised. The errors are Clang's own.
#include "cli/remedy.h"

#include <gtest/gtest.h>

namespace awaitlint {
namespace {

Remedy remedy(const std::vector<std::string>& messages, const std::vector<std::string>& flags = {"-std=c++20"},
              const Followed& followed = {}) {
    std::vector<Note> errors;
    for (const std::string& message : messages) errors.push_back({message, {"a.cpp", 1, 1}});
    CompileCommand command;
    command.argv = {"clang++"};
    command.argv.insert(command.argv.end(), flags.begin(), flags.end());
    return remedy_for(errors, command, followed);
}

bool advises(const Remedy& remedy, std::string_view words) {
    return remedy.advice.find(words) != std::string::npos;
}

TEST(Remedy, MissingStandardLibraryComesBeforeWhatIsUnknownForIt) {
    const Remedy found = remedy({"use of undeclared identifier 'std'", "'vector' file not found"});
    EXPECT_EQ(found.cause, 1u);
    EXPECT_TRUE(advises(found, "standard library's headers are not found (<vector>)")) << found.advice;
    EXPECT_TRUE(advises(remedy({"'stdio.h' file not found"}), "install a C++ compiler"));
}

TEST(Remedy, ACrossCompilerNeedsItsSysroot) {
    const Remedy found = remedy({"'vector' file not found"}, {"--target=aarch64-linux-gnu", "-std=c++20"});
    EXPECT_TRUE(advises(found, "--sysroot")) << found.advice;
}

TEST(Remedy, AnOldStandardIsNamed) {
    for (const char* message : {"unknown type name 'co_await'", "use of undeclared identifier 'co_return'",
                                "\"the coroutine header requires -fcoroutines\"", "unknown type name 'concept'",
                                "'auto' not allowed in function prototype"}) {
        const Remedy found = remedy({"expected ';'", message}, {"-std=gnu++17"});
        EXPECT_EQ(found.cause, 1u) << message;
        EXPECT_TRUE(advises(found, "compiled as C++17")) << found.advice;
        EXPECT_TRUE(advises(found, "-std=c++20")) << found.advice;
        EXPECT_TRUE(advises(remedy({message}, {}), "names no C++ standard")) << message;
    }
    EXPECT_TRUE(advises(remedy({"unknown type name 'co_await'"}, {"/std:c++14"}), "compiled as C++14"));
}

TEST(Remedy, TheLastStandardOfACommandCounts) {
    EXPECT_EQ(remedy({"unknown type name 'concept'"}, {"-std=c++17", "-std=c++20"}).advice, "");
    EXPECT_TRUE(advises(remedy({"unknown type name 'concept'"}, {"-std=c++20", "-std=c++17"}), "C++17"));
}

TEST(Remedy, WhatIsFollowedIsNotAdvised) {
    for (const char* standard : {"-std=c++20", "-std=gnu++2b", "/std:c++latest", "-std=c++2a"})
        EXPECT_EQ(remedy({"unknown type name 'co_await'"}, {standard}).advice, "") << standard;
}

TEST(Remedy, NeitherIsWhatTheRunDoesAlready) {
    const std::vector<std::string> missing = {"'vector' file not found"};
    EXPECT_TRUE(advises(remedy(missing), "--query-driver"));
    EXPECT_FALSE(advises(remedy(missing, {"-std=c++20"}, {.asks_compilers = true}), "--query-driver"));
    EXPECT_TRUE(advises(remedy(missing, {"-nostdinc++"}), "the command leaves them out"));
    EXPECT_FALSE(advises(remedy(missing, {"-nostdinc++"}), "install a C++ compiler"));
    EXPECT_TRUE(advises(remedy(missing, {"-stdlib=libc++"}), "libc++-dev"));
    EXPECT_FALSE(advises(remedy(missing, {"--target=aarch64-linux-gnu", "--sysroot=/x"}), "with --sysroot"));
    EXPECT_EQ(remedy_for_reason("timed out after 3 s", {.is_one_at_a_time = true}).find("-j"), std::string::npos);
    EXPECT_NE(remedy_for_reason("timed out after 3 s").find("-j"), std::string::npos);
}

TEST(Remedy, WhatFollowsFromAMissingLibraryIsNotToldBesideIt) {
    EXPECT_TRUE(remedy({"'vector' file not found", "no template named 'vector'"}).explains_all);
    EXPECT_TRUE(remedy({"unknown type name 'co_await'"}, {"-std=c++17"}).explains_all);
    EXPECT_FALSE(remedy({"'boost/asio.hpp' file not found"}).explains_all);
}

TEST(Remedy, AFileThatTheBuildWritesIsToldFromAMissingPackage) {
    for (const char* header : {"proto/api.pb.h", "ui_window.h", "config.h", "net/net_export.h", "main.moc"})
        EXPECT_TRUE(advises(remedy({"'" + std::string(header) + "' file not found"}), "build the project once, then"))
            << header;
    const Remedy package = remedy({"'boost/asio.hpp' file not found"});
    EXPECT_TRUE(advises(package, "install its package")) << package.advice;
}

TEST(Remedy, ModulesNeedTheirInterfaces) {
    EXPECT_TRUE(advises(remedy({"module 'net' not found"}), ".pcm"));
    EXPECT_EQ(remedy({"unknown type name 'module'"}).advice, "");
}

TEST(Remedy, TheCoroutineHeaderIsNamed) {
    const char* const message =
        "std::coroutine_traits type was not found; include <coroutine> before defining a coroutine";
    EXPECT_TRUE(advises(remedy({message}), "#include <coroutine>"));
    EXPECT_TRUE(advises(remedy({message}, {"-std=c++17"}), "compiled as C++17")) << "the header alone would not help";
}

TEST(Remedy, CodeForGccAloneIsToldSo) {
    EXPECT_TRUE(advises(remedy({"use of undeclared identifier '__builtin_apply_args'"}), "GCC's alone"));
}

TEST(Remedy, WithoutAKnownCauseTheFirstErrorStandsWithoutAdvice) {
    const Remedy found = remedy({"expected ';' after expression", "no member named 'x' in 'y'"});
    EXPECT_EQ(found.cause, 0u);
    EXPECT_EQ(found.advice, "");
    EXPECT_EQ(remedy({}).advice, "");
}

TEST(Remedy, AMessageThatOnlyLooksLikeOneIsRead) {
    EXPECT_EQ(remedy({"' file not found"}).advice, "");
    EXPECT_EQ(remedy({"'' file not found"}).advice, "");
    EXPECT_EQ(remedy({""}).advice, "");
}

TEST(Remedy, LimitsNameTheirOptions) {
    EXPECT_NE(remedy_for_reason("timed out after 300 s").find("--timeout"), std::string::npos);
    EXPECT_NE(remedy_for_reason("needed more than 512 MiB of memory (--memory)").find("--memory"), std::string::npos);
    EXPECT_NE(remedy_for_reason("cannot enter the working directory 'build' of the compile command").find("configure"),
              std::string::npos);
    EXPECT_EQ(remedy_for_reason("interrupted"), "");
}

}  // namespace
}  // namespace awaitlint
