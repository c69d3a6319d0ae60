// Proofs: which repairs the compiler lets pass, which it does not, and that one bad repair spoils no other.
//
// Most go through the whole engine, from text to proven suggestions. Candidates that no rule would suggest are put to
// the prover directly.
#include <algorithm>

#include <gtest/gtest.h>

#include "awaitlint/edits.h"
#include "awaitlint/engine.h"
#include "fixture_run.h"
#include "unit_on_disk.h"

namespace awaitlint {
namespace {

using fixtures::Fixture;
using test::UnitOnDisk;

const std::string declarations =
    "#include \"task.h\"\n"
    "int get(int key);\n"
    "task<int> get_async(int key);\n"
    "void use(int);\n";

std::vector<Finding> findings_in(const std::string& text) {
    Fixture fixture;
    fixture.name = "proofs/unit.cpp";
    fixture.files["unit.cpp"] = text;
    return fixtures::run_fixtures({fixture}).front().findings;
}

const Suggestion* suggestion_of(const Finding& finding, std::string_view kind) {
    const auto found = std::find_if(finding.suggestions.begin(), finding.suggestions.end(),
                                    [&](const Suggestion& suggestion) { return suggestion.kind == kind; });
    return found == finding.suggestions.end() ? nullptr : &*found;
}

/// "proven", why not, or that there is no such suggestion.
std::string verdict(const Finding& finding, std::string_view kind) {
    const Suggestion* suggestion = suggestion_of(finding, kind);
    if (!suggestion) return "no such suggestion";
    EXPECT_EQ(suggestion->proven, suggestion->why_not.empty());
    return suggestion->proven ? "proven" : suggestion->why_not;
}

/// The verdict on the only finding of a text.
std::string verdict_in(const std::string& text, std::string_view kind) {
    const std::vector<Finding> findings = findings_in(text);
    if (findings.size() != 1) return std::to_string(findings.size()) + " findings";
    return verdict(findings[0], kind);
}

/// The text with the suggestion of this kind applied to its only finding.
std::string repaired(const std::string& text, std::string_view kind) {
    const std::vector<Finding> findings = findings_in(text);
    if (findings.size() != 1) return std::to_string(findings.size()) + " findings";
    const Suggestion* suggestion = suggestion_of(findings[0], kind);
    if (!suggestion || !suggestion->proven) return "not proven: " + verdict(findings[0], kind);
    const auto edited = EditedText::apply(text, suggestion->edits);
    return edited ? edited->text() : "edits overlap";
}

// Repairs that remove the last coroutine keyword.

TEST(Proof, AddsCoReturnOnItsOwnLine) {
    EXPECT_EQ(repaired(declarations + "task<> run() {\n    co_await get(1);\n}\n", "sync"),
              declarations + "task<> run() {\n    get(1);\n    co_return;\n}\n");
    EXPECT_EQ(repaired(declarations + "task<> run() {\n\tif (true) {\n\t\tco_await get(1);\n\t}\n}\n", "sync"),
              declarations + "task<> run() {\n\tif (true) {\n\t\tget(1);\n\t}\n\tco_return;\n}\n");
}

TEST(Proof, AddsCoReturnInOneLineBodies) {
    EXPECT_EQ(repaired(declarations + "task<> run() { co_await get(1); }\n", "sync"),
              declarations + "task<> run() { get(1); co_return; }\n");
    EXPECT_EQ(repaired(declarations + "auto run = []() -> task<> { co_await get(1); };\n", "sync"),
              declarations + "auto run = []() -> task<> { get(1); co_return; };\n");
}

TEST(Proof, AddsNoCoReturnWhereOneIs) {
    EXPECT_EQ(repaired(declarations + "task<> run() {\n    co_await get(1);\n    co_return;\n}\n", "sync"),
              declarations + "task<> run() {\n    get(1);\n    co_return;\n}\n");
    EXPECT_EQ(repaired(declarations + "task<> run() { co_await get(1); co_await get_async(2); }\n", "sync"),
              declarations + "task<> run() { get(1); co_await get_async(2); }\n");
    EXPECT_EQ(repaired(declarations + "task<> run() { co_await get(1); }\n", "async"),
              declarations + "task<> run() { co_await get_async(1); }\n");
}

TEST(Proof, AddsNoCoReturnBesideAReturn) {
    const std::string text =
        declarations + "task<> make();\ntask<> run() {\n    co_await get(1);\n    return make();\n}\n";
    for (const Finding& finding : findings_in(text))
        if (const Suggestion* sync = suggestion_of(finding, "sync"))
            for (const Edit& edit : sync->edits) EXPECT_EQ(edit.text.find("co_return"), std::string::npos);
}

TEST(Proof, DoesNotLetATaskRunOffItsEnd) {
    EXPECT_NE(verdict_in(declarations + "task<int> run() { co_await get(1); }\n", "sync").find("runs off its end"),
              std::string::npos);
    EXPECT_EQ(verdict_in(declarations + "task<int> run() { co_await get(1); co_return 1; }\n", "sync"), "proven");
}

TEST(Proof, AddsCoReturnOnceForSeveralSites) {
    const std::string text = declarations + "task<> run() {\n    co_await get(1);\n    co_await get(2);\n}\n";
    const std::vector<Finding> findings = findings_in(text);
    ASSERT_EQ(findings.size(), 2u);
    std::vector<Edit> edits;
    for (const Finding& finding : findings) {
        EXPECT_EQ(verdict(finding, "sync"), "proven");
        const Suggestion* sync = suggestion_of(finding, "sync");
        edits.insert(edits.end(), sync->edits.begin(), sync->edits.end());
    }
    const auto edited = EditedText::apply(text, edits);
    ASSERT_TRUE(edited);
    EXPECT_EQ(edited->text(), declarations + "task<> run() {\n    get(1);\n    get(2);\n    co_return;\n}\n");
}

// What compiles, but is wrong.

TEST(Proof, RefusesToDropANodiscardResult) {
    const std::string text =
        "#include \"task.h\"\n[[nodiscard]] int count();\ntask<> run() {\n    co_await count();\n    co_return;\n}\n";
    EXPECT_NE(verdict_in(text, "sync").find("nodiscard"), std::string::npos) << verdict_in(text, "sync");
    const std::string used =
        "#include \"task.h\"\n[[nodiscard]] int count();\ntask<int> run() { co_return co_await count(); }\n";
    EXPECT_EQ(verdict_in(used, "sync"), "proven");
    const std::string voided =
        "#include \"task.h\"\n[[nodiscard]] int count();\ntask<> run() { (void)co_await count(); co_return; }\n";
    EXPECT_EQ(verdict_in(voided, "sync"), "proven");
}

TEST(Proof, RefusesAnUnusedValue) {
    EXPECT_EQ(
        verdict_in("#include \"task.h\"\ntask<> run(int given) {\n    co_await given;\n    co_return;\n}\n", "sync"),
        "expression result unused");
}

TEST(Proof, RefusesToBindAReferenceToATemporary) {
    const std::string text =
        "#include \"task.h\"\n"
        "struct [[gsl::Owner(char)]] text { ~text(); };\n"
        "struct [[gsl::Pointer(char)]] view { view(const text&); char first(); };\n"
        "text name();\n"
        "task<char> run() {\n"
        "    view seen = co_await name();\n"
        "    co_return seen.first();\n"
        "}\n";
    const std::string why = verdict_in(text, "sync");
    EXPECT_NE(why, "proven");
    EXPECT_NE(why, "no such suggestion");
    EXPECT_NE(why.find("destroyed"), std::string::npos) << why;
}

TEST(Proof, LetsALifetimeBeExtended) {
    EXPECT_EQ(verdict_in("#include \"task.h\"\nstruct s {};\ns make();\ntask<> run() { const auto& kept = co_await "
                         "make(); (void)kept; co_return; }\n",
                         "sync"),
              "proven");
}

TEST(Proof, RefusesWhatStillIsNotAwaitable) {
    const std::string text =
        "#include \"strict.h\"\n#include \"task.h\"\nint get(int);\ntask<int> get_async(int);\n"
        "strict_task<int> get_coro(int, int);\nstrict_task<> run() { co_await get(1); co_return; }\n";
    const std::vector<Finding> findings = findings_in(text);
    ASSERT_EQ(findings.size(), 1u);
    for (const Suggestion& suggestion : findings[0].suggestions)
        if (suggestion.kind == "async") EXPECT_FALSE(suggestion.proven) << suggestion.replacement;
    EXPECT_EQ(verdict(findings[0], "sync"), "proven");
}

TEST(Proof, RefusesAResultThatDoesNotFit) {
    const std::string text =
        "#include \"task.h\"\nint get();\ntask<const char*> get_async();\n"
        "task<int> run() { const int value = co_await get(); co_return value; }\n";
    const std::vector<Finding> findings = findings_in(text);
    ASSERT_EQ(findings.size(), 1u);
    EXPECT_NE(verdict(findings[0], "async").find("cannot initialize"), std::string::npos)
        << verdict(findings[0], "async");
    EXPECT_EQ(verdict(findings[0], "sync"), "proven");
}

/// What is wrong in an instantiation is told once, and not where it was asked for.
TEST(Proof, RefusesWhatStaysWrongInATemplate) {
    const std::string known = declarations +
                              "struct box { int count; };\ntask<box> find_async(int);\nint find(int);\nint only(int);\n"
                              "template <class T> auto count_of(T value) { return value.count; }\n";
    const std::string wrong = "task<int> run() { auto x = co_await only(1); co_return count_of(x); }\n";
    EXPECT_EQ(verdict_in(known + wrong, "sync"), "member reference base type 'int' is not a structure or union");
    const std::vector<Finding> findings =
        findings_in(known + wrong +
                    "task<int> found() { auto x = co_await find(1); co_return count_of(x); }\n"
                    "task<int> again() { auto x = co_await only(2); co_return count_of(x); }\n"
                    "task<int> right() { auto x = co_await only(3); co_return x; }\n");
    ASSERT_EQ(findings.size(), 4u);
    EXPECT_NE(verdict(findings[0], "sync"), "proven");
    EXPECT_EQ(verdict(findings[1], "async"), "proven");
    EXPECT_NE(verdict(findings[1], "sync"), "proven");
    EXPECT_NE(verdict(findings[2], "sync"), "proven");
    EXPECT_EQ(verdict(findings[3], "sync"), "proven");
}

// Candidates put to the prover directly.

struct Trial {
    UnitOnDisk unit;
    ProofRequest request;

    explicit Trial(const std::string& text, const std::map<std::string, std::string>& libraries = {}) : unit(text) {
        for (const auto& [name, bytes] : libraries) unit.with_file(name, bytes);
        unit.request().user_files.exclude.push_back("**/_deps");
        const UnitFacts facts = unit.analyse();
        request.unit = unit.request();
        request.blanks = facts.blanks;
        request.known_errors = facts.errors;
    }

    /// Replaces the flagged text by another.
    Trial& replace(std::uint32_t site, std::string_view flagged, const std::string& with, const std::string& usr = "") {
        Candidate candidate;
        candidate.site = site;
        candidate.span = unit.span_of(flagged);
        candidate.blank = {"unit.cpp", candidate.span.offset};
        candidate.edits = {{"unit.cpp", candidate.span.offset, candidate.span.length, with}};
        candidate.target_usr = usr;
        request.candidates.push_back(std::move(candidate));
        return *this;
    }

    std::vector<std::string> verdicts() const {
        auto proofs = prove(request);
        if (!proofs) return {llvm::toString(proofs.takeError())};
        std::vector<std::string> texts;
        for (const Proof& proof : *proofs) texts.push_back(proof.proven ? "proven" : "not: " + proof.why_not);
        return texts;
    }
};

using Verdicts = std::vector<std::string>;

TEST(Prover, JudgesEachCandidate) {
    Trial trial(declarations + "task<> run() {\n    co_await get(1);\n\n    co_await get(2);\n\n    co_return;\n}\n");
    trial.replace(0, "co_await get(1)", "co_await get_async(1)").replace(1, "co_await get(2)", "lost(2)");
    trial.replace(0, "co_await get(1)", "get(1)").replace(1, "co_await get(2)", "get(2)");
    EXPECT_EQ(trial.verdicts(), (Verdicts{"proven", "not: use of undeclared identifier 'lost'", "proven", "proven"}));
}

TEST(Prover, InFullSeesWhatSkippedBodiesHide) {
    const std::string library =
        "template <class T> int count_of(T value) { return value.count; }\n"
        "template <class T> int broken(T value) { return value.lost; }\n"
        "inline int alone() { return broken(1); }\n";
    Trial trial(declarations +
                    "#include \"_deps/count.h\"\n"
                    "int other(int key);\n"
                    "task<int> run() { auto x = co_await get(1); co_return count_of(x); }\n"
                    "task<int> right() { co_return co_await other(2); }\n",
                {{"_deps/count.h", library}});
    trial.replace(0, "co_await get(1)", "get(1)").replace(1, "co_await other(2)", "other(2)");
    EXPECT_EQ(trial.verdicts(), (Verdicts{"proven", "proven"}));
    trial.request.in_full = true;
    EXPECT_EQ(trial.verdicts(),
              (Verdicts{"not: member reference base type 'int' is not a structure or union", "proven"}));
}

TEST(Prover, OneFailureSpoilsNoOtherProof) {
    std::string body;
    for (int i = 0; i < 9; ++i) body += "    use(co_await get(" + std::to_string(i) + "));\n";
    Trial trial(declarations + "task<> run() {\n" + body + "    co_return;\n}\n");
    Verdicts expected;
    for (int i = 0; i < 9; ++i) {
        const std::string key = std::to_string(i);
        const bool is_bad = i == 2 || i == 3 || i == 7;
        trial.replace(static_cast<std::uint32_t>(i), "co_await get(" + key + ")",
                      is_bad ? "co_await lost(" + key + ")" : "co_await get_async(" + key + ")");
        expected.push_back(is_bad ? "not: use of undeclared identifier 'lost'" : "proven");
    }
    EXPECT_EQ(trial.verdicts(), expected);
}

// One finding whose repair cannot be proven, and its neighbours.

const std::string poison =
    "#include \"task.h\"\nstruct box { int count; };\nint get(int key);\ntask<int> get_async(int key);\n"
    "box open();\nvoid use(int);\n";

TEST(Proof, ARepairThatCannotBeProvenSpoilsNoNeighbour) {
    for (const std::string& hopeless :
         {"int wrong = co_await open();", "const int wrong = co_await open();", "int wrong{co_await open()};",
          "int wrong; wrong = co_await open();", "use(co_await open());", "int wrong = 1 + co_await open();"}) {
        SCOPED_TRACE(hopeless);
        for (const bool is_first : {true, false}) {
            const std::string right = "use(co_await get(1));";
            const std::string body = is_first ? hopeless + "\n    " + right : right + "\n    " + hopeless;
            const std::vector<Finding> findings =
                findings_in(poison + "task<> run() {\n    " + body + "\n    co_return;\n}\n");
            ASSERT_EQ(findings.size(), 2u);
            const Finding& spoiled = findings[is_first ? 0 : 1];
            const Finding& neighbour = findings[is_first ? 1 : 0];
            EXPECT_NE(verdict(spoiled, "sync"), "proven");
            EXPECT_EQ(verdict(neighbour, "async"), "proven");
            EXPECT_EQ(verdict(neighbour, "sync"), "proven");
        }
    }
}

TEST(Proof, AnErrorThatStaysSpoilsNoForgottenAwait) {
    const std::vector<Finding> findings = findings_in(
        poison +
        "task<int> run() {\n    int wrong = co_await open();\n    int n = -get_async(1);\n    co_return n;\n}\n");
    ASSERT_EQ(findings.size(), 2u);
    EXPECT_NE(verdict(findings[0], "sync"), "proven");
    EXPECT_EQ(verdict(findings[1], "await"), "proven");
}

TEST(Proof, AFailureDoesNotReachWhatIsDeclaredByIt) {
    const std::vector<Finding> findings =
        findings_in(poison +
                    "task<box> open_async();\ntask<int> run() {\n    auto opened = co_await open();\n"
                    "    const int count = co_await get(opened.count);\n    int never = co_await open();\n    "
                    "co_return count;\n}\n");
    ASSERT_EQ(findings.size(), 3u);
    EXPECT_EQ(verdict(findings[0], "async"), "proven");
    EXPECT_EQ(verdict(findings[0], "sync"), "proven");
    EXPECT_EQ(verdict(findings[1], "async"), "proven");
    EXPECT_NE(verdict(findings[2], "async"), "proven");
    EXPECT_NE(verdict(findings[2], "sync"), "proven");
}

TEST(Prover, AFailureOnTheSameLineSpoilsNoOtherProof) {
    Trial trial(declarations + "task<> run() {\n    use(co_await get(1)); use(co_await get(2)); co_return;\n}\n");
    trial.replace(0, "co_await get(1)", "lost(1)").replace(1, "co_await get(2)", "co_await get_async(2)");
    EXPECT_EQ(trial.verdicts(), (Verdicts{"not: use of undeclared identifier 'lost'", "proven"}));
}

TEST(Prover, ARepairThatEditsAnotherFunctionSpoilsNoProofThere) {
    // What is edited elsewhere is the type of a parameter; the errors of that stand at another site, and beside one.
    for (const std::string& flagged : {"use(co_await fetch(name));", "fill(name, co_await fetch(1));"}) {
        SCOPED_TRACE(flagged);
        for (const bool is_first : {true, false}) {
            Trial trial(declarations +
                        "int fetch(int& key);\nint fetch(int&&);\ntask<int> fetch_async(int& key);\n"
                        "task<int> fetch_async(int&& key);\nvoid fill(int& into, int with);\n"
                        "task<> other(int& name) {\n    " +
                        flagged + "\n    co_return;\n}\ntask<> run() {\n    co_await get(1);\n    co_return;\n}\n");
            const std::string key = flagged.starts_with("use") ? "name" : "1";
            const auto replace_here = [&] {
                trial.replace(is_first ? 1 : 0, "co_await fetch(" + key + ")", "co_await fetch_async(" + key + ")");
            };
            if (!is_first) replace_here();
            trial.replace(is_first ? 0 : 1, "co_await get(1)", "get(1)");
            const Span type = trial.unit.span_of("int& name");
            trial.request.candidates.back().edits.push_back({"unit.cpp", type.offset, type.length, "const int& name"});
            if (is_first) replace_here();
            Verdicts verdicts = trial.verdicts();
            if (!is_first) std::swap(verdicts[0], verdicts[1]);
            EXPECT_NE(verdicts[0], "proven");
            EXPECT_EQ(verdicts[1], "proven");
        }
    }
}

TEST(Prover, ABracketWithoutItsOtherHalfSpoilsNoOtherProof) {
    Trial trial(declarations +
                "task<> run() {\n    use(co_await get(1));\n    use(co_await get(2));\n    co_return;\n}\n"
                "task<int> other() { co_return co_await get(3); }\n");
    trial.replace(0, "co_await get(1)", "get(1)}").replace(1, "co_await get(2)", "get(2)");
    trial.replace(2, "co_await get(3)", "co_await get_async(3)");
    EXPECT_EQ(trial.verdicts(), (Verdicts{"not: it would leave a bracket without its other half", "proven", "proven"}));
}

TEST(Proof, AVariableInBracesCanKeepNothing) {
    const std::string text =
        "#include \"task.h\"\ntask<> store(int);\ntask<> run() {\n    task<> stored{store(1)};\n    "
        "co_return;\n}\n";
    EXPECT_EQ(verdict_in(text, "await"), "its result is 'void': 'stored' can keep nothing");
}

TEST(Prover, WantsTheFunctionThatWasMeant) {
    const std::string text =
        "#include \"task.h\"\nint get(int key);\ntask<int> get_async(int key);\ntask<int> get_async(double key);\n"
        "task<int> run() { co_return co_await get(1); }\n";
    Trial meant(text);
    meant.replace(0, "co_await get(1)", "co_await get_async(1)", "c:@F@get_async#I#");
    EXPECT_EQ(meant.verdicts(), Verdicts{"proven"});
    Trial other(text);
    other.replace(0, "co_await get(1)", "co_await get_async(1)", "c:@F@get_async#d#");
    EXPECT_EQ(other.verdicts(), Verdicts{"not: the call would pick another function"});
}

TEST(Prover, DoesNotWantKnownErrorsRepaired) {
    Trial trial(declarations + "int broken = lost;\ntask<> run() { co_await get(1); co_return; }\n");
    trial.replace(0, "co_await get(1)", "co_await get_async(1)");
    EXPECT_EQ(trial.verdicts(), Verdicts{"proven"});
}

TEST(Prover, RefusesWhatChangesAnotherFunction) {
    // The edit reaches beyond the site: what it breaks elsewhere counts against it.
    Trial trial(declarations + "task<int> run() { co_return co_await get(1); }\nint later = get(2);\n");
    trial.replace(0, "co_await get(1)", "1");
    trial.request.candidates[0].edits.push_back({"unit.cpp", trial.unit.span_of("get(2)").offset, 3, "lost"});
    ASSERT_EQ(trial.verdicts().size(), 1u);
    EXPECT_EQ(trial.verdicts()[0], "not: use of undeclared identifier 'lost'");
}

TEST(Prover, RefusesOverlappingEdits) {
    Trial trial(declarations + "task<int> run() { co_return co_await get(1); }\n");
    trial.replace(0, "co_await get(1)", "get(1)");
    const Span inner = trial.unit.span_of("get(1);");
    trial.request.candidates[0].edits.push_back({"unit.cpp", inner.offset, 3, "got"});
    EXPECT_EQ(trial.verdicts(), Verdicts{"not: its edits overlap with those of another repair"});
}

TEST(Prover, RefusesAwaitsThatStayRejected) {
    Trial trial(declarations + "task<int> run() { co_return co_await get(1); }\n");
    trial.replace(0, "co_await get(1)", "co_await get(2)");
    ASSERT_EQ(trial.verdicts().size(), 1u);
    EXPECT_EQ(trial.verdicts()[0].substr(0, 5), "not: ");
}

// Headers that several units read.

struct TwoUnits {
    TemporaryFolder folder;
    RunOptions options;

    TwoUnits(const std::string& header, const std::string& first, const std::string& second) {
        folder.write("shared.h", header);
        options.user_files.root = folder.path();
        for (const auto& [name, text] : {std::pair{"first.cpp", first}, std::pair{"second.cpp", second}}) {
            CompileCommand command;
            command.directory = folder.path();
            command.file = folder.write(name, text);
            command.argv = {"clang++",   "-std=c++20", "-nostdinc++", "-isystem", AWAITLINT_SOURCE_DIR "/fixtures/lib",
                            command.file};
            options.commands.push_back(command);
        }
    }
};

const std::string header = "#pragma once\ninline task<> shared() {\n    co_await get(1);\n    co_return;\n}\n";

TEST(SharedHeader, IsReportedOnce) {
    TwoUnits units(header, declarations + "#include \"shared.h\"\n", declarations + "int x;\n#include \"shared.h\"\n");
    const Report report = run(units.options);
    ASSERT_EQ(report.findings.size(), 1u);
    EXPECT_EQ(report.findings[0].span.file, "shared.h");
    EXPECT_EQ(verdict(report.findings[0], "async"), "proven");
    EXPECT_EQ(verdict(report.findings[0], "sync"), "proven");
    EXPECT_EQ(report.exit_code, 1);
    EXPECT_TRUE(report.complete);
}

TEST(SharedHeader, IsProvenOnlyWhereAllUnitsProveIt) {
    const std::string without_sibling = "#include \"task.h\"\nint get(int key);\n#include \"shared.h\"\n";
    for (const bool is_first : {true, false}) {
        const std::string with_sibling = declarations + "#include \"shared.h\"\n";
        TwoUnits units(header, is_first ? with_sibling : without_sibling, is_first ? without_sibling : with_sibling);
        const Report report = run(units.options);
        ASSERT_EQ(report.findings.size(), 1u);
        const Suggestion* async = suggestion_of(report.findings[0], "async");
        EXPECT_TRUE(!async || !async->proven) << "the other unit does not know get_async";
        EXPECT_EQ(verdict(report.findings[0], "sync"), "proven");
    }
}

TEST(SharedHeader, IsRightInOneUnitAndWrongInAnother) {
    const std::string awaitable = "#include \"task.h\"\ntask<int> get(int key);\n#include \"shared.h\"\n";
    TwoUnits units(header, declarations + "#include \"shared.h\"\n", awaitable);
    const Report report = run(units.options);
    EXPECT_EQ(report.findings.size(), 1u) << "wrong in one of its units is wrong";
}

}  // namespace
}  // namespace awaitlint
