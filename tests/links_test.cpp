// Every link of a page leads to a file of this repository, and to a heading of it where it names one. Links to other
// places are not followed.
#include <algorithm>
#include <filesystem>
#include <regex>
#include <set>
#include <sstream>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "cli_project.h"

namespace awaitlint {
namespace {

namespace fs = std::filesystem;

/// The page's lines that are prose: no fenced block.
std::vector<std::string> prose_of(const std::string& page) {
    std::vector<std::string> prose;
    std::istringstream lines(page);
    bool is_code = false;
    for (std::string line; std::getline(lines, line);) {
        if (line.starts_with("```")) is_code = !is_code;
        if (!is_code) prose.push_back(line);
    }
    return prose;
}

/// What a heading is called in a link, as code hosts make it: lower case, dashes for spaces, no other punctuation.
std::string anchor_of(const std::string& heading) {
    std::string anchor;
    for (const char c : heading.substr(heading.find_first_not_of("# "))) {
        if (c == ' ') anchor += '-';
        if (std::isalnum(static_cast<unsigned char>(c)) || c == '-' || c == '_')
            anchor += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    }
    return anchor;
}

std::set<std::string> anchors_of(const fs::path& page) {
    std::set<std::string> anchors;
    for (const std::string& line : prose_of(text_of(page)))
        if (line.starts_with("#")) anchors.insert(anchor_of(line));
    return anchors;
}

/// The links of a page that lead nowhere.
std::vector<std::string> lost_links(const fs::path& page) {
    static const std::regex link(R"(\]\(([^)\s]+)\))");
    std::vector<std::string> lost;
    for (const std::string& line : prose_of(text_of(page))) {
        // Between backquotes stands code: `[](auto x)` is a lambda.
        const std::string text = std::regex_replace(line, std::regex("`[^`]*`"), "`");
        for (std::sregex_iterator at(text.begin(), text.end(), link); at != std::sregex_iterator(); ++at) {
            const std::string target = (*at)[1];
            if (target.find("://") != std::string::npos) continue;
            const std::string file = target.substr(0, target.find('#'));
            const fs::path place = file.empty() ? page : page.parent_path() / file;
            const bool is_there = fs::exists(place);
            const std::string anchor = file.size() == target.size() ? "" : target.substr(file.size() + 1);
            if (!is_there || (!anchor.empty() && !anchors_of(place).contains(anchor)))
                lost.push_back(fmt::format("{}: {}", page.string(), target));
        }
    }
    return lost;
}

TEST(Links, EachLeadsSomewhere) {
    const fs::path source = AWAITLINT_SOURCE_DIR;
    std::vector<fs::path> pages;
    for (const auto& entry : fs::directory_iterator(source))
        if (entry.path().extension() == ".md") pages.push_back(entry.path());
    for (const char* folder : {"docs", "fixtures", "integrations"})
        for (const auto& entry : fs::recursive_directory_iterator(source / folder))
            if (entry.path().extension() == ".md") pages.push_back(entry.path());
    EXPECT_GT(pages.size(), 40u);
    for (const fs::path& page : pages) EXPECT_EQ(lost_links(page), std::vector<std::string>()) << page;
}

TEST(Links, LostOnesAreSeen) {
    const TemporaryFolder folder;
    folder.write("other.md", "# A `b`, c\n```\n## no heading\n```\n");
    const std::string page =
        folder.write("page.md",
                     "[a](other.md) [b](other.md#a-b-c) [here](#here) `[](x)` [far](https://example.com/x)\n# Here\n"
                     "[c](gone.md) [d](other.md#no-heading) [e](#nowhere)\n```\n[f](gone)\n```\n");
    EXPECT_EQ(lost_links(page),
              (std::vector<std::string>{page + ": gone.md", page + ": other.md#no-heading", page + ": #nowhere"}));
}

}  // namespace
}  // namespace awaitlint
